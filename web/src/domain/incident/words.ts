// Words for the codes of incidents, and of what is owed on them.
import * as codes from '@shared/codes.js';

import type {IncidentRow, Priority} from '@/api/types';
import type {Words} from '@/words';

export const priorities = codes.priorities satisfies Record<Priority, Words[string]>;

export const statuses = {
    waiting: ['待派', 'waiting'],
    assigned: ['已派', 'dispatched'],
    en_route: ['途中', 'en route'],
    on_scene: ['到场', 'on scene'],
    cleared: ['现场已清', 'cleared'],
    closed: ['已结', 'closed'],
    cancelled: ['已撤销', 'cancelled'],
    merged: ['已合并', 'merged'],
} as const satisfies Record<IncidentRow['status'], Words[string]>;

export const levels = codes.levels satisfies Record<IncidentRow['level'], Words[string]>;

export const urgencies = codes.urgencies satisfies Record<IncidentRow['urgency'], Words[string]>;

/** What is owed, of every module: one list shows them all. */
export const obligations = codes.obligations satisfies Words;

export const events = {
    quiet_noted: ['安静要求', 'asked for quiet'],
    rating_noted: ['报警人评价', 'rated by the caller'],
    opened: ['受理立警', 'opened'],
    reclassified: ['变更类别', 'class changed'],
    priority_changed: ['变更级别', 'priority changed'],
    level_raised: ['提级', 'level raised'],
    location_corrected: ['更正地点', 'place corrected'],
    call_added: ['并入报警', 'call joined'],
    call_removed: ['拆出报警', 'call separated'],
    duress_noted: ['静默/胁迫', 'duress noted'],
    note_added: ['备注', 'note'],
    attachment_added: ['添加照片或录音', 'photo or voice note added'],
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
    merged: ['合并到另一警情', 'merged into another'],
    absorbed: ['并入另一警情', 'another was merged in'],
    merge_undone: ['撤销合并', 'merge undone'],
    absorption_undone: ['合并已撤销', 'what was merged in is out again'],
    split: ['拆分', 'split'],
    assignment_taken_over: ['警力转入', 'unit came along'],
    deadline_warned: ['临近时限', 'limit near'],
    deadline_missed: ['超时', 'limit broken'],
    deadline_escalated: ['上报督办', 'raised to the next post'],
} as const satisfies Words;

export const reasons = codes.reasons satisfies Words;

export const passedOver = codes.passedOver satisfies Words;
