// The weekly bulletins, one of them whole, the week's figures, the records behind one, the rulebook's words.
import {defineStore} from 'pinia';
import {computed, shallowRef} from 'vue';

import {client, everyPage, settle} from '@/api/client';
import type {AuditPage, BulletinRow, BulletinState, FigureRecords, WeeklyPage} from '@/api/types';
import {entry, objects, section, type Entry} from '@/desk/catalogue';
import {liveRows, type Listed} from '@/live/rows';
import {pick} from '@/words';

export type Bulletin = Listed<BulletinRow>;
export type UnitFigures = NonNullable<WeeklyPage['rows']>[number];
export type FigureValue = NonNullable<UnitFigures['figures']>[number];
export type Objection = NonNullable<BulletinState['objections']>[number];
export type Side = 'numerator' | 'denominator';

export const useBulletins = defineStore('bulletins', () => {
    const list = liveRows<BulletinRow>('all');

    async function load(): Promise<Map<string, Bulletin>> {
        const rows = new Map<string, Bulletin>();
        await everyPage(
            (after) => settle(client.GET('/v1/bulletins', {params: {query: {limit: 500, after}}})),
            (page) => {
                for (const {stream, version, row} of page) rows.set(stream, {id: stream, version, row});
            },
        );
        return rows;
    }
    return {...list, load};
});

export async function readBulletin(bulletin_id: string, signal: AbortSignal): Promise<BulletinState> {
    const {state} = await settle(
        client.GET('/v1/bulletins/{bulletin_id}', {params: {path: {bulletin_id}}, signal}),
    );
    return state;
}

export const readWeek = (week: string, district: string, signal: AbortSignal): Promise<WeeklyPage> =>
    settle(
        client.GET('/v1/weekly_figures', {
            params: {query: {...(week ? {week} : {}), ...(district ? {district} : {})}},
            signal,
        }),
    );

export const readAudit = (day: string, signal: AbortSignal): Promise<AuditPage> =>
    settle(client.GET('/v1/audits/{day}', {params: {path: {day}}, signal}));

export const readRecords = (
    asked: {week: string; unit: string; figure: string; side: Side; after: string},
    signal: AbortSignal,
): Promise<FigureRecords> =>
    settle(client.GET('/v1/weekly_figures/records', {params: {query: asked}, signal}));

/** What the rulebook says of a figure. */
export interface FigureRule extends Entry {
    unit: 'count' | 'share' | 'minutes';
    formula: Entry;
    better: 'higher' | 'lower' | 'neither';
    kpi: boolean;
    goal?: number;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
function figureOf(rule: Record<string, unknown>): FigureRule {
    const unit = text(rule.unit);
    const better = text(rule.better);
    return {
        ...entry(rule),
        unit: unit === 'share' || unit === 'minutes' ? unit : 'count',
        better: better === 'higher' || better === 'lower' ? better : 'neither',
        formula: {code: '', zh: text(rule.formula_zh), en: text(rule.formula_en)},
        kpi: rule.kpi === true,
        ...(typeof rule.goal === 'number' ? {goal: rule.goal} : {}),
    };
}

export const useBulletinRules = defineStore('bulletin_rules', () => {
    const figures = shallowRef<readonly FigureRule[]>([]);
    const departments = shallowRef<readonly Entry[]>([]);
    const byCode = computed(() => new Map(figures.value.map((one) => [one.code, one])));

    async function load(): Promise<void> {
        const [own, ofTasks] = await Promise.all(['bulletin', 'task'].map(section));
        const all = objects(own?.figures).map(figureOf);
        // Four up and one down stand first.
        figures.value = [...all.filter(({kpi}) => kpi), ...all.filter(({kpi}) => !kpi)];
        departments.value = objects(ofTasks?.departments).map(entry);
    }
    return {
        figures,
        load,
        rule: (code: string) => byCode.value.get(code),
        figure: (code: string) => pick(byCode.value.get(code), code),
        department: (code: string) =>
            pick(
                departments.value.find((one) => one.code === code),
                code,
            ),
    };
});
