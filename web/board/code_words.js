// Words for codes that stand on the wire: statuses, kinds, events, refusals, reasons. Codes whose words are
// in the rulebook (classes, dispositions, skills) come with their words; a code that is not here is shown as
// it is.
import * as codes from '../shared/codes.js';
import {currentLanguage, t} from './words.js';

const table = {
    priority: codes.priorities,
    status: codes.unitStatuses,
    kind: codes.kinds,
    channel: codes.channels,
    level: codes.levels,
    urgency: codes.urgencies,
    obligation: codes.obligations,
    role: codes.roles,
    extent: {
        summary: ['事由与地点，不含个人信息', 'what and where, nothing about people'],
        all: ['全部内容', 'all of it'],
    },
    incident_status: {
        open: ['待派', 'waiting'],
        waiting: ['待派', 'waiting'],
        reported: ['待派', 'waiting'],
        dispatched: ['已派', 'dispatched'],
        assigned: ['已派', 'dispatched'],
        acknowledged: ['已接', 'acknowledged'],
        en_route: ['途中', 'en route'],
        on_scene: ['到场', 'on scene'],
        closed: ['已结', 'closed'],
        merged: ['已合并', 'merged'],
        reopened: ['重开', 'reopened'],
        cleared: ['现场已清', 'cleared'],
        handled: ['处置完毕', 'handled'],
    },
    call_outcome: {
        undecided: ['待定', 'undecided'],
        none: ['待定', 'undecided'],
        opened: ['已立警情', 'opened'],
        joined: ['已并入', 'joined'],
        voided: ['无效', 'void'],
        transferred: ['已移交', 'transferred'],
        enquiry: ['咨询', 'enquiry'],
        answered: ['已答复', 'answered'],
    },
    wire: {
        'post.duty_delegated': ['委托代岗', 'duty delegated'],
        'post.delegation_ended': ['代岗结束', 'delegation ended'],
        'break_glass.broken': ['紧急调阅', 'glass broken'],
        'break_glass.closed': ['紧急调阅结束', 'glass closed'],
        'break_glass.reviewed': ['紧急调阅已审查', 'glass reviewed'],
        'outage.noted': ['停机', 'outage noted'],
        'outage.recovered': ['停机期间时限已全部补记', 'all deadlines of the outage noted'],
        'outage.reviewed': ['停机已复核', 'outage reviewed'],
        'incident.opened': ['受理立警', 'opened'],
        'incident.classified': ['确定类别', 'classified'],
        'incident.reclassified': ['变更类别', 'reclassified'],
        'incident.prioritised': ['变更级别', 'priority changed'],
        'incident.priority_changed': ['变更级别', 'priority changed'],
        'incident.call_joined': ['并入报警', 'call joined'],
        'incident.call_separated': ['拆出报警', 'call separated'],
        'incident.assignment_noted': ['派警', 'unit assigned'],
        'incident.unit_noted': ['警力状态', 'unit status'],
        'incident.noted': ['备注', 'note'],
        'incident.note_added': ['备注', 'note'],
        'incident.quiet_noted': ['安静要求', 'asked for quiet'],
        'incident.rating_noted': ['报警人评价', 'rated by the caller'],
        'incident.closed': ['结案', 'closed'],
        'incident.reopened': ['重新打开', 'reopened'],
        'incident.deadline_warned': ['临近时限', 'limit near'],
        'incident.deadline_missed': ['超时', 'limit broken'],
        'incident.deadline_escalated': ['上报督办', 'escalated'],
        'incident.place_settled': ['核定地点', 'place settled'],
        'incident.relocated': ['变更地点', 'place changed'],
        'incident.shared': ['共享', 'shared'],
        'incident.sharing_limited': ['共享将结束', 'sharing will end'],
        'incident.sharing_ended': ['共享结束', 'sharing ended'],
        'unit.assignment_informed': ['警情变更已告知', 'told of a change'],
        'unit.change_acknowledged': ['确认变更', 'change acknowledged'],
        'unit.assigned': ['派警', 'assigned'],
        'unit.assignment_acknowledged': ['接令', 'acknowledged'],
        'unit.en_route': ['出动', 'en route'],
        'unit.arrived': ['到场', 'on scene'],
        'unit.cleared': ['清场', 'cleared'],
        'unit.released': ['撤回', 'released'],
        'unit.preempted': ['被抽调', 'pre-empted'],
        'unit.panic_raised': ['紧急求助', 'panic'],
        'unit.panic_cleared': ['求助解除', 'panic over'],
        'unit.deadline_missed': ['超时', 'limit broken'],
        'unit.safety_checked': ['安全确认', 'safety checked'],
        'call.received': ['接到报警', 'call received'],
        'call.joined': ['并入', 'joined'],
        'call.join_undone': ['撤销并入', 'join undone'],
    },
    reason: codes.reasons,
    travel_by: {
        road: ['按路网行驶 {time}', '{time} by road'],
        distance: ['按直线距离估算 {time}', '{time} estimated by distance'],
    },
    passed_over: codes.passedOver,
    deed: {
        dispatch: ['派警', 'Dispatch'],
        report: ['登记报警', 'New report'],
        advise: ['推荐警力', 'Recommend'],
        safe: ['安全确认', 'Safe'],
        panic_over: ['解除紧急求助', 'Panic over'],
        priority: ['改级别', 'Priority'],
        note: ['备注', 'Note'],
        close: ['结案', 'Close'],
        release: ['撤回', 'Release'],
        acknowledge: ['已接令', 'Acknowledged'],
        depart: ['已出动', 'En route'],
        arrive: ['已到场', 'On scene'],
        clear: ['清场', 'Clear'],
        resume: ['恢复', 'Resume'],
        know: ['已知变更', 'Knows of it'],
        share: ['共享', 'Share'],
        end_sharing: ['结束共享', 'End sharing'],
    },
    precision: codes.precisions,
    look_why: {
        always_reviewed: ['该目的一律审查', 'purpose is always reviewed'],
        no_deed: ['查而未办', 'only looked'],
        many_looks: ['短时大量查阅', 'many looks'],
        many_accounts: ['多人查阅', 'many accounts'],
        no_post: ['无岗位', 'no post'],
        break_glass: ['紧急调阅', 'broken glass'],
    },
    fell: {
        missed: ['超时', 'missed'],
        warned: ['预警', 'warned'],
        told: ['已报上级', 'told above'],
    },
    purpose: {
        call_handling: ['接警处置', 'handling a call'],
        dispatch: ['派警与现场处置', 'dispatch'],
        follow_up: ['回访与后续工作', 'follow-up'],
        same_place_history: ['同一地点或号码的既往警情', 'history of the place'],
        supervision: ['督导检查', 'supervision'],
        complaint: ['投诉核查', 'complaint'],
        audit: ['审计', 'audit'],
        request_of_the_person: ['当事人申请查阅', 'asked for by the person'],
        account_keeping: ['账号管理', 'keeping accounts'],
        legal_duty: ['依法调取', 'duty by law'],
    },
    command: {
        'erasure.erase_early': ['提前清除个人信息', 'Erase early'],
        'erasure.lift_hold': ['解除保全', 'Lift a legal hold'],
        'account.grant_post': ['授予高权限岗位', 'Grant a high post'],
    },
    proof: {
        password: ['密码', 'password'],
        totp: ['密码和动态口令', 'password and authenticator'],
        recovery_code: ['密码和恢复码', 'password and recovery code'],
        passkey: ['通行密钥', 'passkey'],
        single_sign_on: ['统一登录', 'single sign-on'],
        single_sign_on_several: ['统一登录（多重验证）', 'single sign-on, several factors'],
        service_key: ['服务密钥', 'service key'],
    },
    actor: {clock: ['时钟', 'clock'], policy: ['系统', 'system']},
    remedy: codes.remedies,
    refusal: {
        'unit.already_assigned': ['该警力已在处置另一警情。', 'The unit is already on another incident.'],
        'unit.off_duty': ['该警力已下勤。', 'The unit is off duty.'],
        'unit.out_of_service': ['该警力停用。', 'The unit is out of service.'],
        'unit.partner_not_allowed': [
            '协作力量无权处置这类警情。',
            'A partner may not act on this class of incident.',
        ],
        'unit.preemption_not_allowed': [
            '规则不允许从该警情抽调。',
            'It may not be taken from its present incident.',
        ],
        'unit.too_many_waiting': ['该警力等待的警情过多。', 'Too many incidents already wait for this unit.'],
        'unit.nothing_waits': ['没有等待该警力的任务。', 'No such assignment waits for this unit.'],
        'engine.busy': ['系统繁忙。', 'The system is busy.'],
        'session.wrong': ['账号或密码不正确。', 'Account or password is wrong.'],
    },
};

/** The word of a code; `values` fill its blanks. */
export function word(group, code, values = {}) {
    const pair = table[group]?.[code];
    if (!pair) return String(code ?? '').replace(/_/g, ' ');
    return pair[currentLanguage() === 'zh' ? 0 : 1].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}

export function knows(group, code) {
    return table[group]?.[code] !== undefined;
}

/** "incident.opened.v1" in words. */
export function wireWord(wire) {
    const name = String(wire ?? '').replace(/\.v\d+$/, '');
    if (knows('wire', name)) return word('wire', name);
    return name.replace(/^[a-z]+\./, '').replace(/_/g, ' ');
}

export const statusMark = codes.unitMarks;

/**
 * A Trouble as a sentence: the server's words in the reader's language where it has them, ours by code
 * otherwise.
 */
export function troubleText(trouble) {
    if (!trouble || trouble.kind === 'unknown') return t('trouble_unknown');
    const {problem = {}, code} = trouble;
    const ours = knows('refusal', code) ? word('refusal', code) : '';
    if (currentLanguage() === 'zh')
        return problem.zh || ours || problem.detail || problem.title || generic(trouble);
    return problem.detail || problem.title || ours || generic(trouble);
}

/** What helps, or nothing. */
export function remedyText(trouble) {
    const remedy = trouble?.remedy;
    return remedy && remedy !== 'none' ? word('remedy', remedy) : '';
}

const generic = (trouble) => t('trouble_generic', {status: trouble.status || '–'});
