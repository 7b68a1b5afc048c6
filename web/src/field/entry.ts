// What was entered, and when it is said to have happened. Pure.
import type {Problem} from '@/api/types';
import {unitOf, withoutText, type Deed} from './deeds';

export type EntryState = 'waiting' | 'delivered' | 'refused';

export interface Entry {
    /** Its place in the order in which things were entered; the store gives it. */
    number: number;
    /** The same key again is the same deed: however often it is sent, it happens once. */
    key: string;
    account: string;
    /** Whose it is, for another person who finds it on this phone. */
    who: string;
    deed: Deed;
    /** In words, as it was meant when it was entered. */
    about: string;
    /** This phone's clock, and how far the server's was ahead of it, as far as that was known. */
    entered: number;
    offset?: number | undefined;
    /** It cannot have happened before what it answers to: the server's clock. */
    notBefore: number;
    /** Fixed with the first attempt, so that every attempt says the same. */
    happened?: string | undefined;
    state: EntryState;
    /** Entered without a signal: others may have gone on meanwhile. */
    apart?: boolean | undefined;
    tries: number;
    /** When the server had it, by its own clock, and its place in the log. */
    received?: string | undefined;
    position?: number | undefined;
    problem?: Problem | undefined;
    /** A refusal that the person has seen. */
    seen?: boolean | undefined;
    /** The store was full: it exists on this page only. */
    unkept?: boolean | undefined;
}

/** When it happened, by the server's clock. `offset`: as it is known by now. */
export function instantOf(
    entry: Entry,
    offset: number | undefined,
    earlier: readonly Entry[],
    serverNow: number,
): string {
    const said = entry.entered + (entry.offset ?? offset ?? 0);
    const unit = unitOf(entry.deed);
    const before = earlier
        .filter((one) => unit !== '' && unitOf(one.deed) === unit && one.happened !== undefined)
        .map((one) => Date.parse(one.happened!));
    // What was entered later happened later, even where the clocks were compared in between.
    const least = Math.max(entry.notBefore, ...before);
    return new Date(Math.min(Math.max(said, least), Math.max(serverNow, least))).toISOString();
}

/** Panic before everything else, then in the order of entry. */
export function inOrder(entries: readonly Entry[]): Entry[] {
    const urgent = (entry: Entry) => (entry.deed.kind === 'panic' ? 0 : 1);
    return [...entries].sort((a, b) => urgent(a) - urgent(b) || a.number - b.number);
}

export const waitingOf = (entries: readonly Entry[], account: string): Entry[] =>
    inOrder(entries.filter((one) => one.state === 'waiting' && one.account === account));

/** What stays of an entry that has arrived: that, when and which, but nothing that was written. */
export function delivered(entry: Entry, received: string, position: number): Entry {
    return {...entry, state: 'delivered', received, position, deed: withoutText(entry.deed)};
}

/** How far in the log this account's own words reach, as far as they have arrived. */
export const reachOf = (entries: readonly Entry[], account: string): number =>
    Math.max(0, ...entries.filter((one) => one.account === account).map((one) => one.position ?? 0));

/**
 * What was said of a unit and what is read from the server does not show yet: it waits, or it has arrived
 * behind `shownUpTo`. Without the latter a step would fall back for the moment between its arrival and the
 * reading, and a thumb would say it twice.
 */
export const unshownOf = (
    entries: readonly Entry[],
    account: string,
    unit: string,
    shownUpTo: number,
): Entry[] =>
    inOrder(
        entries.filter(
            (one) =>
                one.account === account &&
                unitOf(one.deed) === unit &&
                (one.state === 'waiting' ||
                    (one.state === 'delivered' && (one.position ?? 0) > shownUpTo)),
        ),
    );

/** What became of an attempt, read off the answer's status and code. */
export function verdictOf(status: number, code: string): 'refused' | 'later' | 'sign_in' | 'clock' {
    if (status === 401 || code.startsWith('session.')) return 'sign_in';
    if (code === 'api.happened_at_in_future' || code === 'unit.in_the_future') return 'clock';
    if (status === 0 || status === 408 || status === 425 || status === 429 || status >= 500) return 'later';
    return status >= 400 ? 'refused' : 'later';
}
