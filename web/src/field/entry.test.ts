import {describe, expect, it} from 'vitest';

import type {Deed} from './deeds';
import {delivered, inOrder, instantOf, reachOf, unshownOf, verdictOf, waitingOf, type Entry} from './entry';

const noon = Date.parse('2026-11-25T12:00:00.000Z');
const arrive: Deed = {kind: 'arrive', unit: 'unt_1', assignment: 'a', incident: 'inc_1'};

const entry = (number: number, more: Partial<Entry> = {}): Entry => ({
    number,
    key: `k${number}`,
    account: 'acc_1',
    who: '孙涛',
    deed: arrive,
    about: '到达现场',
    entered: noon,
    offset: 0,
    notBefore: 0,
    state: 'waiting',
    tries: 0,
    ...more,
});
const at = (milliseconds: number) => new Date(noon + milliseconds).toISOString();

describe('when something happened, by the server’s clock', () => {
    it('is when it was entered, as far as the clocks are apart', () => {
        expect(instantOf(entry(1, {offset: -90_000}), 5, [], noon)).toBe(at(-90_000));
    });
    it('takes what is known of the clocks by now where nothing was known then', () => {
        expect(instantOf(entry(1, {offset: undefined}), -30_000, [], noon)).toBe(at(-30_000));
        expect(instantOf(entry(1, {offset: undefined}), undefined, [], noon)).toBe(at(0));
    });
    it('is not before what it answers to, nor after now', () => {
        expect(instantOf(entry(1, {notBefore: noon + 400}), 0, [], noon + 1000)).toBe(at(400));
        expect(instantOf(entry(1, {entered: noon + 60_000}), 0, [], noon + 1000)).toBe(at(1000));
    });
    it('is not before what was said of the same unit earlier', () => {
        const before = entry(1, {happened: at(700)});
        expect(instantOf(entry(2), 0, [before], noon + 1000)).toBe(at(700));
        const other = entry(1, {happened: at(700), deed: {...arrive, unit: 'unt_2'}});
        expect(instantOf(entry(2), 0, [other], noon + 1000)).toBe(at(0));
    });
});

describe('the order of sending', () => {
    it('is that of entry, but a call for help goes first', () => {
        const panic = entry(3, {deed: {kind: 'panic', unit: 'unt_1'}});
        expect(inOrder([entry(2), panic, entry(1)]).map(({number}) => number)).toEqual([3, 1, 2]);
    });
    it('leaves out what is another person’s, or has ended', () => {
        const list = [entry(1, {account: 'acc_2'}), entry(2, {state: 'refused'}), entry(3)];
        expect(waitingOf(list, 'acc_1').map(({number}) => number)).toEqual([3]);
    });
});

describe('what became of it', () => {
    it.each([
        [0, '', 'later'],
        [408, '', 'later'],
        [429, 'engine.busy', 'later'],
        [502, '', 'later'],
        [401, 'session.required', 'sign_in'],
        [403, 'session.second_factor_missing', 'sign_in'],
        [400, 'api.happened_at_in_future', 'clock'],
        [422, 'unit.in_the_future', 'clock'],
        [409, 'unit.out_of_order', 'refused'],
        [403, 'access.not_permitted', 'refused'],
        [404, 'api.unknown_record', 'refused'],
    ])('%i %s: %s', (status, code, verdict) => expect(verdictOf(status, code)).toBe(verdict));
    it('once it has arrived nothing that was written stays', () => {
        const report = entry(1, {deed: {kind: 'report', incident: 'inc_1', text: '王某说…'}});
        expect(JSON.stringify(delivered(report, at(5), 7))).not.toContain('王某');
    });
    it('counts as said until what is read shows it, so that no step falls back in between', () => {
        const list = [delivered(entry(1), at(5), 40), delivered(entry(2), at(6), 42), entry(3)];
        const numbers = (upTo: number, unit = 'unt_1') =>
            unshownOf(list, 'acc_1', unit, upTo).map(({number}) => number);
        expect(numbers(0)).toEqual([1, 2, 3]);
        expect(numbers(40)).toEqual([2, 3]);
        expect(numbers(reachOf(list, 'acc_1'))).toEqual([3]);
        expect(numbers(0, 'unt_2')).toEqual([]);
        expect(reachOf(list, 'acc_2')).toBe(0);
    });
});
