// The texts of the wall: short, for eyes at five metres.
import {wordOf, type Words} from '@/words';

export const wallTexts = {
    late: ['超时', 'Late'],
    none_late: ['无超时', 'Nothing is late'],
    more_groups: ['另 {groups} 组', '{groups} more groups'],
    worst: ['超时最久', 'Late longest'],
    at_least: ['{n} 以上', '{n} and more'],
    next: ['下一个到期', 'What breaks next'],
    none_next: ['没有待办时限', 'Nothing is owed'],
    rings: ['1-3-5 快反圈覆盖 · 各区缺口（点）', '1-3-5 rings covered · open points by district'],
    ring: ['{n} 分钟', '{n} min'],
    no_gaps: ['全部覆盖', 'all covered'],
    owed_missing: ['时限数据暂缺', 'no figures of what is owed'],
    rings_missing: ['圈层数据暂缺', 'no figures of the rings'],
    rings_none: ['未设圈层', 'no rings are set'],
    units: ['警力', 'Units'],
    free: ['空闲', 'free'],
    busy: ['出警中', 'busy'],
    out: ['停用', 'out'],
    old: ['数据停在 {time} · 已 {span}', 'As of {time} · {span} ago'],
} as const satisfies Words;

export type WallText = keyof typeof wallTexts;
export const w = (key: WallText, values: Record<string, string | number> = {}): string =>
    wordOf(wallTexts, key, values);
