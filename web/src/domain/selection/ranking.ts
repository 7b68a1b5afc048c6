// In which order a day's incidents are looked at, behind which filter each stands, and what can be done with
// it. Pure; the server decides.
import type {SelectionRow} from '@/api/types';
import {nextOwed} from '@/desk/next_owed';
import type {Owed} from '@/desk/urgency';
import type {Candidate, Selection} from './store';

/** The decision that is owed on a day; none: it is decided. */
export const owedOf = ({id, row}: Pick<Selection, 'id' | 'row'>): Owed | undefined =>
    nextOwed('selection', id, row.next);

/** The newest day first; of one day what has most to decide. */
export const byDay = (a: Selection, b: Selection): number =>
    b.row.day.localeCompare(a.row.day) || b.row.listed - a.row.listed || a.id.localeCompare(b.id);

/** What is to be decided before what is new; and of those the oldest day. */
export function firstToDecide(days: readonly Selection[]): Selection | undefined {
    const open = days.filter(({row}) => row.stage === 'open').sort((a, b) => -byDay(a, b));
    return open.find(({row}) => row.undecided > 0) ?? open.at(-1) ?? [...days].sort(byDay)[0];
}

/** What has most points first, then what was opened last. */
export const byPoints = (a: Candidate, b: Candidate): number =>
    b.candidate.points - a.candidate.points ||
    Date.parse(b.candidate.opened_at) - Date.parse(a.candidate.opened_at) ||
    a.id.localeCompare(b.id);

export type Filter = 'undecided' | 'picked' | 'passed_over' | 'below' | 'left';
export const filters: readonly Filter[] = ['undecided', 'picked', 'passed_over', 'below', 'left'];

/** Each incident of the day stands behind one filter: nothing is out of sight. */
export function filterOf({candidate, standing, because, outside}: Candidate): Filter {
    if (standing === 'picked') return 'picked';
    if (outside !== '') return 'left';
    if (standing === 'passed_over')
        return because === 'no_reason' || because === 'below_line' ? 'below' : 'passed_over';
    return candidate.to_decide ? 'undecided' : 'below';
}

export type Act = 'pick' | 'pass_over' | 'undo' | 'close';
export const keyOf: Readonly<Record<Act, string>> = {pick: 'P', pass_over: 'N', undo: 'U', close: 'E'};

const permissions: Readonly<Record<Act, string>> = {
    pick: 'selection.pick',
    pass_over: 'selection.pass_over',
    undo: 'selection.undo',
    close: 'selection.close',
};

/** `now`: a day is closed when it is over. */
export function actsOf(
    row: SelectionRow,
    one: Candidate | undefined,
    ticked: number,
    now: number,
    may: (permission: string) => boolean,
): Act[] {
    if (row.stage !== 'open') return [];
    const decidable = one !== undefined && one.standing === 'open' && one.outside === '';
    const fits: Record<Act, boolean> = {
        pick: decidable,
        pass_over: decidable || ticked > 0,
        undo: one !== undefined && one.standing !== 'open',
        close: now >= Date.parse(row.over_at) && row.undecided === 0,
    };
    return (Object.keys(fits) as Act[]).filter((name) => fits[name] && may(permissions[name]));
}
