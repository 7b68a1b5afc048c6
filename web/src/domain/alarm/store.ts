// What is put aside now, and the rulebook's figures about alarms.
import {defineStore} from 'pinia';
import {shallowRef} from 'vue';

import {client, everyPage, settle} from '@/api/client';
import type {ShelvingRow} from '@/api/types';
import {objects, section, strings} from '@/desk/catalogue';
import {liveRows, type Listed} from '@/live/rows';
import type {Budget} from './alarms';

export type Shelving = Listed<ShelvingRow>;

export const useShelvings = defineStore('shelvings', () => {
    const list = liveRows<ShelvingRow>('open');

    async function load(): Promise<Map<string, Shelving>> {
        const rows = new Map<string, Shelving>();
        await everyPage(
            (after) =>
                settle(
                    client.GET('/v1/shelvings', {params: {query: {only_open: true, limit: 500, after}}}),
                ),
            (page) => {
                for (const {stream, version, row} of page) rows.set(stream, {id: stream, version, row});
            },
        );
        return rows;
    }
    return {...list, load};
});

export interface AlarmRules extends Budget {
    minutesMax: number;
    mayShelve: readonly string[];
    ringGaps: readonly {within: number; covered_min: number}[];
}

export const useAlarmRules = defineStore('alarm_rules', () => {
    const rules = shallowRef<AlarmRules>();

    async function load(): Promise<void> {
        const read = await section('alarm');
        rules.value = {
            newMax: Number(read.new_max),
            newWithin: Number(read.new_within) * 1000,
            groupWithin: Number(read.group_within) * 1000,
            minutesMax: Number(read.shelve_minutes_max),
            mayShelve: strings(read.may_shelve),
            ringGaps: objects(read.ring_gaps).map((gap) => ({
                within: Number(gap.within),
                covered_min: Number(gap.covered_min),
            })),
        };
    }
    return {rules, load};
});
