// Words for the codes of incidents, and of what is owed on them.
import type {IncidentRow, Priority} from '@/api/types';
import type {Words} from '@/words';

export const priorities = {
    p1: ['紧急', 'urgent'],
    p2: ['重要', 'high'],
    p3: ['一般', 'normal'],
    p4: ['低', 'low'],
} as const satisfies Record<Priority, Words[string]>;

export const statuses = {
    waiting: ['待派', 'waiting'],
    assigned: ['已派', 'dispatched'],
    en_route: ['途中', 'en route'],
    on_scene: ['到场', 'on scene'],
    cleared: ['现场已清', 'cleared'],
    closed: ['已结', 'closed'],
    cancelled: ['已撤销', 'cancelled'],
} as const satisfies Record<IncidentRow['status'], Words[string]>;

export const levels = {
    station: ['派出所', 'station'],
    district: ['分局', 'district'],
    city: ['市局', 'city'],
} as const satisfies Record<IncidentRow['level'], Words[string]>;

export const urgencies = {
    urgent: ['紧急', 'urgent'],
    not_urgent: ['非紧急', 'not urgent'],
    not_for_police: ['非警务', 'not for the police'],
} as const satisfies Record<IncidentRow['urgency'], Words[string]>;

/** What is owed, of every module: one list shows them all. */
export const obligations = {
    pick_up: ['接听', 'pick up'],
    answer: ['接听', 'answer'],
    outcome: ['定结果', 'settle'],
    dispatch: ['派警', 'dispatch'],
    acknowledge: ['接令', 'acknowledge'],
    depart: ['出动', 'depart'],
    arrive: ['到场', 'arrive'],
    ring: ['快反圈到场', 'ring'],
    close: ['结案', 'close'],
    call_back: ['回访', 'call back'],
    transfer: ['移交', 'transfer'],
    confirm_transfer: ['确认移交', 'confirm transfer'],
    confirm_join: ['确认并入', 'confirm the join'],
    safety_check: ['安全确认', 'safety check'],
    panic: ['紧急求助', 'panic'],
    return_to_service: ['恢复勤务', 'back in service'],
    end_duty: ['交班', 'end of duty'],
    acknowledge_change: ['确认变更', 'know of change'],
    sharing_end: ['共享到期', 'sharing ends'],
    time_in_state: ['状态过久', 'long in one state'],
} as const satisfies Words;

export const events = {
    opened: ['受理立警', 'opened'],
    reclassified: ['变更类别', 'class changed'],
    priority_changed: ['变更级别', 'priority changed'],
    level_raised: ['提级', 'level raised'],
    location_corrected: ['更正地点', 'place corrected'],
    call_added: ['并入报警', 'call joined'],
    call_removed: ['拆出报警', 'call separated'],
    duress_noted: ['静默/胁迫', 'duress noted'],
    note_added: ['备注', 'note'],
    linked: ['关联', 'linked'],
    assignment_noted: ['派警', 'unit assigned'],
    acknowledgement_noted: ['接令', 'acknowledged'],
    departure_noted: ['出动', 'en route'],
    arrival_noted: ['到场', 'on scene'],
    clearance_noted: ['清场', 'unit clear'],
    release_noted: ['撤回', 'unit released'],
    hold_noted: ['转去他警', 'unit called away'],
    resumption_noted: ['恢复', 'unit resumed'],
    closed: ['结案', 'closed'],
    cancelled: ['撤销', 'cancelled'],
    reopened: ['重新打开', 'reopened'],
    follow_up_set: ['约定回访', 'call back promised'],
    call_back_noted: ['已回访', 'called back'],
    shared: ['共享', 'shared'],
    sharing_limited: ['共享将结束', 'sharing will end'],
    sharing_ended: ['共享结束', 'sharing ended'],
    deadline_warned: ['临近时限', 'limit near'],
    deadline_missed: ['超时', 'limit broken'],
    deadline_escalated: ['上报督办', 'raised to the next post'],
} as const satisfies Words;

export const reasons = {
    nearest_capable: ['能到的最近第 {n}', 'nearest able, no. {n}'],
    kind_matches: ['{kind}，种类符合', '{kind}, right kind'],
    skill_matches: ['具备所需技能', 'has the skill'],
    already_moving: ['已在行进中', 'already moving'],
    keeps_rings_covered: ['不影响快反圈', 'rings stay covered'],
    uncovers_rings: ['快反圈失守 {n} 处', 'uncovers {n} ring points'],
    stale_position: ['位置已旧 {n} 秒', 'position {n} s old'],
    preempts: ['从 P{n} 警情抽调', 'taken from a P{n}'],
    partner: ['协作力量', 'partner'],
    fewest_jobs: ['本班任务 {n} 起', '{n} jobs this shift'],
} as const satisfies Words;

export const passedOver = {
    off_duty: ['离岗', 'off duty'],
    out_of_service: ['停用', 'out of service'],
    busy: ['正在处置 P{n} 警情', 'busy on a P{n}'],
    wrong_kind: ['种类不符', 'not the kind needed'],
    lacks_skill: ['缺少技能 {missing}', 'lacks {missing}'],
    limited_partner: ['协作力量无权处置', 'partner may not act here'],
    position_unknown: ['位置未知', 'position unknown'],
    too_far: ['太远', 'too far'],
    sent_for_other_requirement: ['已派作他用', 'chosen for another need'],
    kept_for_coverage: ['需留守快反圈（{n}）', 'kept to cover rings ({n})'],
    higher_load: ['本班任务较多（{n}）', 'more jobs this shift ({n})'],
    position_stale: ['位置已旧 {n} 秒', 'position {n} s old'],
    longer_turnout: ['出动较慢 {n} 秒', 'slower turnout, {n} s'],
    would_preempt: ['需从 P{n} 警情抽调', 'would leave a P{n}'],
    partner: ['协作力量', 'partner'],
} as const satisfies Words;
