// What breaks next of an instruction. Pure.
import type {InstructionRow} from '@/api/types';
import {nextOwed} from '@/desk/next_owed';
import {urgencyOf, type Owed} from '@/desk/urgency';
import type {Listed} from '@/live/rows';

export type Instruction = Listed<InstructionRow>;

/** What breaks first of it; none: it is owed nothing now. */
export const owedOf = ({id, row}: Instruction): Owed | undefined => nextOwed('instruction', id, row.next);

/** Late first, then what breaks next. */
export function byWhatBreaks(a: Instruction, b: Instruction): number {
    const due = (one: Instruction) => owedOf(one)?.dueBy ?? Number.MAX_SAFE_INTEGER;
    return due(a) - due(b) || a.id.localeCompare(b.id);
}

export const isLate = (one: Instruction, now: number): boolean => urgencyOf(owedOf(one), now) === 'late';
