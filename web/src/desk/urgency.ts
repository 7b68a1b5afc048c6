// What is owed, and how a limit stands. Pure.
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
}

export type Urgency = 'none' | 'calm' | 'soon' | 'late';

export function urgencyOf(owed: {dueBy: number; warnAt: number} | undefined, now: number): Urgency {
    if (!owed) return 'none';
    if (now >= owed.dueBy) return 'late';
    return now >= owed.warnAt ? 'soon' : 'calm';
}
