// Words for roles, and a post in words.
import {useAreas} from '@/domain/area/store';
import {chinese, wordOf, type Words} from '@/words';

export const roles = {
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
    administrator: ['管理员', 'administrator'],
} as const satisfies Words;

/** "pst_dispatcher.420106" as the place and the role. */
export function postText(post: string | undefined): string {
    const [, role = '', area = ''] = /^pst_([^.]*)\.?(.*)$/.exec(post ?? '') ?? [];
    if (!role) return post ?? '';
    const where = useAreas().name(`are_${area}`);
    return [where, wordOf(roles, role.replace(/-/g, '_'))].filter(Boolean).join(chinese() ? '' : ' ');
}
