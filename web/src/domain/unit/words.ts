// Words for the codes of units.
import * as codes from '@shared/codes.js';

import type {UnitRow, UnitStatus} from '@/api/types';
import {t, wordOf, type Words} from '@/words';

export const statuses = codes.unitStatuses satisfies Record<UnitStatus, Words[string]>;

/** Shape stands for the status before colour does. */
export const marks = codes.unitMarks satisfies Record<UnitStatus, string>;

export const kinds = codes.kinds satisfies Record<UnitRow['kind'], Words[string]>;

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
