// Classes, questions, dispositions, agencies, skills: the lists of the rulebook with their words. The
// interface's description says of a section only that it is JSON, so each entry is read with care here.
import {defineStore} from 'pinia';
import {computed, shallowRef} from 'vue';

import {client, settle} from '@/api/client';
import type {Priority, Question} from '@/api/types';
import {pick, t} from '@/words';

export interface Entry {
    code: string;
    zh: string;
    en: string;
}
export interface ClassEntry extends Entry {
    priority?: Priority;
    questions: string[];
}
export interface Disposition extends Entry {
    classes: string[];
    note: boolean;
}

type Json = Record<string, unknown>;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
export const strings = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
export const objects = (value: unknown): Json[] =>
    Array.isArray(value) ? value.filter((one): one is Json => typeof one === 'object' && one !== null) : [];
export const entry = (json: Json): Entry => ({code: text(json.code), zh: text(json.zh), en: text(json.en)});
const priority = (value: unknown): Priority | undefined =>
    value === 'p1' || value === 'p2' || value === 'p3' || value === 'p4' ? value : undefined;
const kind = (value: unknown): Question['kind'] =>
    value === 'choice' || value === 'number' || value === 'yes_no' ? value : 'text';

export const questionOf = (json: Json): Question => ({
    id: text(json.id),
    zh: text(json.zh),
    en: text(json.en),
    kind: kind(json.kind),
    required: json.required === true,
    choices: objects(json.choices).map(entry),
});

export async function section(name: string): Promise<Json> {
    const answer: unknown = await settle(
        client.GET('/v1/rulebook/{section}', {params: {path: {section: name}}}),
    );
    return typeof answer === 'object' && answer !== null ? (answer as Json) : {};
}

export const useCatalogue = defineStore('catalogue', () => {
    const classes = shallowRef<readonly ClassEntry[]>([]);
    const questions = shallowRef<readonly Question[]>([]);
    const dispositions = shallowRef<readonly Disposition[]>([]);
    const agencies = shallowRef<readonly Entry[]>([]);
    const voids = shallowRef<readonly Entry[]>([]);
    const skills = shallowRef<readonly Entry[]>([]);
    const byCode = computed(() => new Map(classes.value.map((one) => [one.code, one])));
    const byQuestion = computed(() => new Map(questions.value.map((one) => [one.id, one])));

    async function load(): Promise<void> {
        const [ofClasses, ofDispositions, ofCall, ofUnit] = await Promise.all(
            ['classes', 'dispositions', 'call', 'unit'].map(section),
        );
        classes.value = objects(ofClasses?.classes).map((json) => {
            const level = priority(json.priority);
            return {
                ...entry(json),
                questions: strings(json.questions),
                ...(level ? {priority: level} : {}),
            };
        });
        questions.value = objects(ofClasses?.questions).map(questionOf);
        dispositions.value = objects(ofDispositions?.dispositions).map((json) => ({
            ...entry(json),
            classes: strings(json.classes),
            note: json.note === true,
        }));
        agencies.value = objects(ofClasses?.agencies).map(entry);
        voids.value = objects(ofCall?.void_reasons).map(entry);
        skills.value = objects(ofUnit?.skills).map(entry);
    }

    const className = (code: string | undefined): string =>
        code ? pick(byCode.value.get(code), code) : t('unclassified');
    /** The dispositions that an incident of this class may end with: of it, of its group, or of any. */
    const dispositionsOf = (code: string): readonly Disposition[] =>
        dispositions.value.filter(
            ({classes: of}) =>
                of.length === 0 || of.some((one) => code === one || code.startsWith(`${one}.`)),
        );
    return {
        classes,
        questions,
        dispositions,
        agencies,
        voids,
        skills,
        byCode,
        byQuestion,
        load,
        className,
        dispositionsOf,
    };
});
