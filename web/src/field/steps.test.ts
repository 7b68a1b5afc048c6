import {describe, expect, it} from 'vitest';

import type {Deed} from './deeds';
import {byTime, isMet, owedFrom} from './owed';
import {latestStamp, movesFrom, saidDuty, stepOf} from './steps';

const assigned = {assignment_id: 'a1', assigned_at: '2026-11-25T12:00:00Z'};
const said = (kind: 'depart' | 'arrive', assignment = 'a1'): Deed => ({
    kind,
    assignment,
    unit: 'unt_1',
    incident: 'inc_1',
});

describe('how far a crew is', () => {
    it('is what the server knows, or what was said here since', () => {
        expect(stepOf(assigned, [])).toBe(0);
        expect(stepOf({...assigned, en_route_at: '2026-11-25T12:01:00Z'}, [])).toBe(2);
        expect(stepOf(assigned, [said('depart'), said('arrive')])).toBe(3);
        expect(stepOf({...assigned, arrived_at: '2026-11-25T12:05:00Z'}, [said('depart')])).toBe(3);
    });
    it('knows nothing of what was said of another assignment', () => {
        expect(stepOf(assigned, [said('arrive', 'a2')])).toBe(0);
    });
    it('offers what comes next first, and after the end nothing', () => {
        expect(movesFrom(0)).toEqual(['acknowledge', 'depart', 'arrive', 'clear']);
        expect(movesFrom(4)).toEqual([]);
    });
    it('cannot go back behind the latest stamp', () => {
        expect(latestStamp({...assigned, acknowledged_at: '2026-11-25T12:00:20Z'})).toBe(
            Date.parse('2026-11-25T12:00:20Z'),
        );
    });
    it('the last word on duty counts', () => {
        expect(saidDuty(['begin_duty', 'end_duty'])).toBe('off');
        expect(saidDuty(['arrive'])).toBeUndefined();
    });
});

describe('what is owed', () => {
    const owed = (kind: string, due_by: string) =>
        owedFrom({
            stream: 'unt_1',
            module: 'unit',
            obligation: {
                kind,
                key: 'a1',
                owner: 'pst_patrol.1',
                since: '2026-11-25T12:00:00Z',
                due_by,
                ladder: [],
                warned: false,
                missed: false,
                climbed: 0,
            },
            where: {city: '', district: '', station: '', beat: ''},
        });
    it('comes by time', () => {
        const list = byTime([
            owed('depart', '2026-11-25T12:05:00Z'),
            owed('acknowledge', '2026-11-25T12:01:00Z'),
        ]);
        expect(list.map(({kind}) => kind)).toEqual(['acknowledge', 'depart']);
    });
    it('is met by what was said and has not arrived yet, also by a later step', () => {
        const one = owed('acknowledge', '2026-11-25T12:01:00Z');
        expect(isMet(one, [])).toBe(false);
        expect(isMet(one, ['acknowledge'])).toBe(true);
        expect(isMet(one, ['arrive'])).toBe(true);
        expect(isMet(owed('safety_check', '2026-11-25T12:20:00Z'), ['arrive'])).toBe(false);
    });
});
