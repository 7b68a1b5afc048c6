// The texts of the watch officer's desk.
import {wordOf, type Words} from '@/words';

export const watchTexts = {
    alarms: ['告警', 'Alarms'],
    none: ['没有告警。新告警会自动出现在这里。', 'No alarm. New ones appear here by themselves.'],
    budget: ['{minutes} 分钟内新提示', 'new lines in {minutes} min'],
    fresh: ['条新告警，立即重排', 'new, sort now'],
    waiting: ['另有 {lines} 组 {n} 条暂未提示', '{lines} more groups, {n} alarms, held back'],
    waiting_none: ['没有暂未提示的告警', 'nothing is held back'],
    open_waiting: ['展开', 'Open'],
    fold_waiting: ['收起', 'Fold'],
    held_back: ['未提示', 'held back'],
    cut: ['时限过多，只读到最早的 {n} 项', 'too much is owed: only the first {n} are read'],
    col_count: ['条数', 'Count'],
    col_alarm: ['告警 · 地区', 'Alarm · area'],
    col_told: ['督办', 'Raised to'],
    col_since: ['最久', 'Longest'],
    choose: ['选择一行。j/k 移动，回车打开，s 搁置。', 'Choose a line: j/k, Enter opens, s shelves.'],
    gone: ['这一行的告警都已解除。', 'Everything of this line is over.'],
    of_line: ['{what} · {where} · {n} 条', '{what} · {where} · {n}'],
    owner: ['责任 {who}', 'owed by {who}'],
    told: ['已督办 {who}', 'raised to {who}'],
    told_none: ['未督办', 'not raised yet'],
    next_rung: ['{at} 再报 {who}', 'then {who} at {at}'],
    last_rung: ['已到督办链末级', 'the last rung is told'],
    ring: ['{n} 分钟圈 · 覆盖 {covered}/{points} 点', '{n} min ring · {covered}/{points} points covered'],
    do_shelve: ['搁置', 'Shelve'],
    do_unshelve: ['恢复', 'Resume'],
    not_shelved: ['此类告警不能搁置', 'cannot be shelved'],
    shelve_hint: [
        '只在本岗收起，时限照走、照常督办；到时自动恢复，全程入日志。',
        'Aside at this post only: clocks and ladders go on. It is back by itself, and all is in the log.',
    ],
    reason: ['理由', 'Reason'],
    minutes: ['分钟（最长 {n}）', 'Minutes (at most {n})'],
    shelved: ['已搁置', 'Shelved'],
    shelved_none: ['没有搁置的告警。', 'Nothing is shelved.'],
    until: ['{span} 后恢复', 'back in {span}'],
    by: ['{who}：{reason}', '{who}: {reason}'],
    count: ['{n} 条', '{n}'],
    next: ['下一个到期', 'What breaks next'],
    next_none: ['没有待办时限。', 'Nothing is owed.'],
    ladder: ['督办中', 'Raised'],
    ladder_none: ['没有上报督办的事项。', 'Nothing was raised.'],
    rung: ['{n} 级', 'rung {n}'],
    load: ['警力负荷', 'Units’ load'],
    load_none: ['没有在岗警力。', 'No unit is on duty.'],
    free: ['空闲', 'free'],
    busy: ['出警', 'busy'],
    out: ['停用', 'out'],
    rings_missing: ['圈层数据暂缺', 'no figures of the rings'],
    rules_missing: ['告警规则暂缺，正在重读', 'no alarm rules: asking again'],
    help: ['按键', 'Keys'],
    help_about: [
        '告警是必须有人处置的事：超时、紧急求助、快反圈过薄。同类同地的合为一行；每人十分钟内最多新提示十行（限额在规则手册 alarm.toml），其余进“暂未提示”，随时可展开，一条不少。紧急求助从不合并、不限额、不搁置。',
        'An alarm is what somebody must act on: a missed limit, an officer in danger, a ring too ' +
            'thin. One kind in one area is one line. A person is newly shown ten lines in ten minutes' +
            ' (alarm.toml); the rest is held back in one line that opens at any time, and nothing is ' +
            'lost. An officer in danger is never grouped, held back or shelved.',
    ],
    key_move: ['上下移动', 'move'],
    key_open: ['打开', 'open'],
    key_shelve: ['搁置这一行', 'shelve this line'],
    key_waiting: ['展开或收起暂未提示的', 'open or fold what is held back'],
    key_help: ['本帮助', 'this help'],
    key_escape: ['关闭；回到列表', 'close; back to the list'],
} as const satisfies Words;

export type WatchText = keyof typeof watchTexts;
export const v = (key: WatchText, values: Record<string, string | number> = {}): string =>
    wordOf(watchTexts, key, values);
