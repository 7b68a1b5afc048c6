// Words for the codes of matters: their stages, and what speaks for two reports being about one.
import type {MatterRow} from '@/api/types';
import {wordOf, type Words} from '@/words';
import type {MatterReport} from './store';

export const stages = {
    none: ['无', 'none'],
    suggested: ['待判定', 'to decide'],
    confirmed: ['已确认', 'confirmed'],
    rejected: ['已否定', 'rejected'],
} as const satisfies Record<MatterRow['stage'], Words[string]>;

type Reason = NonNullable<MatterReport['reasons']>[number];

const kinds = {
    same_number: ['同一来电号码', 'same number'],
    other_number: ['号码不同', 'another number'],
    same_door: ['同一门牌', 'same door'],
    same_room: ['同单元同室、楼栋号不同', 'same room, another building’s number'],
    other_door: ['同楼不同户', 'another door of the house'],
    at_point: ['同一地点', 'same place'],
    near_by: ['相邻', 'near by'],
    around: ['附近', 'around'],
    far_off: ['相距较远', 'far off'],
    place_name: ['地名相同', 'same name of the place'],
    other_place_name: ['地名不同', 'another name of the place'],
    full_name: ['姓名写法相同', 'same name as written'],
    nickname: ['绰号相同', 'same nickname'],
    surname: ['姓氏相同', 'same surname'],
    other_names: ['姓名不同', 'other names'],
    words: ['措辞相近', 'alike wording'],
    rare_words: ['少见措辞相同', 'same rare wording'],
    other_words: ['措辞不同', 'other wording'],
    same_amount: ['金额相同', 'same amount'],
    same_class: ['类别相同', 'same class'],
    same_kind: ['同属一类纠纷', 'same kind of dispute'],
    other_kind: ['不同类纠纷', 'another kind of dispute'],
    said_again: ['报称“又”“再次”', 'said to be again'],
    long_ago: ['相隔较久', 'long ago'],
} as const satisfies Record<Reason['kind'], Words[string]>;
const more = {
    metres: ['{n} 米', '{n} m'],
    months: ['{n} 个月', '{n} months'],
} as const satisfies Words;

/** "同一门牌 · 12 米"; the sign says whether it speaks for or against. */
export function reasonText({kind, bits, metres, months}: Reason): string {
    const parts: string[] = [`${bits < 0 ? '−' : '+'} ${wordOf(kinds, kind)}`];
    if (metres !== undefined && metres !== null) parts.push(wordOf(more, 'metres', {n: metres}));
    if (months !== undefined && months !== null) parts.push(wordOf(more, 'months', {n: months}));
    return parts.join(' · ');
}
