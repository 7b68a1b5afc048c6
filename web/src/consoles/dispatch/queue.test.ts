// The order of the queue, by example.
import {expect, it} from 'vitest';

import type {CallRow, IncidentRow, Priority, UnitRow} from '@/api/types';
import type {Owed} from '@/desk/urgency';
import {fits, queueOf, type Sources} from './queue';

const now = 1_000_000;
const minute = 60_000;
const incident = (id: string, priority: Priority, status: IncidentRow['status'] = 'waiting') => ({
    id,
    version: 1,
    row: {priority, status} as IncidentRow,
});
const owed = (stream: string, kind: string, dueBy: number, owner = 'pst_x'): Owed => ({
    id: `${stream}/${kind}`,
    stream,
    module: '',
    kind,
    owner,
    since: now - minute,
    dueBy,
    warnAt: dueBy - minute,
    missed: false,
    told: [],
});
const unit = (id: string) => ({id, version: 1, row: {status: 'assigned'} as UnitRow});

function sources(parts: Partial<Sources>): Sources {
    const all = parts.owed ?? [];
    return {
        incidents: [],
        calls: [],
        units: new Map(),
        unitsOn: () => [],
        owedOf: (stream) => all.filter((one) => one.stream === stream),
        owed: all,
        ...parts,
    };
}
const ids = (from: Sources) => queueOf(from, now).map((item) => item.id);

it('puts what breaks next first, and what is broken before it, the urgent first', () => {
    const from = sources({
        incidents: [
            incident('later', 'p1'),
            incident('next', 'p3'),
            incident('late-p3', 'p3'),
            incident('late-p1', 'p1'),
        ],
        owed: [
            owed('later', 'dispatch', now + 5 * minute),
            owed('next', 'dispatch', now + minute),
            owed('late-p3', 'dispatch', now - 9 * minute),
            owed('late-p1', 'dispatch', now - 1),
        ],
    });
    expect(ids(from)).toEqual(['late-p1', 'late-p3', 'next', 'later']);
});

it('puts panic before everything, and what nothing is owed of last', () => {
    const from = sources({
        incidents: [incident('calm', 'p4'), incident('late', 'p1')],
        units: new Map([['unt_1', unit('unt_1')]]),
        owed: [owed('late', 'dispatch', now - minute), owed('unt_1', 'panic', now + 9 * minute)],
    });
    expect(ids(from)).toEqual(['unt_1/panic', 'late', 'calm']);
});

it('shows at the incident what its crew owes, if that breaks first', () => {
    const from = sources({
        incidents: [incident('inc_1', 'p2', 'assigned')],
        unitsOn: () => [unit('unt_1')],
        owed: [owed('inc_1', 'arrive', now + 5 * minute), owed('unt_1', 'acknowledge', now + minute)],
    });
    expect(queueOf(from, now)[0]?.owed?.kind).toBe('acknowledge');
});

it('filters by what is waiting, late, and owed by this post', () => {
    const call = {id: 'cal_1', version: 1, row: {status: 'waiting'} as CallRow};
    const from = sources({
        incidents: [incident('waiting', 'p3'), incident('on-scene', 'p3', 'on_scene')],
        calls: [call],
        owed: [owed('waiting', 'dispatch', now - 1, 'pst_mine'), owed('on-scene', 'close', now + minute)],
    });
    const left = (filter: Parameters<typeof fits>[1]) =>
        queueOf(from, now)
            .filter((item) => fits(item, filter, now, 'pst_mine'))
            .map((item) => item.id);
    expect(left('waiting')).toEqual(['waiting']);
    expect(left('late')).toEqual(['waiting']);
    expect(left('mine')).toEqual(['waiting']);
    expect(left('incidents')).toEqual(['waiting', 'on-scene']);
    expect(left('all')).toEqual(['waiting', 'on-scene', 'cal_1']);
});
