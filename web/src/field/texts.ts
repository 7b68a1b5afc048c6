// Every text of the field phone, in both languages: [中文, English]. Short: they are read at arm's length.
import {speaker} from '@/words/language';
import {texts as signInTexts} from './sign_in_texts';

export const texts = {
    ...signInTexts,
    skip: ['跳到主要内容', 'Skip to the main part'],

    live: ['已连接', 'Connected'],
    connecting: ['正在连接', 'Connecting'],
    no_signal: ['无信号', 'No signal'],
    as_of: ['显示的是 {time} 的情况', 'shown as of {time}'],
    no_signal_hint: [
        '照常记录，有信号后自动按顺序发送。',
        'Go on as usual: it is sent in order once there is a signal.',
    ],
    sign_out: ['退出登录', 'Sign out'],
    menu: ['菜单', 'Menu'],
    close: ['关闭', 'Close'],
    cancel: ['取消', 'Cancel'],
    know: ['知道了', 'I know'],

    choose_unit: ['选择今天所在的警力单元', 'Which unit are you in today?'],
    no_units: [
        '本岗位看不到任何警力单元，请联系综合指挥室。',
        'This post sees no unit. Ask the station’s command room.',
    ],
    change_unit: ['更换警力单元', 'Change unit'],
    no_unit: ['不随警力单元出勤', 'I am in no unit today'],
    begin_duty: ['上勤', 'Begin duty'],
    end_duty: ['下勤', 'End duty'],
    end_duty_ask: ['确认下勤？之后不会被派警。', 'End duty? You are not sent anywhere after that.'],
    off_duty: ['未上勤：不会被派警。', 'Off duty: you are not sent anywhere.'],
    free: ['空闲，没有警情', 'Free, on no incident'],
    out_of_service: ['停用', 'Out of service'],

    incident: ['当前警情', 'Your incident'],
    unclassified: ['类别待定', 'not classified'],
    unplaced: ['地点待核', 'place not known'],
    place_said: ['报警人所说：{place}', 'as the caller said: {place}'],
    detail_not_here: ['详情在有信号时才能读取。', 'Details are read when there is a signal.'],
    injured: ['有人受伤', 'someone is injured'],
    weapon: ['有凶器', 'a weapon'],
    duress: ['静默或受胁迫：不要回拨', 'silent or under duress: do not call back'],
    waits: ['另有 {n} 起警情等待恢复', '{n} more wait to be resumed'],
    changed: ['警情有变', 'It has changed'],
    raised: ['级别由 {from} 变为 {to}', 'priority from {from} to {to}'],
    class_changed: ['类别已更正', 'class corrected'],
    place_changed: ['地点已更正', 'place corrected'],
    know_change: ['已知变更', 'I know of it'],

    acknowledge: ['接令', 'Acknowledge'],
    depart: ['出发', 'On my way'],
    arrive: ['到达现场', 'On scene'],
    clear: ['处置完毕', 'Clear'],
    safe: ['人员安全', 'We are safe'],
    back_in_service: ['恢复待命', 'Back in service'],
    skip_to: ['直接报', 'Or straight to'],
    outcome: ['处置结果', 'Outcome'],
    outcome_choose: ['怎样结束的？', 'How did it end?'],
    next: ['下一步', 'Next'],

    report: ['反馈', 'Report back'],
    report_hint: [
        '看到什么、做了什么、答应了什么。内容进入警情记录，每次查阅都会留痕。',
        'What you saw, did and promised. It becomes part of the incident; every look at it is recorded.',
    ],
    report_send: ['发送反馈', 'Send report'],
    report_empty: ['请先写内容。', 'Write something first.'],
    report_kept: ['草稿已存在本机', 'draft kept on this phone'],
    photo: ['照片', 'Photo'],
    photo_take: ['拍照', 'Take a photo'],
    photo_hint: [
        '缩小并去除位置、设备信息后存入警情记录；每次查看都会留痕。',
        'Made smaller, without place or device, it becomes part of the incident; every look is recorded.',
    ],
    photo_none: ['这个文件不是照片。', 'This file is no photo.'],
    voice: ['语音', 'Voice note'],
    voice_begin: ['开始录音', 'Record'],
    voice_running: ['录音中 {n} / {max} 秒', 'recording, {n} of {max} s'],
    voice_send: ['停止并发送', 'Stop and send'],
    voice_discard: ['放弃', 'Discard'],
    voice_hint: [
        '最长 {n} 秒，存入警情记录；每次播放都会留痕。',
        'Up to {n} s. It becomes part of the incident; every time it is played is recorded.',
    ],
    voice_denied: ['麦克风未获允许，请在浏览器设置中允许。', 'The microphone is not allowed. Allow it in the browser.'],
    voice_none: ['没有可用的麦克风。', 'There is no microphone to be had.'],
    voice_unable: ['此浏览器或此地址不能录音。', 'This browser, or this address, cannot record.'],
    scan: ['门牌码', 'Door code'],
    scan_begin: ['扫描', 'Scan'],
    scan_look: ['相机画面', 'What the camera sees'],
    scan_type: ['或输入编码', 'or type it'],
    scan_look_up: ['查询', 'Look it up'],
    scan_use: ['写入反馈', 'Put it into the report'],
    scan_no_place: ['“{code}”不是地点编码。', '“{code}” is no place’s code.'],
    scan_unknown: ['没有编码为 {code} 的地点。', 'No place has the code {code}.'],
    scan_retired: ['该地点已停用。', 'This place is no longer in use.'],
    scan_denied: ['相机未获允许，请在浏览器设置中允许，或输入编码。', 'The camera is not allowed. Allow it, or type the code.'],
    scan_none: ['没有可用的相机，请输入编码。', 'There is no camera to be had. Type the code.'],
    scan_unable: ['此浏览器或此地址不能扫描，请输入编码。', 'This browser, or this address, cannot scan. Type the code.'],
    call_back: ['回访', 'Call back'],
    call_back_result: ['回访结果', 'What came of it'],
    call_back_send: ['记录回访', 'Record the call back'],

    owed: ['我要完成的', 'What I owe'],
    owed_none: ['没有到期事项。', 'Nothing is owed.'],
    owed_post: ['本岗位其他单元的事项（{n}）', 'Other units of my post ({n})'],
    late: ['超时', 'late'],
    due_at: ['{time} 前', 'by {time}'],

    cards: ['到期任务', 'Due here'],
    card_n: ['{n} 项一次填报', '{n} on one card'],
    card_minutes: ['{n} 项 · 逐项 {all} 分钟，合并 {once} 分钟', '{n} · {once} min on one card, {all} one by one'],
    card_open: ['填报', 'Answer'],
    card_free: ['（选填）', ' (if any)'],
    card_send: ['一次填报', 'Answer all at once'],
    card_part: ['先报已填的', 'Send what is filled in'],
    card_closed: ['办结 {n} 项，省 {m} 分钟', 'closed {n}, saved {m} minutes'],
    card_left: ['{n} 项未办结：{why}', '{n} not closed: {why}'],

    outbox: ['我的记录', 'What I entered'],
    outbox_none: ['本班还没有记录。', 'Nothing entered yet.'],
    waiting: ['待发', 'waiting'],
    delivered: ['已送达', 'delivered'],
    refused: ['被退回', 'refused'],
    waiting_n: ['{n} 项待发', '{n} waiting'],
    happened: ['发生 {time}', 'happened {time}'],
    received: ['收到 {time}', 'received {time}'],
    of_others: [
        '{who} 在本机还有 {n} 项没有发出，由本人登录后发送。',
        '{n} entries of {who} are still on this phone. They are sent when {who} signs in.',
    ],
    send_now: ['立即发送', 'Send now'],
    copy: ['复制文字', 'Copy the text'],
    copied: ['已复制', 'Copied'],

    refused_title: ['没有被接受', 'Not accepted'],
    meanwhile: ['其间有变化', 'Meanwhile'],
    meanwhile_closed: [
        '“{what}”在 {time} 已由他人结案（{how}）。您报的 {n} 项仍按发生时间记入。',
        '“{what}” was closed by somebody else at {time} ({how}). Your {n} entries were recorded all the ' +
            'same, with their times.',
    ],
    meanwhile_cancelled: [
        '“{what}”已被撤销。您报的 {n} 项仍按发生时间记入。',
        '“{what}” was cancelled. Your {n} entries were recorded all the same, with their times.',
    ],

    storage_full: [
        '本机存储已满：{n} 项只在此页面里。不要关闭页面；有信号后立即发送。请删除手机上的照片或文件。',
        'This phone’s storage is full: {n} entries exist on this page only. Do not close it; they are ' +
            'sent as soon as there is a signal. Free some space.',
    ],
    storage_missing: [
        '此浏览器不让本页存储：断网时记录只在页面打开期间保留。',
        'This browser lets the page store nothing: what you enter without a signal lasts only while the ' +
            'page is open.',
    ],
    not_secure: [
        '此地址不是 https：断网后不能重新打开本页。请使用 https 地址。',
        'This address is not https: the page cannot be opened again without a signal. Use the https address.',
    ],
    new_version: ['新版本已就绪。', 'A new version is ready.'],
    new_version_hint: ['已记录的内容会保留。', 'What you entered stays.'],
    update: ['现在更新', 'Update now'],

    panic: ['紧急求助', 'Officer in danger'],
    panic_hold: ['按住 1 秒', 'hold 1 s'],
    panic_ask: [
        '确认紧急求助？全市派警台会立即响起。',
        'Call for help? Every dispatch desk is alarmed at once.',
    ],
    panic_yes: ['立即求助', 'Call for help now'],
    panic_waiting: ['求助未送达！请立即用电台呼叫', 'NOT delivered! Use the radio now'],
    panic_up: ['求助已送达 {time}', 'Help has been called, {time}'],
    panic_up_hint: ['派警台解除之前一直有效。', 'It stands until the desk stands it down.'],

    night: ['夜间', 'Night'],
    day: ['日间', 'Day'],
    gloves: ['戴手套（大按钮）', 'Gloves (larger buttons)'],
    language: ['English', '中文'],
    language_label: ['Switch to English', '切换到中文'],
    privacy: [
        '本机只保存：您记录而未送达的内容、当前警情、时限列表。警情结束或退出登录即清除。不定位，不跟踪。',
        'Kept on this phone: what you entered and is not delivered, the present incident, the list of ' +
            'limits. Wiped when the incident is over or you sign out. No position is taken.',
    ],
} as const satisfies Record<string, readonly [string, string]>;

export type FieldText = keyof typeof texts;
export const t = /* @__PURE__ */ speaker(texts);
