// Every text of the board, in both languages, in one table: [中文, English]. A key that is not here is a
// mistake that tests/e2e/words_check.mjs finds. Words for codes of the rulebook and of refusals are in
// code_words.js.

import {sharedTexts} from '../shared/words.js';
import {oversightWords} from './oversight_words.js';

export const words = {
    ...sharedTexts,
    ...oversightWords,
    board: ['实时看板', 'live board'],
    skip_to_incidents: ['跳到警情列表', 'Skip to incidents'],

    // sign-in
    sign_in_title: ['登录', 'Sign in'],

    // one's own account
    account_title: ['我的登录', 'My sign-in'],
    account_back: ['返回看板', 'Back to the board'],
    account_required: [
        '本岗位要求第二验证方式。请设置动态口令或通行密钥，然后进入看板。',
        'This post asks for a second factor. Set up an authenticator or a passkey; then the board opens.',
    ],
    enrolment_code: ['登记码', 'Enrolment code'],
    enrolment_why: [
        '首次设置需要账号管理人员发放的登记码，仅可使用一次。',
        'The first time takes the code that whoever keeps accounts handed to you. It is good once.',
    ],
    factors_title: ['登录验证方式', 'What you sign in with'],
    totp: ['动态口令', 'Authenticator app'],
    totp_none: ['未设置。', 'None.'],
    totp_since: ['自 {day} 起启用。', 'In use since {day}.'],
    totp_add: ['添加动态口令', 'Add an authenticator'],
    totp_scan: ['用动态口令应用扫描，再输入它显示的六位数字。', 'Scan it with the app, then enter the six digits it shows.'],
    totp_picture: ['动态口令的二维码', 'QR code for the authenticator'],
    totp_typed: ['不能扫描时，在应用中手工输入密钥（仅显示一次）：', 'Or type the secret into the app (shown once):'],
    passkeys: ['通行密钥', 'Passkeys'],
    passkey: ['通行密钥', 'Passkey'],
    passkey_none: ['未设置。', 'None.'],
    passkey_add: ['添加通行密钥', 'Add a passkey'],
    recovery_codes: ['恢复码', 'Recovery codes'],
    recovery_left: ['还可使用 {n} 个。', '{n} left.'],
    recovery_renew: ['重新生成（旧码作废）', 'Make new ones (the old are void)'],
    recovery_keep: [
        '每个恢复码只能用一次。请现在抄下或打印，妥善保管；不会再次显示。',
        'Each is good once. Write them down or print them now and keep them safe; they are not shown again.',
    ],
    recovery_kept: ['已保存', 'I have kept them'],
    sessions_title: ['登录位置', 'Where you are signed in'],
    tries_title: ['最近的登录尝试', 'The last tries to sign in'],
    sign_in_done: ['已登录', 'Signed in'],
    unknown_device: ['未知设备', 'unknown device'],
    this_one: ['本次登录', 'this one'],
    end_session: ['结束', 'End'],
    remove: ['移除', 'Remove'],
    never: ['从未', 'never'],
    device: ['设备', 'Device'],
    proof: ['方式', 'With'],
    since: ['登录时间', 'Since'],
    last_seen: ['最近使用', 'Last seen'],
    last_used: ['最近使用', 'Last used'],
    made: ['创建时间', 'Made'],
    address: ['地址', 'Address'],
    at: ['时间', 'At'],
    outcome: ['结果', 'Outcome'],
    deed_column: ['操作', 'Action'],

    // header
    count_undispatched: ['待派', 'Waiting'],
    count_calls: ['待决报警', 'Calls'],
    count_open: ['在办', 'Open'],
    count_overdue: ['超时', 'Overdue'],
    count_free: ['空闲警力', 'Free'],
    next_due: ['下一到期', 'Next'],
    new_report: ['登记报警', 'New report'],

    // lists
    incidents: ['警情', 'Incidents'],
    owed: ['即将超时的事项', 'What breaks next'],
    new_rows: ['{n} 条新内容', '{n} new'],
    resort: ['立即重排', 'Sort now'],
    no_incidents: [
        '目前没有在办警情。新的报警会自动出现在这里；按 F2 登记报警。',
        'No open incidents. New ones appear here by themselves; F2 takes a report.',
    ],
    no_incidents_here: [
        '目前没有在办警情。新的警情会自动出现在这里。',
        'No open incidents. New ones appear here by themselves.',
    ],
    nothing_shared: [
        '目前没有共享给本岗位的警情。共享后会自动出现在这里。',
        'No incident is shared with this post. One that is appears here by itself.',
    ],
    no_units: ['没有符合筛选条件的警力。', 'No unit fits the filter.'],
    no_units_at_all: ['本辖区目前没有登记的警力。', 'No units are registered in your area.'],
    owed_all: ['全部', 'All'],
    owed_next: ['将到期 {n}', 'Next {n}'],
    owed_late: ['已超时 {n}', 'Late {n}'],
    owed_mine: ['本岗 {n}', 'Mine {n}'],
    owed_reports: ['待决报警 {n}', 'Reports {n}'],
    owed_filter: ['筛选事项', 'Filter what is owed'],
    no_reports: ['没有等待处理的报警。', 'No report waits for an outcome.'],
    not_this_post: ['本岗位无权进行这项操作：{what}', 'This post may not do that: {what}'],
    no_owed: ['没有即将到期的事项。', 'Nothing is about to break.'],
    filter_units: ['筛选警力', 'Filter units'],
    filter_hint: ['呼号、派出所、技能', 'call sign, station, skill'],
    on_duty: ['在岗', 'On duty'],
    free: ['空闲', 'Free'],
    busy: ['任务中', 'Busy'],
    everyone: ['全部', 'All'],
    off: ['不在岗', 'Off'],
    waited: ['已等', 'waited'],
    due_in: ['剩余', 'due in'],
    no_ringing: ['报警人要求：不要打电话', 'the caller asks: do not ring'],
    no_siren: ['报警人要求：不鸣警笛、不闪警灯', 'the caller asks: no siren, no lights'],
    contested: ['报警人说没有解决，重新处理', 'open again: the caller says it is not solved'],
    panic: ['紧急求助', 'panic'],

    // detail
    detail: ['警情详情', 'Incident'],
    close_panel: ['关闭', 'Close'],
    call: ['报警', 'call'],
    no_calls: ['没有关联的报警。', 'No calls belong to it.'],
    caller: ['回拨号码', 'Call back'],
    dispatched_units: ['已派警力', 'Units on it'],
    shared_with: ['共享给', 'Shared with'],
    shared_with_nobody: ['未共享。', 'Shared with nobody.'],
    share_until: ['至 {time}', 'until {time}'],
    share_follows: ['随派警 {assignment}', 'as long as {assignment} lasts'],
    raised_short: ['{priority} 升级', '{priority}, raised'],
    lowered_short: ['{priority} 降级', '{priority}, lowered'],
    no_dispatched: ['尚未派警。', 'No unit has been sent.'],
    beat: ['警务区', 'Beat'],
    where: ['辖区', 'Area'],
    opened_at: ['受理时间', 'Opened'],
    actions: ['操作', 'Actions'],

    // recommendation
    advice: ['推荐警力', 'Recommended units'],
    dispatch: ['派警', 'Dispatch'],
    dispatch_all: ['派出首选', 'Dispatch first choice'],
    first_choice: ['首选', 'first choice'],
    alternative: ['备选', 'alternative'],
    arrives_in: ['预计 {time} 到达', 'there in {time}'],
    travel_of: ['路程 {time}', 'travel {time}'],
    why_not_nearer: ['为什么不派更近的', 'Why not the nearer one'],
    price: ['派出后的代价', 'What it uncovers'],
    price_none: ['派出后各快反圈仍满足要求。', 'All rings stay covered.'],
    price_gap: [
        '{ring} {within} 分钟圈：{points} 个点位失去覆盖',
        '{ring}, {within}-minute ring: {points} points uncovered',
    ],
    price_again: ['约 {time} 后由 {unit} 补上', 'covered again by {unit} in about {time}'],
    price_never: ['无后备可补', 'nobody in reserve can cover it'],
    advice_age: ['{time} 计算', 'as of {time}'],
    refresh: ['重新计算', 'Compute again'],
    is_suggestion: ['仅供参考，由您决定', 'a suggestion: you decide'],
    gap_ring_unnamed: ['快反圈', 'ring'],

    // command line
    command_hint: [
        '按 / 输入命令。例：派 3 江汉-21  ·  ? 查看全部命令',
        'Press / to type. E.g. d 3 jh-21  ·  ? lists all commands',
    ],
    command_hint_short: ['按 / 输入命令  ·  ? 查看全部命令', 'Press / to type  ·  ? lists all commands'],
    sending: ['正在发送…', 'Sending…'],
    sent_ok: ['✓ {what}', '✓ {what}'],
    refused: ['✗ {why}', '✗ {why}'],
    remedy: ['怎么办：{what}', 'What helps: {what}'],
    override_line: ['如确需派出：{line}', 'To send it all the same: {line}'],
    single_keys: ['用 / 和 ? 单键', 'Single keys / and ?'],
    help_title: ['命令', 'Commands'],

    // grammar
    many_incidents: ['“{word}”对应多个警情：{list}', '“{word}” fits several incidents: {list}'],
    need_reason: ['请写理由。', 'A reason is needed.'],
    need_post: ['请写岗位名称或编号。', 'Name a post, or its id.'],
    no_such_post: ['没有岗位“{word}”。', 'There is no post “{word}”.'],
    many_posts: ['“{word}”对应多个岗位：{list}', '“{word}” fits several posts: {list}'],
    not_shared: ['这起警情没有共享给任何岗位。', 'This incident is shared with nobody.'],

    // report form
    report: ['登记报警', 'New report'],
    report_channel: ['来源', 'Channel'],
    report_text: ['报警内容', 'What is reported'],
    report_text_hint: [
        '报警人说了什么；输入时自动给出类别与相似警情',
        'in the caller’s words; class and similar incidents appear as you type',
    ],
    report_place: ['地点', 'Place'],
    report_place_hint: ['地址、地名、路口或地标', 'address, place name, crossing or landmark'],
    report_text_place: ['报警人所说', 'As the caller said'],
    report_callback: ['回拨号码', 'Call-back number'],
    report_silent: ['静默报警/受胁迫', 'Silent call / under duress'],
    place_more: ['还有 {n} 个，请补充区名或路名。', '{n} more: add a district or a road.'],
    place_ask: ['有 {n} 个可能的地点，请向报警人核实后选择：', '{n} places fit. Ask the caller and choose:'],
    classes: ['类别建议', 'Proposed class'],
    other_class: ['全部类别…', 'All classes…'],
    answer_yes: ['是', 'yes'],
    answer_no: ['否', 'no'],
    outcome_reason: ['理由', 'Reason'],
    clear_form: ['清空', 'Clear'],
    draft_kept: ['草稿已保存在本机', 'Draft kept on this desk'],
    draft_restored: ['已恢复上次未发送的内容。', 'What was typed before and not sent is back.'],
    need_report_text: ['请先输入报警内容。', 'Write what is reported first.'],
    report_unknown: [
        '没有收到答复，可能已登记。再按一次用同一编号重发，不会重复。',
        'No answer: it may have been taken. Send again under the same key; it cannot be taken twice.',
    ],
    report_opened: ['已立警情 {what}', 'Incident opened: {what}'],
    call_taken: ['已接手这个报警', 'This call is yours now'],
    finish_first: ['请先处理完表单中的报警。', 'Finish the report in the form first.'],
    report_joined: ['已并入警情 {what}', 'Joined to {what}'],
    report_join_undone: [
        '已撤销并入，报警仍在，请重新决定。',
        'Join undone. The call is kept; decide again.',
    ],
    report_done: ['报警已登记：{what}', 'Report taken: {what}'],

    // failures
};

let language = 'zh';
let listeners = [];

export function currentLanguage() {
    return language;
}

export function setLanguage(wanted) {
    language = wanted === 'en' ? 'en' : 'zh';
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    keep('anlan.language', language);
    for (const listener of listeners) listener();
}

export function onLanguage(listener) {
    listeners.push(listener);
    return () => {
        listeners = listeners.filter((other) => other !== listener);
    };
}

/** @param {keyof typeof words} key */
export function t(key, values = {}) {
    const pair = words[key];
    if (!pair) return key;
    const text = pair[language === 'zh' ? 0 : 1];
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** The fitting one of {zh, en}, as rulebook entries carry them. */
export function pick(entry, fallback = '') {
    return (language === 'zh' ? entry?.zh || entry?.en : entry?.en || entry?.zh) || fallback;
}

/** A text about a person; once its record's key is destroyed the server says only that it was erased. */
export function said(text) {
    return text?.erased ? `⌫ ${t('erased')}` : (text ?? '');
}

/** What this desk remembers; private windows may refuse. */
export function remembered(key) {
    try {
        return localStorage.getItem(key);
    } catch {
        return null;
    }
}

export function keep(key, value) {
    try {
        localStorage.setItem(key, value);
    } catch {
        // The choice then lasts until the page is left.
    }
}
