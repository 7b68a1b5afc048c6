// Mediations as their desks see them, one of them read for a purpose, and the rulebook's words for them.
import {defineStore} from 'pinia';
import {shallowRef} from 'vue';

import {client, everyPage, settle} from '@/api/client';
import type {MediationRow, MediationState} from '@/api/types';
import {entry, objects, section, type Entry} from '@/desk/catalogue';
import {liveRows, type Listed} from '@/live/rows';
import {pick} from '@/words';

export type Mediation = Listed<MediationRow>;

export const useMediations = defineStore('mediations', () => {
    const list = liveRows<MediationRow>('all');

    async function load(): Promise<Map<string, Mediation>> {
        const rows = new Map<string, Mediation>();
        await everyPage(
            (after) => settle(client.GET('/v1/mediations', {params: {query: {limit: 500, after}}})),
            (page) => {
                for (const {stream, version, row} of page) rows.set(stream, {id: stream, version, row});
            },
        );
        return rows;
    }
    return {...list, load};
});

/** The look is recorded. */
export async function readMediation(mediation_id: string, signal: AbortSignal): Promise<MediationState> {
    const header = {'Anlan-Purpose': 'follow_up'};
    const answer = await settle(
        client.GET('/v1/mediations/{mediation_id}', {params: {path: {mediation_id}, header}, signal}),
    );
    return answer.state;
}

export const useMediationRules = defineStore('mediation_rules', () => {
    const classes = shallowRef<readonly Entry[]>([]);
    const levels = shallowRef<readonly Entry[]>([]);
    const visitWith = shallowRef<readonly Entry[]>([]);
    const endReasons = shallowRef<readonly Entry[]>([]);
    const earlyRules = shallowRef<readonly Entry[]>([]);
    const dueHour = shallowRef(20);

    async function load(): Promise<void> {
        const [read, catalogue] = await Promise.all([section('mediation'), section('classes')]);
        classes.value = objects(catalogue.dispute_classes).map(entry);
        levels.value = objects(read.levels).map(entry);
        visitWith.value = objects(read.visit_with).map(entry);
        endReasons.value = objects(read.end_reasons).map(entry);
        earlyRules.value = objects(read.early_rules).map(entry);
        if (typeof read.due_hour === 'number') dueHour.value = read.due_hour;
    }
    const named = (list: readonly Entry[], code: string | undefined) =>
        pick(
            list.find((one) => one.code === code),
            code ?? '',
        );
    return {
        classes,
        levels,
        visitWith,
        endReasons,
        earlyRules,
        dueHour,
        load,
        kind: (code: string | undefined) => named(classes.value, code),
        level: (code: string | undefined) => named(levels.value, code),
        with: (code: string) => named(visitWith.value, code),
        ended: (code: string | undefined) => named(endReasons.value, code),
        early: (code: string | undefined) => named(earlyRules.value, code),
    };
});
