// Suggested and confirmed matters as the centre sees them, and the rulebook's words for them.
import {defineStore} from 'pinia';
import {shallowRef} from 'vue';

import {client, everyPage, settle} from '@/api/client';
import type {MatterRow} from '@/api/types';
import {entry, objects, section, type Entry} from '@/desk/catalogue';
import {liveRows, type Listed} from '@/live/rows';
import {pick, wordOf} from '@/words';

export type Matter = Listed<MatterRow>;
export type MatterReport = NonNullable<MatterRow['reports']>[number];

export const useMatters = defineStore('matters', () => {
    const list = liveRows<MatterRow>('all');

    async function load(): Promise<Map<string, Matter>> {
        const rows = new Map<string, Matter>();
        await everyPage(
            (after) => settle(client.GET('/v1/matters', {params: {query: {limit: 500, after}}})),
            (page) => {
                for (const {stream, version, row} of page) rows.set(stream, {id: stream, version, row});
            },
        );
        return rows;
    }
    return {...list, load};
});

// Without a rule it was not suggested by the finder.
const origins = {split: ['由另一事项拆出', 'split off another']} as const;

export const useMatterRules = defineStore('matter_rules', () => {
    const kinds = shallowRef<readonly Entry[]>([]);
    const rules = shallowRef<readonly Entry[]>([]);
    const rejectReasons = shallowRef<readonly Entry[]>([]);

    async function load(): Promise<void> {
        const read = await section('matter');
        const finder = (read.finder ?? {}) as Record<string, unknown>;
        kinds.value = objects(finder.kinds).map(entry);
        rules.value = objects(read.suggest_when).map(entry);
        rejectReasons.value = objects(read.reject_reasons).map(entry);
    }
    const named = (list: readonly Entry[], code: string) =>
        pick(
            list.find((one) => one.code === code),
            code,
        );
    return {
        rejectReasons,
        load,
        kind: (code: string) => named(kinds.value, code),
        rule: (code: string) => (code === '' ? wordOf(origins, 'split') : named(rules.value, code)),
        rejected: (code: string) => named(rejectReasons.value, code),
    };
});
