// The classes of instructions with the fields of their answers, as the rulebook has them.
import {defineStore} from 'pinia';
import {shallowRef} from 'vue';

import {entry, objects, questionOf, section, strings, type Entry} from '@/desk/catalogue';
import type {Question} from '@/api/types';
import {pick} from '@/words';

export interface InstructionClass extends Entry {
    fields: readonly Question[];
}

export const useInstructionClasses = defineStore('instruction_classes', () => {
    const classes = shallowRef<readonly InstructionClass[]>([]);
    const carriers = shallowRef<readonly string[]>([]);

    async function load(): Promise<void> {
        const rules = await section('instruction');
        classes.value = objects(rules.classes).map((json) => ({
            ...entry(json),
            fields: objects(json.fields).map(questionOf),
        }));
        carriers.value = strings(rules.carriers);
    }
    const of = (code: string) => classes.value.find((one) => one.code === code);
    const name = (code: string): string => pick(of(code), code);
    return {classes, carriers, load, of, name};
});
