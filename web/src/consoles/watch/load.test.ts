import {expect, it, vi} from 'vitest';

import type {UnitRow} from '@/api/types';
import {loadsOf} from './load';

vi.mock('@/words', () => ({t: String, wordOf: String})); // no page, no language

const unit = (district: string, station: string, status: string, incident?: string) =>
    ({
        status,
        home: {city: 'are_c', district, station, beat: ''},
        ...(incident ? {incident_id: incident} : {}),
    }) as unknown as UnitRow;

it('puts the area first where the fewest are free, and counts each unit on duty once', () => {
    const units = [
        unit('are_1', 'are_11', 'available'),
        unit('are_1', 'are_12', 'on_scene', 'inc_1'),
        unit('are_2', 'are_21', 'available'),
        unit('are_2', 'are_21', 'off_duty'),
        unit('are_3', '', 'out_of_service'),
    ];
    expect(loadsOf(units, 'district')).toEqual([
        {area: 'are_3', free: 0, busy: 0, out: 1},
        {area: 'are_1', free: 1, busy: 1, out: 0},
        {area: 'are_2', free: 1, busy: 0, out: 0},
    ]);
    expect(loadsOf(units, 'station').map(({area}) => area)).toEqual([
        'are_12',
        'are_3',
        'are_11',
        'are_21',
    ]);
});
