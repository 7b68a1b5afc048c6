// Words for the codes of the wire that the plain board and the consoles both show: [中文, English]. A code
// that is not here is shown as it is.

export const priorities = /** @type {const} */ ({
    p1: ['紧急', 'urgent'],
    p2: ['重要', 'high'],
    p3: ['一般', 'normal'],
    p4: ['低', 'low'],
});

export const unitStatuses = /** @type {const} */ ({
    off_duty: ['离岗', 'off duty'],
    available: ['空闲', 'free'],
    assigned: ['已派', 'assigned'],
    acknowledged: ['已接令', 'acknowledged'],
    en_route: ['途中', 'en route'],
    on_scene: ['到场', 'on scene'],
    out_of_service: ['停用', 'out of service'],
});

export const kinds = /** @type {const} */ ({
    patrol_car: ['巡逻车', 'patrol car'],
    foot_patrol: ['步巡', 'foot patrol'],
    motorcycle: ['铁骑', 'motorcycle'],
    dog_team: ['警犬组', 'dog team'],
    drone: ['无人机', 'drone'],
    police_post: ['警务站', 'police post'],
    auxiliary: ['辅警', 'auxiliary'],
    volunteer_team: ['义警队', 'volunteers'],
    guard_team: ['保安队', 'guards'],
    fire_engine: ['消防车', 'fire engine'],
    ambulance: ['救护车', 'ambulance'],
    specialist: ['专业警力', 'specialist'],
});

export const channels = /** @type {const} */ ({
    phone: ['电话', 'phone'],
    text: ['短信', 'text'],
    web: ['网上', 'web'],
    walk_in: ['上门', 'walk-in'],
    group_message: ['群消息', 'group message'],
    agency: ['其他部门', 'agency'],
    officer: ['警员', 'officer'],
});

export const levels = /** @type {const} */ ({
    station: ['派出所', 'station'],
    district: ['分局', 'district'],
    city: ['市局', 'city'],
});

export const urgencies = /** @type {const} */ ({
    urgent: ['紧急', 'urgent'],
    not_urgent: ['非紧急', 'not urgent'],
    not_for_police: ['非警务', 'not for the police'],
});

export const roles = /** @type {const} */ ({
    call_taker: ['接警员', 'call-taker'],
    intake_lead: ['接警班长', 'intake lead'],
    city_dispatcher: ['市局派警员', 'city dispatcher'],
    watch_officer: ['市局指挥长', 'city watch officer'],
    fraud_desk: ['反诈值守', 'fraud desk'],
    dispatcher: ['分局派警员', 'dispatcher'],
    district_watch_officer: ['分局值班领导', 'district watch officer'],
    base_control: ['基础管控中心', 'base control'],
    traffic_desk: ['交通值守', 'traffic desk'],
    station_desk: ['综合室', 'station desk'],
    station_chief: ['值班所长', 'duty chief'],
    community_officer: ['社区民警', 'community officer'],
    patrol: ['巡逻岗', 'patrol'],
    partner: ['协同力量', 'partner'],
    street_seat: ['街道综治中心', 'street'],
    community_seat: ['社区综治站', 'community'],
    administrator: ['管理员', 'administrator'],
});

export const reasons = /** @type {const} */ ({
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
});

export const passedOver = /** @type {const} */ ({
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
});

export const precisions = /** @type {const} */ ({
    crossing_estimated: ['路口为估算位置', 'crossing, estimated'],
    road: ['仅精确到道路', 'exact to the road only'],
    area: ['仅精确到区域', 'exact to the area only'],
});

/** Shape stands for the status of a unit before colour does. */
export const unitMarks = /** @type {const} */ ({
    available: '○',
    assigned: '△',
    acknowledged: '△',
    en_route: '▲',
    on_scene: '■',
    off_duty: '×',
    out_of_service: '×',
});

/** What is owed, of every module. */
export const obligations = /** @type {const} */ ({
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
    information: ['阅读报警人补充', 'read what the caller added'],
    not_solved: ['答复“未解决”', 'answer “not solved”'],
    sign: ['签收', 'sign'],
    pass_on: ['转派', 'pass on'],
    reply: ['反馈', 'reply'],
    accept: ['审核', 'accept'],
    pause_end: ['暂停到期', 'pause ends'],
    hand_over: ['转交或留岗', 'hand over, or leave there'],
    publish: ['发布审定', 'publish or refuse'],
    round: ['自动下发下一轮', 'next round by itself'],
    sunset: ['到期自动停止', 'ends by itself'],
    recovery: ['补记', 'catching up'],
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
    claim: ['接收', 'claim'],
    classify: ['定类', 'classify'],
    decide: ['决定', 'decide'],
    lapse: ['失效', 'lapses'],
    draft: ['生成周报', 'draft the bulletin'],
    object_until: ['核对期满', 'time to object ends'],
    answer_objection: ['答复异议', 'answer the objection'],
    publish: ['发布周报', 'publish the bulletin'],
    update: ['更新', 'update'],
    review: ['审查', 'review'],
    end: ['到期结束', 'ends'],
    end_delegation: ['代岗到期', 'standing in ends'],
    relieve: ['接岗', 'relieve'],
    sign_capsule: ['签收交接班', 'sign the hand-over'],
    contact: ['听取陈述', 'hear a side'],
    joint_visit: ['共同走访', 'joint visit'],
    settle: ['化解', 'settle'],
    take_up: ['接手', 'take up'],
    promise: ['承诺履行', 'promise'],
    quiet: ['静默观察', 'quiet watch'],
    good_news: ['已化解', 'solved: good news'],
    deed: ['落实', 'deed'],
});

/** What helps after a refusal. */
export const remedies = /** @type {const} */ ({
    fix_input: ['改正输入后再发', 'correct the input and send again'],
    wait: ['稍候再试', 'wait a little and try again'],
    reload: ['情况已变，看过最新状态再决定', 'it has changed: look again, then decide'],
    ask_superior: ['请上级处理', 'ask the level above'],
    override_with_reason: ['写明理由后可以覆盖', 'may be overridden with a reason'],
    sign_in: ['重新登录', 'sign in again'],
});
