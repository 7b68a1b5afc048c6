// In which order matters are decided, and what can be done with one. Pure; the server decides.
import type {MatterRow} from '@/api/types';
import {nextOwed} from '@/desk/next_owed';
import {urgencyOf, type Owed} from '@/desk/urgency';
import type {Matter} from './store';

/** The decision that is owed; none: it is decided. */
export const owedOf = ({id, row}: Pick<Matter, 'id' | 'row'>): Owed | undefined =>
    nextOwed('matter', id, row.next);

export const isLate = (one: Matter, now: number): boolean => urgencyOf(owedOf(one), now) === 'late';

/** What is to be decided by what breaks first, then what was reported last. */
export function byWhatBreaks(a: Matter, b: Matter): number {
    const due = (one: Matter) => owedOf(one)?.dueBy ?? Number.MAX_SAFE_INTEGER;
    return (
        due(a) - due(b) ||
        Date.parse(b.row.last_at) - Date.parse(a.row.last_at) ||
        a.id.localeCompare(b.id)
    );
}

export type Act = 'confirm' | 'reject' | 'undo' | 'take_out' | 'split';

const fits: Readonly<Record<Act, (row: MatterRow, ticked: number) => boolean>> = {
    confirm: ({stage}) => stage === 'suggested',
    reject: ({stage}) => stage === 'suggested',
    undo: ({stage}) => stage === 'confirmed' || stage === 'rejected',
    take_out: (_row, ticked) => ticked === 1,
    split: (_row, ticked) => ticked >= 2,
};
export const keyOf: Readonly<Record<Act, string>> = {
    confirm: 'Y',
    reject: 'R',
    undo: 'U',
    take_out: 'T',
    split: 'X',
};
const permissions: Readonly<Record<Act, string>> = {
    confirm: 'matter.confirm',
    reject: 'matter.reject',
    undo: 'matter.undo',
    take_out: 'matter.take_out_report',
    split: 'matter.split',
};

/** `ticked`: how many of its reports are chosen. */
export const actsOf = (row: MatterRow, ticked: number, may: (permission: string) => boolean): Act[] =>
    (Object.keys(fits) as Act[]).filter((name) => fits[name](row, ticked) && may(permissions[name]));
