// Words for the codes of units.
import type {UnitRow, UnitStatus} from '@/api/types';
import {t, wordOf, type Words} from '@/words';

export const statuses = {
    off_duty: ['离岗', 'off duty'],
    available: ['空闲', 'free'],
    assigned: ['已派', 'assigned'],
    acknowledged: ['已接令', 'acknowledged'],
    en_route: ['途中', 'en route'],
    on_scene: ['到场', 'on scene'],
    out_of_service: ['停用', 'out of service'],
} as const satisfies Record<UnitStatus, Words[string]>;

/** Shape stands for the status before colour does. */
export const marks = {
    available: '○',
    assigned: '△',
    acknowledged: '△',
    en_route: '▲',
    on_scene: '■',
    off_duty: '×',
    out_of_service: '×',
} as const satisfies Record<UnitStatus, string>;

export const kinds = {
    patrol_car: ['巡逻车', 'patrol car'],
    foot_patrol: ['徒步', 'foot patrol'],
    motorcycle: ['摩托', 'motorcycle'],
    dog_team: ['警犬', 'dog team'],
    drone: ['无人机', 'drone'],
    police_post: ['警务站', 'police post'],
    auxiliary: ['辅警', 'auxiliary'],
    volunteer_team: ['义警队', 'volunteers'],
    guard_team: ['保安队', 'guards'],
    fire_engine: ['消防车', 'fire engine'],
    ambulance: ['救护车', 'ambulance'],
    specialist: ['专业警力', 'specialist'],
} as const satisfies Record<UnitRow['kind'], Words[string]>;

export const progresses = {
    ...statuses,
    waiting: ['等待恢复', 'waits'],
    cleared: ['已清场', 'clear'],
    released: ['已撤回', 'released'],
    preempted: ['被抽调', 'taken away'],
} as const satisfies Words;

/** What has changed at its incident since the crew last said that it knows. */
export function changeText(unit: UnitRow): string {
    if (!unit.change) return '';
    const priority = (unit.priority ?? '').toUpperCase();
    const raised = (unit.priority ?? 'p4') < (unit.change.from_priority ?? 'p4');
    const parts = {
        priority: t(raised ? 'raised_to' : 'lowered_to', {priority}),
        incident_class: t('class_changed'),
        place: t('place_changed'),
    };
    return (unit.change.parts ?? []).map((part) => parts[part]).join(' · ');
}

export const isBusy = (unit: UnitRow): boolean => Boolean(unit.incident_id);
export const isOnDuty = (unit: UnitRow): boolean => unit.status !== 'off_duty';
export const statusText = (status: string): string => wordOf(statuses, status);
