// The days' lists of the centre, the incidents of one of them, and the rulebook's words for all of it.
import {defineStore} from 'pinia';
import {computed, shallowRef} from 'vue';

import {client, everyPage, settle} from '@/api/client';
import type {SelectionRow, SelectionState} from '@/api/types';
import {entry, objects, section, strings, type Entry} from '@/desk/catalogue';
import {liveRows, type Listed} from '@/live/rows';
import {pick} from '@/words';

export type Selection = Listed<SelectionRow>;
type StateEntry = NonNullable<SelectionState['entries']>[number];
/** An incident of the day as the list has it. */
export interface Candidate extends StateEntry {
    readonly id: string;
}

export const useSelections = defineStore('selections', () => {
    const list = liveRows<SelectionRow>('all');

    async function load(): Promise<Map<string, Selection>> {
        const rows = new Map<string, Selection>();
        await everyPage(
            (after) => settle(client.GET('/v1/selections', {params: {query: {limit: 500, after}}})),
            (page) => {
                for (const {stream, version, row} of page) rows.set(stream, {id: stream, version, row});
            },
        );
        return rows;
    }
    return {...list, load};
});

/** All of one day, with the version that was read. It names incidents and codes, and nothing of people. */
export async function readSelection(
    selection_id: string,
    signal: AbortSignal,
): Promise<{version: number; candidates: Candidate[]}> {
    const {version, state} = await settle(
        client.GET('/v1/selections/{selection_id}', {params: {path: {selection_id}}, signal}),
    );
    return {
        version,
        candidates: (state.entries ?? []).map((one) => ({...one, id: one.candidate.incident_id})),
    };
}

/** What a pick orders, unless the person says otherwise. */
export interface Order extends Entry {
    reasons: string[];
}

export const useSelectionRules = defineStore('selection_rules', () => {
    const reasons = shallowRef<readonly Entry[]>([]);
    const evidence = shallowRef(new Map<string, Entry>());
    const passOverReasons = shallowRef<readonly Entry[]>([]);
    const orders = shallowRef<readonly Order[]>([]);
    const candidateFrom = shallowRef(0);
    const byReason = computed(() => new Map(reasons.value.map((one) => [one.code, one])));

    async function load(): Promise<void> {
        const [read, ofInstructions] = await Promise.all(['selection', 'instruction'].map(section));
        const rules = objects(read?.reasons);
        const classes = objects(ofInstructions?.classes).map(entry);
        reasons.value = rules.map(entry);
        evidence.value = new Map(
            rules.flatMap((rule) => objects(rule.evidence).map((one) => [entry(one).code, entry(one)])),
        );
        passOverReasons.value = objects(read?.pass_over_reasons).map(entry);
        orders.value = objects(read?.instruct).map((rule) => {
            const code = typeof rule.instruction_class === 'string' ? rule.instruction_class : '';
            const words = classes.find((one) => one.code === code);
            return {zh: code, en: code, ...words, code, reasons: strings(rule.reasons)};
        });
        candidateFrom.value = typeof read?.candidate_from === 'number' ? read.candidate_from : 0;
    }
    /** The first that has one of the reasons; the last has none and fits any. */
    const orderOf = (codes: readonly string[]): Order | undefined =>
        orders.value.find(
            ({reasons: of}) => of.length === 0 || of.some((one) => codes.includes(one)),
        );
    return {
        passOverReasons,
        orders,
        candidateFrom,
        load,
        orderOf,
        reason: (code: string) => pick(byReason.value.get(code), code),
        evidence: (code: string) => pick(evidence.value.get(code), code),
        passedOver: (code: string) =>
            pick(
                passOverReasons.value.find((one) => one.code === code),
                code,
            ),
        order: (code: string) =>
            pick(
                orders.value.find((one) => one.code === code),
                code,
            ),
    };
});
