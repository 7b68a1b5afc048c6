// Words for the codes of calls.
import type {CallRow, Channel} from '@/api/types';
import type {Words} from '@/words';

export const channels = {
    phone: ['电话', 'phone'],
    text: ['短信', 'text'],
    web: ['网上', 'web'],
    walk_in: ['上门', 'walk-in'],
    group_message: ['群消息', 'group message'],
    agency: ['其他部门', 'agency'],
    officer: ['警员', 'officer'],
} as const satisfies Record<Channel, Words[string]>;

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

export const precisions = {
    crossing_estimated: ['路口为估算位置', 'crossing, estimated'],
    road: ['仅精确到道路', 'exact to the road only'],
    area: ['仅精确到区域', 'exact to the area only'],
} as const satisfies Words;

export const isUndecided = (row: CallRow): boolean => row.status !== 'decided';
