// What breaks next of an instruction. Pure.
import type {InstructionRow} from '@/api/types';
import {urgencyOf, type Owed} from '@/desk/urgency';
import type {Listed} from '@/live/rows';

export type Instruction = Listed<InstructionRow>;

/** What breaks first of it; none: it is owed nothing now. */
export function owedOf({id, row}: Instruction): Owed | undefined {
    const {next} = row;
    if (!next) return undefined;
    const dueBy = Date.parse(next.due_by);
    return {
        id: `${id}/${next.kind}`,
        stream: id,
        module: 'instruction',
        kind: next.kind,
        owner: next.owner,
        since: Date.parse(next.since),
        dueBy,
        warnAt: next.warn_at ? Date.parse(next.warn_at) : dueBy,
        missed: next.missed ?? false,
        told: [],
    };
}

/** Late first, then what breaks next. */
export function byWhatBreaks(a: Instruction, b: Instruction): number {
    const due = (one: Instruction) => owedOf(one)?.dueBy ?? Number.MAX_SAFE_INTEGER;
    return due(a) - due(b) || a.id.localeCompare(b.id);
}

export const isLate = (one: Instruction, now: number): boolean => urgencyOf(owedOf(one), now) === 'late';
