// How a figure stands after answers and editions, and how it is written.
import type {BulletinState} from '@/api/types';
import type {FigureRule, FigureValue, UnitFigures} from './store';

/** As drafted, then as answers to objections and later editions corrected it. */
export function standing(state: BulletinState, unit: string, drafted: FigureValue): FigureValue {
    let value = drafted;
    for (const one of state.objections ?? [])
        if (one.unit === unit && one.figure === drafted.code && one.value) value = one.value;
    for (const edition of state.editions ?? [])
        for (const one of edition.corrections ?? [])
            if (one.unit === unit && one.value.code === drafted.code) value = one.value;
    return value;
}

export const valueIn = (row: UnitFigures | undefined, code: string): FigureValue | undefined =>
    row?.figures?.find((one) => one.code === code);

/** Of nothing there is no share. */
export function shareOf(value: FigureValue): number | undefined {
    return value.denominator ? value.numerator / value.denominator : undefined;
}

export function written(value: FigureValue | undefined, rule: FigureRule | undefined): string {
    if (!value) return '';
    if (rule?.unit !== 'share') return String(value.numerator);
    const share = shareOf(value);
    return share === undefined ? '—' : `${(100 * share).toFixed(1)}%`;
}

export function misses(value: FigureValue | undefined, rule: FigureRule | undefined): boolean {
    if (!value || rule?.goal === undefined) return false;
    const reached = rule.unit === 'share' ? shareOf(value) : value.numerator;
    if (reached === undefined) return false;
    return rule.better === 'lower' ? reached > rule.goal : reached < rule.goal;
}
