import {describe, expect, it} from 'vitest';

import type {BulletinState} from '@/api/types';
import type {FigureRule} from './store';
import {misses, standing, written} from './standing';

const rule = (
    unit: FigureRule['unit'],
    goal?: number,
    better: FigureRule['better'] = 'higher',
): FigureRule => ({
    code: 'entered',
    zh: '',
    en: '',
    formula: {code: '', zh: '', en: ''},
    unit,
    better,
    kpi: false,
    ...(goal === undefined ? {} : {goal}),
});

describe('a figure of the bulletin', () => {
    const drafted = {code: 'entered', numerator: 6, denominator: 7};
    it('is written as a share, and of nothing there is none', () => {
        expect(written(drafted, rule('share'))).toBe('85.7%');
        expect(written({...drafted, numerator: 0, denominator: 0}, rule('share'))).toBe('—');
        expect(written({code: 'reports', numerator: 12}, rule('count'))).toBe('12');
        expect(written(undefined, rule('count'))).toBe('');
    });
    it('misses its goal from below, or from above where less is better', () => {
        expect(misses(drafted, rule('share', 0.9))).toBe(true);
        expect(misses(drafted, rule('share', 0.85))).toBe(false);
        expect(misses({code: 'x', numerator: 3}, rule('count', 2, 'lower'))).toBe(true);
        expect(misses({...drafted, denominator: 0, numerator: 0}, rule('share', 0.9))).toBe(false);
    });
    it('stands as the last word on it says', () => {
        const state = {
            objections: [{unit: 'a', figure: 'entered', value: {...drafted, numerator: 7}}],
            editions: [{edition: 1, corrections: []}],
        } as unknown as BulletinState;
        expect(standing(state, 'a', drafted).numerator).toBe(7);
        expect(standing(state, 'b', drafted).numerator).toBe(6);
    });
    it('of a district follows its stations', () => {
        const whole = {code: 'entered', numerator: 10, denominator: 12};
        const state = {
            rows: [
                {unit: 'd', kind: 'district', unit_name: '', station: '', figures: [whole]},
                {unit: 'a', kind: 'station', unit_name: '', station: 'a', figures: [drafted]},
            ],
            objections: [{unit: 'a', figure: 'entered', value: {...drafted, numerator: 8, denominator: 8}}],
        } as unknown as BulletinState;
        expect(standing(state, 'd', whole)).toEqual({code: 'entered', numerator: 12, denominator: 13});
    });
});
