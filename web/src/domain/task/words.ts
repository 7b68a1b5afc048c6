// Words for what tasks are and do.
import type {TaskRow} from '@/api/types';
import type {Words} from '@/words';

export const stages = {
    none: ['—', '—'],
    proposed: ['待发布', 'proposed'],
    in_force: ['施行中', 'in force'],
    ended: ['已停止', 'ended'],
} as const satisfies Record<TaskRow['stage'], Words[string]>;

export const recurrences = {
    once: ['一次', 'once'],
    daily: ['每日', 'daily'],
    weekly: ['每周', 'weekly'],
    monthly: ['每月', 'monthly'],
    quarterly: ['每季', 'quarterly'],
    yearly: ['每年', 'yearly'],
    each_new_door: ['每新增一处', 'each new door'],
} as const satisfies Record<TaskRow['terms']['recurrence'], Words[string]>;

export const fieldKinds = {
    yes_no: ['是否', 'yes or no'],
    number: ['数字', 'number'],
    choice: ['选择', 'choice'],
    date: ['日期', 'date'],
    text: ['文字', 'text'],
} as const satisfies Words;
