// The texts of the desk of the task catalogue.
import {civil} from '@/api/clock';
import {wordOf, type Words} from '@/words';

export const taskTexts = {
    tasks: ['基础工作清单', 'Tasks'],
    none: ['此处没有工作。', 'No task here.'],
    draft: ['待发布', 'To decide'],
    in_force: ['施行中', 'In force'],
    ended: ['已停止', 'Ended'],
    col_task: ['工作 · 牵头部门', 'Task · department'],
    col_often: ['频次', 'How often'],
    col_burden: ['每年负担', 'A year'],
    col_until: ['到期', 'Until'],
    hours: ['{n} 小时', '{n} h'],
    minutes: ['{n} 分钟', '{n} min'],
    ledger: ['各部门每年占用的时间', 'What each department takes a year'],
    ledger_hint: ['施行中的工作：每次用时 × 每年次数 × 承办辖区和地点数。', 'Of what is in force: minutes × times a year × areas and doors.'],
    ledger_sum: ['合计', 'Together'],
    ledger_none: ['没有施行中的工作。', 'No task is in force.'],
    items: ['{n} 项', '{n}'],
    example: ['示例', 'example'],
    basis: ['依据', 'Basis'],
    measures: ['措施', 'Measures'],
    standard: ['标准', 'Standard'],
    asks: ['填报内容', 'What is asked'],
    each: ['{often}，每次 {n} 分钟，{deadline}完成，由{carrier}承办', '{often}, {n} minutes each, {deadline}, by {carrier}'],
    addressees: ['{n} 处承办', 'done in {n} places'],
    at_kinds: ['每新增：{kinds}', 'at each new: {kinds}'],
    burden: ['每年 {n} 分钟（约 {h} 小时）', '{n} minutes a year (about {h} h)'],
    amended: ['修改待发布：每年 {n} 分钟', 'an amendment waits: {n} minutes a year'],
    next_round: ['下一轮 {at}，已下发 {n} 轮', 'next round {at}, {n} so far'],
    until: ['{at} 自动停止', 'ends by itself on {at}'],
    over: ['{at} 停止 {why}', 'ended {at} {why}'],
    when: ['当“{field}”为 {value} 时', 'if “{field}” is {value}'],
    optional: ['选填', 'if any'],
    do_publish: ['确认每年 {n} 分钟，发布', 'Seen: {n} minutes a year. Publish'],
    do_refuse: ['不予发布', 'Refuse'],
    do_retire: ['停止', 'Retire'],
    do_renew: ['续期一年', 'Renew for a year'],
    do_propose: ['提出新工作', 'Propose a task'],
    publish: ['发布', 'Publish'],
    twin: ['打开相同的工作 {id}', 'Open its twin {id}'],
    reason: ['理由', 'Reason'],
    send: ['确定', 'Do it'],
    department: ['牵头部门', 'Lead department'],
    title: ['名称', 'Title'],
    each_minutes: ['每次用时（分钟）', 'Minutes each time'],
    deadline: ['时限', 'Deadline'],
    recurrence: ['频次', 'How often'],
    carrier: ['承办岗位', 'Whose work'],
    sunset: ['到期日', 'Ends on'],
    areas: ['承办辖区（可多选）', 'Areas (several)'],
    kinds: ['地点类别（可多选）', 'Kinds of doors (several)'],
    known_field: ['添加已有栏目（答题卡上合并为一问）', 'Add a question that others ask (asked once on a card)'],
    new_field: ['添加新栏目', 'Add a new question'],
    field_id: ['代码 a-z_', 'code a-z_'],
    field_words: ['问什么', 'the question'],
    remove: ['移除', 'Remove'],
    costs: ['发布后每年 {n} 分钟（约 {h} 小时）', 'Once published: {n} minutes a year (about {h} h)'],
    no_persons: ['任何工作都不得采集居民的姓名、证件、电话、民族、宗教等信息。', 'No task asks for a resident’s name, papers, telephone, ethnicity or religion.'],
    choose: ['选择一项查看；左侧可按状态筛选。', 'Choose one; filter on the left.'],
} as const satisfies Words;

export type TaskText = keyof typeof taskTexts;
export const k = (key: TaskText, values: Record<string, string | number> = {}): string =>
    wordOf(taskTexts, key, values);
/** With its year, by the clocks of the city: a sunset lies far off. */
export const dayOf = (at: string): string => {
    const [monthAndDay = ''] = civil(at, 'with_date').split(' ');
    const year = new Date(at).getUTCFullYear();
    // At the turn of a year the city is a day ahead.
    return `${monthAndDay === '01-01' && at.slice(5, 7) === '12' ? year + 1 : year}-${monthAndDay}`;
};
export const hoursOf = (minutes: number): number => Math.round(minutes / 6) / 10;
