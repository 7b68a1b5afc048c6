// What this person owes, by time, and which one tap meets it. Pure.
import type {OwedRow} from '@/api/types';
import type {Urgency} from '@/desk/urgency';
import type {DeedKind} from './deeds';

export interface OwedHere {
    id: string;
    stream: string;
    module: string;
    kind: string;
    since: number;
    dueBy: number;
    warnAt: number;
}

const warnedBefore = 60_000;

export function owedFrom({stream, module, obligation}: OwedRow): OwedHere {
    const since = Date.parse(obligation.since);
    const dueBy = Date.parse(obligation.due_by);
    return {
        id: `${stream}/${obligation.kind}/${obligation.key}`,
        stream,
        module,
        kind: obligation.kind,
        since,
        dueBy,
        warnAt: obligation.warn_at
            ? Date.parse(obligation.warn_at)
            : dueBy - Math.min(warnedBefore, (dueBy - since) / 4),
    };
}

export const byTime = (rows: readonly OwedHere[]): readonly OwedHere[] =>
    [...rows].sort((a, b) => a.dueBy - b.dueBy);

export const markOf: Record<Urgency, string> = {none: '', calm: '', soon: '◇', late: '◆'};

/** The deed that meets an obligation of one's own unit. */
const meets: Readonly<Record<string, DeedKind>> = {
    acknowledge: 'acknowledge',
    acknowledge_change: 'know',
    depart: 'depart',
    safety_check: 'safe',
    return_to_service: 'back_in_service',
    end_duty: 'end_duty',
    call_back: 'call_back',
};
export const deedFor = (kind: string): DeedKind | undefined => meets[kind];

/** Whether something that was said, and has not arrived yet, meets it. */
export const isMet = (owed: OwedHere, said: readonly DeedKind[]): boolean => {
    const deed = deedFor(owed.kind);
    if (owed.kind === 'time_in_state') return said.some((kind) => kind === 'arrive' || kind === 'clear');
    if (owed.kind === 'acknowledge' && said.some((kind) => kind === 'depart' || kind === 'arrive'))
        return true;
    if (owed.kind === 'depart' && said.includes('arrive')) return true;
    return deed !== undefined && said.includes(deed);
};
