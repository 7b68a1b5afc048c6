// The task catalogue as a desk sees it, the rulebook's words for it, and what it takes by department.
import {defineStore} from 'pinia';
import {computed, shallowRef} from 'vue';

import {client, everyPage, settle} from '@/api/client';
import type {TaskRow} from '@/api/types';
import {entry, objects, section, strings, type Entry} from '@/desk/catalogue';
import {liveRows, type Listed} from '@/live/rows';
import {pick} from '@/words';

export type Task = Listed<TaskRow>;
export type Field = NonNullable<TaskRow['terms']['fields']>[number];

export interface Ledger {
    department: string;
    tasks: number;
    minutes: number;
}

export const useTasks = defineStore('tasks', () => {
    const list = liveRows<TaskRow>('all');

    async function load(): Promise<Map<string, Task>> {
        const rows = new Map<string, Task>();
        await everyPage(
            (after) => settle(client.GET('/v1/tasks', {params: {query: {limit: 500, after}}})),
            (page) => {
                for (const {stream, version, row} of page) rows.set(stream, {id: stream, version, row});
            },
        );
        return rows;
    }

    /** What is in force takes, by department, the most first. */
    const ledger = computed<readonly Ledger[]>(() => {
        const found = new Map<string, Ledger>();
        for (const {row} of list.rows.value.values()) {
            if (row.stage !== 'in_force') continue;
            const {department} = row.terms;
            const sum = found.get(department) ?? {department, tasks: 0, minutes: 0};
            found.set(department, {...sum, tasks: sum.tasks + 1, minutes: sum.minutes + row.burden_minutes});
        }
        return [...found.values()].sort((a, b) => b.minutes - a.minutes);
    });

    /** Every question that some task asks: asked again with the same id, it is asked once on a card. */
    const questions = computed<readonly Field[]>(() => {
        const found = new Map<string, Field>();
        for (const {row} of list.rows.value.values())
            for (const field of row.terms.fields ?? []) if (!found.has(field.id)) found.set(field.id, field);
        return [...found.values()];
    });

    /** The numbers of a department have no gap. */
    const nextOf = (department: string): string => {
        let number = 1;
        while (list.rows.value.has(`tsk_${department}.${number}`)) number += 1;
        return `tsk_${department}.${number}`;
    };
    return {...list, load, ledger, questions, nextOf};
});

export const useTaskRules = defineStore('task_rules', () => {
    const departments = shallowRef<readonly Entry[]>([]);
    const deadlines = shallowRef<readonly Entry[]>([]);
    const carriers = shallowRef<readonly Entry[]>([]);
    const placeKinds = shallowRef<readonly Entry[]>([]);
    const minutesMax = shallowRef(0);
    const newDoorsAYear = shallowRef(0);

    async function load(): Promise<void> {
        const [rules, posts, places] = await Promise.all([
            section('task'),
            section('posts'),
            section('places'),
        ]);
        departments.value = objects(rules.departments).map(entry);
        deadlines.value = objects(rules.deadlines).map(entry);
        minutesMax.value = Number(rules.minutes_max) || 0;
        newDoorsAYear.value = Number(rules.new_doors_a_year) || 0;
        const roles = objects(posts.roles).map((json) => ({...entry(json), code: String(json.role)}));
        const named = strings(rules.carriers);
        carriers.value = roles.filter(({code}) => named.includes(code));
        placeKinds.value = objects(places.kinds).map(entry);
    }
    const named = (list: readonly Entry[], code: string) =>
        pick(
            list.find((one) => one.code === code),
            code,
        );
    return {
        departments,
        deadlines,
        carriers,
        placeKinds,
        minutesMax,
        newDoorsAYear,
        load,
        department: (code: string) => named(departments.value, code),
        deadline: (code: string) => named(deadlines.value, code),
        carrier: (code: string) => named(carriers.value, code),
        placeKind: (code: string) => named(placeKinds.value, code),
    };
});
