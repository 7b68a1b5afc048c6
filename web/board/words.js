// Every text of the board, in both languages, in one table: [中文, English]. A key that is not here is a
// mistake that tests/e2e/words_check.mjs finds. Words for codes of the rulebook and of refusals are in
// code_words.js.

import {oversightWords} from './oversight_words.js';

export const words = {
    ...oversightWords,
    product: ['安澜', 'Anlan'],
    board: ['实时看板', 'live board'],
    skip_to_incidents: ['跳到警情列表', 'Skip to incidents'],

    // sign-in
    sign_in_title: ['登录', 'Sign in'],
    login: ['账号', 'Account'],
    password: ['密码', 'Password'],
    post: ['岗位', 'Post'],
    choose_post: [
        '您有多个岗位，请选择本班所在的岗位。',
        'You hold several posts. Choose the one of this shift.',
    ],
    sign_in: ['登录', 'Sign in'],
    signing_in: ['正在登录…', 'Signing in…'],
    sign_out: ['退出', 'Sign out'],
    signed_out: [
        '登录已失效，请重新登录。已输入的内容仍保存在本机。',
        'You are signed out. Sign in again; what you typed is kept on this desk.',
    ],
    login_needed: ['请输入账号和密码。', 'Enter account and password.'],
    code: ['验证码', 'Code'],
    code_hint: [
        '动态口令应用中的六位数字，或一个恢复码。',
        'Six digits of your authenticator app, or a recovery code.',
    ],
    code_needed: ['请输入验证码。', 'Enter a code.'],
    use_passkey: ['使用通行密钥登录', 'Sign in with a passkey'],
    sign_on: ['统一登录', 'Sign in with the city sign-on'],
    sign_on_failed: ['统一登录未成功（{code}）。', 'The city sign-on did not succeed ({code}).'],
    passkey_only: [
        '本账号用通行密钥验证，请使用下方的通行密钥登录。',
        'This account is verified by a passkey: use the button below.',
    ],
    passkey_not_used: ['没有使用通行密钥。', 'No passkey was used.'],

    // one's own account
    account_title: ['我的登录', 'My sign-in'],
    account_back: ['返回看板', 'Back to the board'],
    account_required: [
        '本岗位要求第二验证方式。请设置动态口令或通行密钥，然后进入看板。',
        'This post asks for a second factor. Set up an authenticator or a passkey; then the board opens.',
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
    passkey_not_here: [
        '此浏览器或地址不支持通行密钥：须用主机名打开本页。',
        'No passkeys in this browser or at this address: open the page by the name of its host.',
    ],
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
    live: ['实时', 'Live'],
    age_s: ['{s} 秒前', '{s} s ago'],
    connecting: ['正在连接…', 'Connecting…'],
    line_down: ['已断线', 'Line down'],
    stale: [
        '数据可能已过时：{s} 秒没有收到服务器消息。请先口头核实再派警。',
        'Data may be out of date: nothing heard from the server for {s} s. Confirm by voice first.',
    ],
    down: [
        '与服务器的连接已断开 {s} 秒，正在重连。数据可能已过时；已输入的内容不会丢失。',
        'No connection for {s} s, trying again. Data may be out of date; nothing you typed is lost.',
    ],
    back: [
        '连接已恢复：断线 {s} 秒，补收 {n} 条变更。',
        'Connected again after {s} s; {n} changes caught up.',
    ],
    reloaded: [
        '服务器要求重新载入，列表已全部更新。',
        'The server asked for a fresh start; all lists were loaded anew.',
    ],
    server_clock: ['服务器时间', 'Server time'],
    alarms: ['10分钟告警', 'Alarms'],
    alarms_flood: ['告警过多', 'Alarm flood'],
    alarms_title: [
        '近十分钟本席告警数 / 上限；告警＝新的一级警情、超时、紧急求助',
        'Alarms at this desk in ten minutes / limit. An alarm is a new P1, a broken limit or a panic call',
    ],
    count_undispatched: ['待派', 'Waiting'],
    count_calls: ['待决报警', 'Calls'],
    count_open: ['在办', 'Open'],
    count_overdue: ['超时', 'Overdue'],
    count_free: ['空闲警力', 'Free'],
    next_due: ['下一到期', 'Next'],
    new_report: ['登记报警', 'New report'],
    night: ['夜间', 'Night'],
    sound: ['声音', 'Sound'],
    language: ['English', '中文'],
    language_label: ['Switch to English', '切换到中文'],

    // lists
    incidents: ['警情', 'Incidents'],
    units: ['警力', 'Units'],
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
    loading: ['正在载入…', 'Loading…'],
    load_failed: ['载入失败：{why}', 'Could not load: {why}'],
    filter_units: ['筛选警力', 'Filter units'],
    filter_hint: ['呼号、派出所、技能', 'call sign, station, skill'],
    on_duty: ['在岗', 'On duty'],
    free: ['空闲', 'Free'],
    busy: ['任务中', 'Busy'],
    everyone: ['全部', 'All'],
    off: ['不在岗', 'Off'],
    col_unit: ['呼号', 'Call sign'],
    col_status: ['状态', 'Status'],
    col_for: ['已持续', 'For'],
    col_incident: ['警情', 'Incident'],
    col_station: ['单位', 'Station'],
    waited: ['已等', 'waited'],
    elapsed: ['已历时', 'open for'],
    late_by: ['超时', 'late'],
    due_in: ['剩余', 'due in'],
    no_limit: ['无待办时限', 'no open limit'],
    calls_n: ['{n} 个报警', '{n} calls'],
    silent: ['静默/胁迫', 'silent/duress'],
    no_ringing: ['报警人要求：不要打电话', 'the caller asks: do not ring'],
    no_siren: ['报警人要求：不鸣警笛、不闪警灯', 'the caller asks: no siren, no lights'],
    contested: ['报警人说没有解决，重新处理', 'open again: the caller says it is not solved'],
    unplaced: ['地点待核', 'place not known'],
    unclassified: ['类别待定', 'not classified'],
    panic: ['紧急求助', 'panic'],
    gone: ['已结束', 'ended'],
    erased: ['已到期清除', 'erased, its time is over'],
    number: ['本席号', 'Desk number'],

    // detail
    detail: ['警情详情', 'Incident'],
    close_panel: ['关闭', 'Close'],
    clocks: ['时限', 'Clocks'],
    calls: ['报警记录', 'Calls'],
    call: ['报警', 'call'],
    calls_hidden: ['报警人信息未与本岗位共享。', 'Who called is not shared with this post.'],
    no_calls: ['没有关联的报警。', 'No calls belong to it.'],
    caller: ['回拨号码', 'Call back'],
    dispatched_units: ['已派警力', 'Units on it'],
    waits_for_it: ['等待恢复', 'waits for it'],
    shared_with: ['共享给', 'Shared with'],
    shared_with_nobody: ['未共享。', 'Shared with nobody.'],
    share_until: ['至 {time}', 'until {time}'],
    share_follows: ['随派警 {assignment}', 'as long as {assignment} lasts'],
    raised_to: ['级别升为 {priority}', 'priority raised to {priority}'],
    lowered_to: ['级别降为 {priority}', 'priority lowered to {priority}'],
    raised_short: ['{priority} 升级', '{priority}, raised'],
    lowered_short: ['{priority} 降级', '{priority}, lowered'],
    class_changed: ['类别已更正', 'class changed'],
    place_changed: ['地点已更正', 'place changed'],
    no_dispatched: ['尚未派警。', 'No unit has been sent.'],
    timeline: ['经过', 'Timeline'],
    point: ['坐标', 'Map point'],
    no_point: ['没有坐标', 'no map point'],
    beat: ['警务区', 'Beat'],
    where: ['辖区', 'Area'],
    opened_at: ['受理时间', 'Opened'],
    level: ['响应级别', 'Level'],
    actions: ['操作', 'Actions'],
    same_as: ['等同命令：{line}', 'Same as typing: {line}'],

    // recommendation
    advice: ['推荐警力', 'Recommended units'],
    advice_enough: ['预案要求的警力已派足，或该类警情无需派警。', 'All that the plan asks for is on it, or nobody is to be sent.'],
    advice_none: [
        '没有可以推荐的警力。请扩大范围或请上级支援。',
        'No unit can be recommended. Widen the area or ask the level above.',
    ],
    any_unit: ['任何警力', 'any unit'],
    dispatch: ['派警', 'Dispatch'],
    dispatch_all: ['派出首选', 'Dispatch first choice'],
    first_choice: ['首选', 'first choice'],
    alternative: ['备选', 'alternative'],
    arrives_in: ['预计 {time} 到达', 'there in {time}'],
    travel_of: ['路程 {time}', 'travel {time}'],
    why_not_nearer: ['为什么不派更近的', 'Why not the nearer one'],
    shortfall: ['还缺 {n} 个：{name}', 'Still short of {n}: {name}'],
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
    command: ['命令', 'Command'],
    command_hint: [
        '按 / 输入命令。例：派 3 江汉-21  ·  ? 查看全部命令',
        'Press / to type. E.g. d 3 jh-21  ·  ? lists all commands',
    ],
    command_hint_short: ['按 / 输入命令  ·  ? 查看全部命令', 'Press / to type  ·  ? lists all commands'],
    command_log: ['命令记录', 'Command log'],
    undo: ['撤销', 'Undo'],
    undone: ['已撤销：{what}', 'Undone: {what}'],
    nothing_to_undo: ['没有可撤销的操作。', 'Nothing to undo.'],
    sending: ['正在发送…', 'Sending…'],
    sent_ok: ['✓ {what}', '✓ {what}'],
    again_to_confirm: ['再按一次回车确认：{what}', 'Press Enter once more to confirm: {what}'],
    press_enter: ['回车：{what}', 'Enter: {what}'],
    unsure: [
        '没有收到服务器答复，可能已执行。按回车用同一编号重发，不会重复执行。',
        'No answer: it may have happened. Enter sends it again under the same key; it cannot happen twice.',
    ],
    refused: ['✗ {why}', '✗ {why}'],
    remedy: ['怎么办：{what}', 'What helps: {what}'],
    override_line: ['如确需派出：{line}', 'To send it all the same: {line}'],
    log_empty: ['命令的结果会显示在这里。', 'Results of commands appear here.'],
    single_keys: ['用 / 和 ? 单键', 'Single keys / and ?'],
    help_title: ['命令', 'Commands'],

    // grammar
    unknown_verb: ['不认识“{word}”。? 查看全部命令。', '“{word}” is no command. ? lists all.'],
    need_incident: [
        '请写警情号（列表左侧的数字）。',
        'Name the incident: the number at the left of the list.',
    ],
    no_such_incident: ['没有在办警情“{word}”。', 'There is no open incident “{word}”.'],
    many_incidents: ['“{word}”对应多个警情：{list}', '“{word}” fits several incidents: {list}'],
    need_unit: ['请写警力呼号。', 'Name a unit by its call sign.'],
    no_such_unit: ['没有警力“{word}”。', 'There is no unit “{word}”.'],
    many_units: ['“{word}”对应多个警力：{list}', '“{word}” fits several units: {list}'],
    need_text: ['请写内容。', 'Say something after it.'],
    need_reason: ['请写理由。', 'A reason is needed.'],
    need_code: ['请写处置结果：{list}', 'Name the disposition: {list}'],
    need_post: ['请写岗位名称或编号。', 'Name a post, or its id.'],
    no_such_post: ['没有岗位“{word}”。', 'There is no post “{word}”.'],
    many_posts: ['“{word}”对应多个岗位：{list}', '“{word}” fits several posts: {list}'],
    not_shared: ['这起警情没有共享给任何岗位。', 'This incident is shared with nobody.'],
    need_priority: ['请写级别 1–4。', 'Name a priority, 1 to 4.'],

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
    place_searching: ['正在核对地点…', 'Looking the place up…'],
    place_more: ['还有 {n} 个，请补充区名或路名。', '{n} more: add a district or a road.'],
    place_none: [
        '地名库中没有找到。可保留原文继续，受理后再核定。',
        'Not in the register. You may go on with the words as they are.',
    ],
    place_ask: ['有 {n} 个可能的地点，请向报警人核实后选择：', '{n} places fit. Ask the caller and choose:'],
    place_chosen: ['已确定', 'Settled'],
    place_unsettled: ['地点有多个可能，尚未选择。', 'Several places fit and none is chosen.'],
    ribbon: ['可能是同一件事', 'May be the same event'],
    ribbon_none: ['暂无相似的在办警情。', 'No similar open incident.'],
    ribbon_wait: ['输入内容后自动比对在办警情。', 'Compared with open incidents as you type.'],
    ribbon_join: ['并入', 'Join'],
    ribbon_words: ['相同词语：{list}', 'same words: {list}'],
    metres_away: ['相距 {m} 米', '{m} m away'],
    km_away: ['相距 {km} 公里', '{km} km away'],
    ago: ['{time} 前', '{time} ago'],
    same_callback: ['同一号码', 'same number'],
    classes: ['类别建议', 'Proposed class'],
    classes_wait: ['输入内容后给出建议；由您确定。', 'Proposed as you type; you decide.'],
    classes_none: ['没有可建议的类别，请从全部类别中选择。', 'Nothing to propose: choose from all classes.'],
    because_of: ['依据：{list}', 'because of: {list}'],
    other_class: ['全部类别…', 'All classes…'],
    questions: ['要问的问题', 'What to ask'],
    questions_wait: ['确定类别后显示要问的问题。', 'Shown once the class is settled.'],
    questions_none: ['该类别没有固定问题。', 'No set questions for this class.'],
    answer_yes: ['是', 'yes'],
    answer_no: ['否', 'no'],
    not_asked: ['未问', 'not asked'],
    outcomes: ['这个报警怎么办', 'What becomes of it'],
    outcome_open: ['立为警情', 'Open incident'],
    outcome_void: ['无效报警', 'Void'],
    outcome_transfer: ['移交', 'Transfer'],
    outcome_enquiry: ['咨询', 'Enquiry'],
    outcome_reason: ['理由', 'Reason'],
    outcome_agency: ['移交给', 'Transfer to'],
    outcome_answer: ['答复内容', 'What was answered'],
    confirm: ['确定', 'Confirm'],
    cancel: ['取消', 'Cancel'],
    clear_form: ['清空', 'Clear'],
    draft_kept: ['草稿已保存在本机', 'Draft kept on this desk'],
    draft_restored: ['已恢复上次未发送的内容。', 'What was typed before and not sent is back.'],
    need_report_text: ['请先输入报警内容。', 'Write what is reported first.'],
    need_class: ['请先确定类别。', 'Settle the class first.'],
    report_unknown: [
        '没有收到答复，可能已登记。再按一次用同一编号重发，不会重复。',
        'No answer: it may have been taken. Send again under the same key; it cannot be taken twice.',
    ],
    report_opened: ['已立警情 {what}', 'Incident opened: {what}'],
    call_taken: ['已接手这个报警', 'This call is yours now'],
    finish_first: ['请先处理完表单中的报警。', 'Finish the report in the form first.'],
    undo_reason: ['误并撤销', 'joined by mistake'],
    report_joined: ['已并入警情 {what}', 'Joined to {what}'],
    report_join_undone: [
        '已撤销并入，报警仍在，请重新决定。',
        'Join undone. The call is kept; decide again.',
    ],
    report_done: ['报警已登记：{what}', 'Report taken: {what}'],
    history: ['既往报警', 'Earlier reports'],
    history_look: ['查看同号码、同地点', 'Same number, same place'],
    history_hint: ['仅限本报警使用，每次查看都会留下记录。', 'For this report only; each look is recorded.'],
    history_none: ['没有既往报警。', 'No earlier reports.'],
    history_more: ['还有更早的。', 'There are older ones.'],
    same_place: ['同一地点', 'same place'],

    // failures
    no_server: ['服务器没有答复，正在重试…', 'The server does not answer; trying again…'],
    trouble_unknown: ['没有收到服务器答复。', 'The server did not answer.'],
    trouble_generic: ['服务器拒绝了请求（{status}）。', 'The server refused ({status}).'],
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
