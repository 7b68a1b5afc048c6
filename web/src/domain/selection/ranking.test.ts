// Which day is looked at first, where each incident of it stands, and what can be done.
import {describe, expect, it} from 'vitest';

import type {SelectionRow} from '@/api/types';
import {actsOf, byPoints, filterOf, firstToDecide} from './ranking';
import type {Candidate, Selection} from './store';

const candidate = (id: string, points: number, more: Partial<Candidate> = {}): Candidate =>
    ({
        id,
        candidate: {
            incident_id: id,
            opened_at: '2026-03-02T12:30:00.000Z',
            points,
            to_decide: points >= 40,
        },
        standing: 'open',
        because: '',
        outside: '',
        ...more,
    }) as Candidate;
const selection = (day: string, stage: SelectionRow['stage'], undecided: number): Selection => ({
    id: `sel_${day}`,
    version: 1,
    row: {
        day,
        stage,
        undecided,
        listed: 5,
        over_at: `${day}T16:00:00.000Z`,
    } as SelectionRow,
});

describe('the daily selection', () => {
    it('begins with the oldest open day on which something is undecided', () => {
        const first = selection('2026-03-01', 'closed', 0);
        const second = selection('2026-03-02', 'open', 2);
        const today = selection('2026-03-03', 'open', 1);
        expect(firstToDecide([today, second, first])?.id).toBe(second.id);
        expect(firstToDecide([today, selection('2026-03-02', 'open', 0)])?.id).toBe(today.id);
        expect(firstToDecide([first])?.id).toBe(first.id);
        expect(firstToDecide([])).toBeUndefined();
    });

    it('ranks by points', () => {
        const ranked = [candidate('a', 20), candidate('b', 90), candidate('c', 40)].sort(byPoints);
        expect(ranked.map(({id}) => id)).toEqual(['b', 'c', 'a']);
    });

    it('puts each incident behind one filter', () => {
        expect(filterOf(candidate('a', 60))).toBe('undecided');
        expect(filterOf(candidate('a', 20))).toBe('below');
        expect(filterOf(candidate('a', 60, {standing: 'picked', outside: 'merged'}))).toBe('picked');
        expect(filterOf(candidate('a', 60, {outside: 'merged'}))).toBe('left');
        const passed = (because: string) => filterOf(candidate('a', 60, {standing: 'passed_over', because}));
        expect(passed('settled')).toBe('passed_over');
        expect(passed('no_reason')).toBe('below');
        expect(passed('below_line')).toBe('below');
    });

    it('offers what the day and the post allow', () => {
        const {row} = selection('2026-03-02', 'open', 0);
        const over = Date.parse(row.over_at);
        const all = () => true;
        expect(actsOf(row, candidate('a', 60), 0, over - 1, all)).toEqual(['pick', 'pass_over']);
        const picked = candidate('a', 60, {standing: 'picked'});
        expect(actsOf(row, picked, 0, over, all)).toEqual(['undo', 'close']);
        expect(actsOf(row, undefined, 2, over - 1, all)).toEqual(['pass_over']);
        expect(actsOf({...row, undecided: 1}, undefined, 0, over, all)).toEqual([]);
        expect(actsOf({...row, stage: 'closed'}, candidate('a', 60), 0, over, all)).toEqual([]);
        expect(actsOf(row, candidate('a', 60), 0, over, () => false)).toEqual([]);
    });
});
