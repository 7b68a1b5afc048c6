// Words for the codes of calls.
import * as codes from '@shared/codes.js';

import type {CallRow, Channel} from '@/api/types';
import type {Words} from '@/words';

export const channels = codes.channels satisfies Record<Channel, Words[string]>;

export const statuses = {
    none: ['未接', 'not taken'],
    waiting: ['待接', 'waiting'],
    in_progress: ['处理中', 'in progress'],
    decided: ['已定', 'settled'],
} as const satisfies Record<CallRow['status'], Words[string]>;

export const outcomes = {
    opened: ['已立警情', 'opened'],
    joined: ['已并入', 'joined'],
    voided: ['无效', 'void'],
    transferred: ['已移交', 'transferred'],
    answered: ['已答复', 'answered'],
} as const satisfies Record<NonNullable<CallRow['outcome']>, Words[string]>;

export const precisions = codes.precisions satisfies Words;

export const isUndecided = (row: CallRow): boolean => row.status !== 'decided';
