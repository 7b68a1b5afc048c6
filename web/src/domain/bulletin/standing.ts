// How a figure stands after answers and editions, and how it is written.
import type {BulletinState} from '@/api/types';
import type {FigureRule, FigureValue, UnitFigures} from './store';

/** As drafted, then as answers and editions corrected it; a district's sum goes with its stations'. */
export function standing(state: BulletinState, unit: string, drafted: FigureValue): FigureValue {
    const own = ownStanding(state, unit, drafted);
    const kind = state.rows?.find((row) => row.unit === unit)?.kind;
    if (kind !== 'district' || own !== drafted) return own;
    let sum = drafted;
    for (const row of state.rows ?? []) {
        const was = valueIn(row, drafted.code);
        if (!was || (row.kind !== 'station' && row.kind !== 'unplaced')) continue;
        const is = ownStanding(state, row.unit, was);
        if (is === was) continue;
        const whole = (sum.denominator ?? 0) + (is.denominator ?? 0) - (was.denominator ?? 0);
        sum = {
            ...sum,
            numerator: sum.numerator + is.numerator - was.numerator,
            ...(sum.denominator === undefined ? {} : {denominator: whole}),
        };
    }
    return sum;
}

function ownStanding(state: BulletinState, unit: string, drafted: FigureValue): FigureValue {
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
