// Words for the codes of the daily selection; those of reasons and evidence are the rulebook's.
import type {SelectionRow} from '@/api/types';
import {wordOf, type Words} from '@/words';
import type {Candidate} from './store';

export const stages = {
    none: ['无', 'none'],
    open: ['筛选中', 'open'],
    closed: ['已结束', 'closed'],
    lapsed: ['逾期失效', 'lapsed'],
} as const satisfies Record<SelectionRow['stage'], Words[string]>;

export const standings = {
    open: ['未定', 'undecided'],
    picked: ['已选定', 'picked'],
    passed_over: ['不选', 'passed over'],
} as const satisfies Record<Candidate['standing'], Words[string]>;

/** Why one left the list. */
export const outside = {
    merged: ['并入另一警情', 'merged into another'],
    cancelled: ['警情已取消', 'cancelled'],
    criminal: ['转为刑事', 'a crime now'],
    moved: ['转至另一分局', 'moved to another district'],
} as const satisfies Words;

/** Passed over as a whole, when the day was closed. */
const asAWhole = {
    no_reason: ['规则未发现理由', 'no reason by the rules'],
    below_line: ['理由不足', 'below the line'],
} as const satisfies Words;

/** Why it was not picked, in words; `named` are the rulebook's. */
export const becauseText = (code: string, named: (code: string) => string): string =>
    code === 'no_reason' || code === 'below_line' ? wordOf(asAWhole, code) : named(code);
