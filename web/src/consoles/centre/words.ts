// The texts of the base-control centre's desk.
import {wordOf, type Words} from '@/words';

export const centreTexts = {
    tabs: ['基础管控工作', 'The centre’s work'],
    selection: ['今日筛选', 'Daily selection'],
    matters: ['一事多警', 'Matters'],
    none: [
        '没有一事多警。系统发现同一纠纷再次报警时，会出现在这里。',
        'No matter. When a dispute is reported again, it appears here by itself.',
    ],
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
} as const satisfies Words;

export const selectionTexts = {
    day: ['日期', 'Day'],
    none: [
        '还没有名单。当天第一起非刑事警情受理后，会自动列在这里。',
        'No list yet. The first incident of a day that is no crime opens it by itself.',
    ],
    nothing_here: ['这里没有警情。', 'Nothing here.'],
    all_decided: ['候选都已处理。', 'Every candidate is decided.'],
    picked_of: ['已选 {n} / {min}–{max}', '{n} of {min}–{max} picked'],
    too_few: ['少于目标', 'fewer than the target'],
    too_many: ['多于目标', 'more than the target'],
    listed: ['当日 {n} 起非刑事警情，逐起看过', '{n} incidents of the day, all looked at'],
    undecided: ['待定', 'To decide'],
    picked: ['已选', 'Picked'],
    passed_over: ['不选', 'Passed over'],
    below: ['线下', 'Below the line'],
    left: ['已离开', 'Left'],
    col_points: ['分', 'Points'],
    col_why: ['类别 · 理由', 'Class · reasons'],
    col_station: ['派出所', 'Station'],
    col_age: ['受理', 'Opened'],
    tick: ['选择这起警情', 'choose this incident'],
    choose: [
        '选择一起。↑↓ 移动，回车打开，空格多选，P 选定，N 不选，U 撤销，E 结束当日。',
        'Choose one: ↑↓, Enter opens, Space chooses several, P picks, N passes over, U undoes, E ends it.',
    ],
    points: ['{n} 分', '{n} points'],
    line: ['线：{n} 分', 'line: {n} points'],
    no_reason: ['规则未发现理由。', 'The rules find no reason.'],
    orders: ['下发', 'Orders'],
    by_rule: ['按规则：{what}', 'by rule: {what}'],
    ordered: ['已下发指令：{what}', 'instruction ordered: {what}'],
    decided: ['{at} 决定', 'decided at {at}'],
    closed: ['{at} 结束：选定 {picked}，不选 {passed}', 'closed at {at}: {picked} picked, {passed} passed over'],
    lapsed: ['{at} 失效：{n} 起无人决定', 'lapsed at {at}: {n} undecided'],
    instructed: ['已有指令在办', 'an instruction is out already'],
    no_station: ['尚无派出所，先更正地点才能下发。', 'No station is known: correct its place first.'],
    not_over: ['当日 24 时后可结束', 'can be closed when the day is over'],
    still_open: ['还有 {n} 起待定', '{n} are undecided'],
    read: ['查看内容', 'Read'],
    read_hint: ['查看会记录', 'the look is recorded'],
    reading: ['正在读取…', 'Reading…'],
    reading_day: ['正在读取名单…', 'Reading the list…'],
    ticked: ['勾选 {n} 起', '{n} chosen'],
    do_pick: ['选定并下发', 'Pick'],
    do_pass_over: ['不选', 'Pass over'],
    do_undo: ['撤销决定', 'Take back'],
    do_close: ['结束当日', 'Close the day'],
} as const satisfies Words;

export type SelectionText = keyof typeof selectionTexts;
export const s = (key: SelectionText, values: Record<string, string | number> = {}): string =>
    wordOf(selectionTexts, key, values);

export type CentreText = keyof typeof centreTexts;
export const c = (key: CentreText, values: Record<string, string | number> = {}): string =>
    wordOf(centreTexts, key, values);
