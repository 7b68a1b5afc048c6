// What is owed, and how a limit stands. Pure.
import type {Jurisdiction} from '@/api/types';

export interface Owed {
    id: string;
    stream: string;
    module: string;
    kind: string;
    owner: string;
    since: number;
    dueBy: number;
    warnAt: number;
    missed: boolean;
    /** The posts that were told because the owner did not meet it. */
    told: readonly string[];
    /** Who is told next, and when. */
    nextRung?: {post: string; at: number} | undefined;
    /** Where it is owed, as far as the list says. */
    where?: Jurisdiction | undefined;
}

export type Urgency = 'none' | 'calm' | 'soon' | 'late';

export function urgencyOf(owed: {dueBy: number; warnAt: number} | undefined, now: number): Urgency {
    if (!owed) return 'none';
    if (now >= owed.dueBy) return 'late';
    return now >= owed.warnAt ? 'soon' : 'calm';
}

/** What a row itself says of its next limit: in a flooded city the list of all that is owed has an end. */
export function owedOfRow(
    stream: string,
    next: {kind: string; owner: string; due_by: string; missed?: boolean} | undefined,
    since: number,
): Owed | undefined {
    if (!next) return undefined;
    const dueBy = Date.parse(next.due_by);
    return {
        id: `${stream}/${next.kind}`,
        stream,
        module: '',
        kind: next.kind,
        owner: next.owner,
        since,
        dueBy,
        warnAt: dueBy - Math.min(60_000, (dueBy - since) / 4),
        missed: next.missed ?? false,
        told: [],
    };
}

/** What is late, the longest first. */
export const worstOf = (rows: readonly Owed[], now: number): Owed[] =>
    rows.filter((owed) => urgencyOf(owed, now) === 'late').sort((a, b) => a.dueBy - b.dueBy);

/** What is not late yet, the next to break first. */
export const nextOf = (rows: readonly Owed[], now: number): Owed[] =>
    rows.filter((owed) => urgencyOf(owed, now) !== 'late').sort((a, b) => a.dueBy - b.dueBy);
