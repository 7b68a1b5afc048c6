// The texts of the base-control centre's desk.
import {wordOf, type Words} from '@/words';

export const centreTexts = {
    matters: ['一事多警', 'Matters'],
    none: [
        '没有一事多警。系统发现同一纠纷再次报警时，会出现在这里。',
        'No matter. When a dispute is reported again, it appears here by itself.',
    ],
    fresh: ['条新内容，立即重排', 'new, sort now'],
    suggested: ['待判定', 'To decide'],
    late: ['超时', 'Late'],
    confirmed: ['已确认', 'Confirmed'],
    rejected: ['已否定', 'Rejected'],
    col_matter: ['纠纷 · 规则', 'Dispute · rule'],
    col_reports: ['警情', 'Reports'],
    col_station: ['最近一起', 'Newest at'],
    col_next: ['判定时限', 'To decide by'],
    choose: [
        '选择一项。↑↓ 移动，回车打开，Y 确认，R 否定。',
        'Choose one: ↑↓, Enter opens, Y confirms, R rejects.',
    ],
    reports: ['{n} 起警情', '{n} reports'],
    decided: ['{at} 判定', 'decided at {at}'],
    instructed: ['已自动下发指令 {n} 件', '{n} instructions ordered by rule'],
    newest: ['最近一起', 'the newest'],
    compared: ['与 {id} 比较', 'compared with {id}'],
    weight: ['{n} 比特', '{n} bits'],
    weight_title: [
        '支持减去反对的证据，单位比特；每多一比特，可能性翻一倍',
        'what speaks for it less what speaks against, in bits: each doubles the odds',
    ],
    read: ['查看内容', 'Read'],
    read_hint: ['查看会记录', 'the look is recorded'],
    reading: ['正在读取…', 'Reading…'],
    tick: ['选择这起警情', 'choose this report'],
    do_confirm: ['确认同一事', 'One matter'],
    do_reject: ['否定', 'Reject'],
    do_undo: ['撤销判定', 'Take back'],
    do_take_out: ['移出所选', 'Take out'],
    do_split: ['拆分所选', 'Split off'],
    ticked_hint: [
        '选择一起可移出，选择两起以上可拆为另一事。',
        'One chosen can be taken out; two or more can be split off.',
    ],
    reason: ['理由', 'Reason'],
    send: ['确定', 'Do it'],
} as const satisfies Words;

export type CentreText = keyof typeof centreTexts;
export const c = (key: CentreText, values: Record<string, string | number> = {}): string =>
    wordOf(centreTexts, key, values);
