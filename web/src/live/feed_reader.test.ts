// Events of the feed as they come over the wire.
import {expect, it} from 'vitest';

import {readEvent} from './feed_reader';
import {liveRows} from './rows';

it('reads name, id and data, and leaves comments alone', () => {
    expect(readEvent(': alive\nevent: change\nid: log-7\ndata: {"a":\ndata: 1}')).toEqual({
        name: 'change',
        id: 'log-7',
        data: '{"a":\n1}',
    });
    expect(readEvent(': alive')).toEqual({name: 'message', data: ''});
});

const change = (stream: string, version: number, row: unknown, open = true) => ({
    position: version,
    wire: '',
    resource: 'incidents',
    stream,
    version,
    open,
    row,
});

it('lets the version decide, so that snapshot and feed may say the same twice', () => {
    const list = liveRows<{n: number}>('open');
    list.replace(new Map([['a', {id: 'a', version: 5, row: {n: 5}}]]));
    list.apply([change('a', 4, {n: 4}), change('b', 1, {n: 1})]);
    expect(list.rows.value.get('a')?.row.n).toBe(5);
    expect(list.rows.value.get('b')?.row.n).toBe(1);
    list.apply([change('a', 6, {n: 6}, false)]);
    expect(list.rows.value.has('a')).toBe(false);
});
