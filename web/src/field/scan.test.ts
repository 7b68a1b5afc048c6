import {expect, test} from 'vitest';

import {placeIn} from './scan';

test.each([
    ['plc_00012', 'plc_00012'],
    [' plc_00012\n', 'plc_00012'],
    ['https://anlan.example/p/plc_A1-2', 'plc_A1-2'],
    ['anlan:plc_7', 'plc_7'],
    ['https://anlan.example/?place=plc_7', 'plc_7'],
    ['inc_00012', undefined],
    ['xplc_7', undefined],
    ['plc_', undefined],
    ['plc_7/../../incidents/inc_1', undefined],
    [`plc_${'7'.repeat(61)}`, undefined],
    ['https://weixin.qq.com/r/abc', undefined],
    ['', undefined],
])('%s names %s', (code, place) => expect(placeIn(code)).toBe(place));
