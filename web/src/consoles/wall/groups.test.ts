import {describe, expect, it} from 'vitest';

import type {Priority} from '@/api/types';
import {nextOf, type Owed} from '@/desk/urgency';
import {lateGroups, percentOf, tiersOf} from './groups';

const now = Date.parse('2026-11-25T12:00:00Z');
const owed = (stream: string, kind: string, district: string, dueIn: number): Owed => ({
    id: `${stream}/${kind}`,
    stream,
    module: 'incident',
    kind,
    owner: 'pst_dispatcher.420106',
    since: now - 600_000,
    dueBy: now + dueIn,
    warnAt: now + dueIn - 60_000,
    missed: dueIn < 0,
    told: [],
    where: {city: 'are_420100', district, station: '', beat: ''},
});
const none = () => undefined;

describe('what is late', () => {
    it('is one line for each kind and district, however much of it there is', () => {
        const flood = Array.from({length: 60}, (_, n) =>
            owed(`inc_${n}`, 'dispatch', 'are_420106', -n - 1),
        );
        const groups = lateGroups([...flood, owed('inc_x', 'dispatch', 'are_420105', -5)], now, none);
        expect(groups.map(({id, count}) => [id, count])).toEqual([
            ['dispatch/are_420106', 60],
            ['dispatch/are_420105', 1],
        ]);
        expect(groups[0]?.first.stream).toBe('inc_59');
    });
    it('is counted once each, and what is not late yet is left for the next panel', () => {
        for (let seed = 1; seed <= 200; seed += 1) {
            let x = seed * 7919;
            const draw = (n: number) => (x = (x * 48_271) % 2_147_483_647) % n;
            const rows = Array.from({length: draw(90)}, (_, n) =>
                owed(`inc_${n}`, `kind_${draw(4)}`, `are_42010${draw(4)}`, draw(2_000) - 1_000),
            );
            const late = lateGroups(rows, now, none).reduce((sum, group) => sum + group.count, 0);
            expect(late + nextOf(rows, now).length).toBe(rows.length);
        }
    });
    it('begins with the most urgent incident, then with what is late longest', () => {
        const rows = [
            owed('inc_1', 'close', 'are_1', -90_000),
            owed('inc_2', 'arrive', 'are_1', -1_000),
            owed('inc_3', 'dispatch', 'are_1', -2_000),
        ];
        const urgent = ({stream}: Owed): Priority | undefined =>
            stream === 'inc_2' ? 'p1' : stream === 'inc_3' ? 'p3' : undefined;
        expect(lateGroups(rows, now, urgent).map(({kind}) => kind)).toEqual([
            'arrive',
            'dispatch',
            'close',
        ]);
        expect(lateGroups(rows, now, none).map(({kind}) => kind)).toEqual(['close', 'dispatch', 'arrive']);
    });
});

describe('the rings', () => {
    const cover = (ring_id: string, within: number, points: number, points_covered: number) => ({
        ring_id,
        within,
        points,
        points_covered,
    });
    it('are added up by minutes, and their gaps by district', () => {
        const tiers = tiersOf([
            cover('are_420106001', 3, 10, 10),
            cover('are_420106001', 1, 10, 4),
            cover('are_420106002', 1, 5, 4),
            cover('are_420105001', 1, 5, 3),
        ]);
        expect(tiers).toEqual([
            {
                within: 1,
                points: 20,
                covered: 11,
                gaps: [
                    {district: 'are_420106', points: 7},
                    {district: 'are_420105', points: 2},
                ],
            },
            {within: 3, points: 10, covered: 10, gaps: []},
        ]);
    });
    it.each([
        [1_000, 999, 99],
        [1_000, 1, 1],
        [1_000, 0, 0],
        [1_000, 1_000, 100],
        [0, 0, 0],
        [8, 4, 50],
    ])('of %i points %i are %i per cent', (points, covered, share) =>
        expect(percentOf({points, covered})).toBe(share),
    );
});
