// The alarm budget, by example and over many made-up nights: nothing is lost, nobody is flooded, and an
// officer in danger is always shown.
import {describe, expect, it} from 'vitest';

import type {Jurisdiction} from '@/api/types';
import {linesOf, missedOf, nothingShown, present, putAside, thinOf, type Alarm, type Shown} from './alarms';

const minute = 60_000;
const now = Date.parse('2026-11-26T22:00:00Z');
const budget = {newMax: 10, newWithin: 10 * minute, groupWithin: 5 * minute};
const area = (district: string, station = ''): Jurisdiction => ({
    city: 'are_4201',
    district,
    station,
    beat: '',
});
const alarm = (id: string, kind: string, where: Jurisdiction, since = now): Alarm => ({
    id,
    kind,
    where,
    since,
});
const ids = (lines: readonly {id: string}[]) => lines.map(({id}) => id);

function dice(seed: number) {
    let x = seed * 7919 + 1;
    return (n: number) => (x = (x * 48_271) % 2_147_483_647) % n;
}
const someNight = (draw: (n: number) => number): Alarm[] =>
    Array.from({length: draw(90)}, (_, n) => {
        const kind = ['arrive', 'dispatch', 'close', 'ring_gap', 'panic'][draw(5)]!;
        return alarm(`${n}`, kind, area(`are_${draw(9)}`, `are_${draw(30)}`), now - draw(3_600_000));
    });

describe('lines', () => {
    it('make seven late arrivals of a district one line, and of its stations several', () => {
        const seven = Array.from({length: 7}, (_, n) =>
            alarm(`${n}`, 'arrive', area('are_1', `are_1${n % 3}`)),
        );
        expect(linesOf(seven, 'district').map((one) => [one.area, one.alarms.length])).toEqual([
            ['are_1', 7],
        ]);
        expect(linesOf(seven, 'station')).toHaveLength(3);
    });
    it('never make one of two officers in danger, and put them first', () => {
        const both = [
            alarm('a', 'close', area('are_1'), now - minute),
            alarm('p1', 'panic', area('are_1')),
            alarm('p2', 'panic', area('are_1')),
        ];
        expect(ids(linesOf(both, 'district'))).toEqual(['p1', 'p2', 'close/are_1']);
    });
    it('hold each alarm exactly once, with what is put aside', () => {
        for (let seed = 1; seed <= 150; seed += 1) {
            const draw = dice(seed);
            const night = someNight(draw);
            const shelvings = Array.from({length: draw(4)}, (_, n) => ({
                id: `shv_${n}`,
                kind: ['arrive', 'dispatch', 'panic'][draw(3)]!,
                where: area(draw(2) ? `are_${draw(9)}` : ''),
                until: now + draw(3) - 1,
            }));
            const {open, aside} = putAside(night, shelvings, now);
            const level = draw(2) ? 'district' : 'station';
            const {shown, waiting} = present(nothingShown, linesOf(open, level), now, budget);
            const everywhere = [...shown, ...waiting]
                .flatMap((one) => one.alarms)
                .concat(...aside.values());
            expect(ids(everywhere).sort()).toEqual(ids(night).sort());
            const panics = night.filter(({kind}) => kind === 'panic');
            expect(shown.filter(({kind}) => kind === 'panic')).toHaveLength(panics.length);
        }
    });
});

describe('one person', () => {
    it('is shown ten lines of a flood, and the rest waits', () => {
        const flood = Array.from({length: 60}, (_, n) => alarm(`${n}`, 'arrive', area(`are_${n % 15}`)));
        const {shown, waiting, after} = present(nothingShown, linesOf(flood, 'district'), now, budget);
        expect([shown.length, waiting.length]).toEqual([10, 5]);
        let known = after;
        for (let at = 1; at < 10; at += 1) {
            const then = present(known, linesOf(flood, 'district'), now + at * minute, budget);
            expect([then.shown.length, then.waiting.length]).toEqual([10, 5]);
            known = then.after;
        }
        const later = present(known, linesOf(flood, 'district'), now + 10 * minute, budget);
        expect([later.shown.length, later.waiting.length]).toEqual([15, 0]);
    });
    it('is shown the same line once when it comes and goes', () => {
        const line = linesOf([alarm('a', 'ring_gap', area('are_1'))], 'district');
        let known: Shown = nothingShown;
        for (let at = 0; at < 20; at += 1)
            known = present(known, at % 2 ? [] : line, now + at * minute, budget).after;
        expect(present(known, line, now + 20 * minute, budget).after.times).toHaveLength(0);
        const back = present(known, line, now + 30 * minute, budget).after;
        expect(back.times).toEqual([now + 30 * minute]);
    });
    it('is never newly shown more than ten lines in any ten minutes, whatever comes', () => {
        for (let seed = 1; seed <= 40; seed += 1) {
            const draw = dice(seed);
            let known: Shown = nothingShown;
            let at = now;
            const fresh: number[] = [];
            let before = new Set<string>();
            for (let step = 0; step < 60; step += 1) {
                at += 1 + draw(90_000);
                const lines = linesOf(someNight(draw), 'district');
                const {shown, after} = present(known, lines, at, budget);
                const quiet = shown.filter(({kind}) => kind !== 'panic');
                for (const {id} of quiet) if (!before.has(id)) fresh.push(at);
                before = new Set(Object.keys(after.lines));
                known = after;
            }
            for (const end of fresh)
                expect(
                    fresh.filter((one) => one <= end && one > end - budget.newWithin).length,
                ).toBeLessThanOrEqual(10);
        }
    });
});

describe('what is an alarm', () => {
    it('is what was missed, not what the clock ends nor what is not due', () => {
        const owed = (kind: string, missed: boolean, dueIn: number) => ({
            ...{id: kind, stream: 'x', module: 'm', kind, owner: 'o', since: 0, warnAt: 0, told: []},
            missed,
            dueBy: now + dueIn,
        });
        const rows = [
            owed('arrive', true, -1),
            owed('end', false, -1),
            owed('close', false, 1),
            owed('panic', true, -1),
        ];
        expect(ids(missedOf(rows, now))).toEqual(['arrive']);
    });
    it('is a ring below its share, at the edge not', () => {
        const ring = (within: number, covered: number) => ({
            ring_id: 'are_1',
            within,
            points: 20,
            points_covered: covered,
        });
        const gaps = [{within: 300, covered_min: 0.1}];
        expect(thinOf([ring(5, 1), ring(5, 2), ring(1, 0)], gaps).map(({covered}) => covered)).toEqual([1]);
    });
});
