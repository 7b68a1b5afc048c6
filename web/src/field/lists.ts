// The rulebook's lists that the phone shows, and what the records are called that something is owed on. The
// interface's description says of a section only that it is JSON, so each entry is read with care here.
import {shallowRef} from 'vue';

import {client, settle} from '@/api/client';
import {pick} from '@/words/language';
import * as db from './db';
import {t} from './texts';

export interface Entry {
    code: string;
    zh: string;
    en: string;
}
interface Lists {
    outcomes: readonly Entry[];
    classes: readonly Entry[];
    questions: readonly Entry[];
    /** How long a voice note may be. */
    noteSeconds?: number;
    readAt: number;
}

const goodFor = 12 * 3600 * 1000;
const usualNoteSeconds = 60; // until the rulebook was read
const lists = shallowRef<Lists>({outcomes: [], classes: [], questions: [], readAt: 0});

type Json = Record<string, unknown>;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const entriesOf = (value: unknown, code: string): readonly Entry[] =>
    (Array.isArray(value) ? value : [])
        .filter((one): one is Json => typeof one === 'object' && one !== null)
        .map((one) => ({code: text(one[code]), zh: text(one.zh), en: text(one.en)}));

async function section(name: string): Promise<Json> {
    const answer: unknown = await settle(
        client.GET('/v1/rulebook/{section}', {params: {path: {section: name}}}),
    );
    return typeof answer === 'object' && answer !== null ? (answer as Json) : {};
}

/** The lists kept on this phone; read anew once a shift. */
export async function loadLists(): Promise<void> {
    const known = await db.kept<Lists>('lists').catch(() => undefined);
    if (known) lists.value = known;
    if (Date.now() - lists.value.readAt < goodFor) return;
    const ofUnit = await section('unit');
    const outcomes = entriesOf(ofUnit.outcomes, 'code');
    lists.value = {...lists.value, outcomes};
    const ofClasses = await section('classes');
    const {seconds_max} = await section('attachments');
    lists.value = {
        outcomes,
        classes: entriesOf(ofClasses.classes, 'code'),
        questions: entriesOf(ofClasses.questions, 'id'),
        noteSeconds: typeof seconds_max === 'number' ? seconds_max : usualNoteSeconds,
        readAt: Date.now(),
    };
    await db.keepAs('lists', lists.value).catch(() => undefined); // then they are read again next time
}

export const noteSeconds = (): number => lists.value.noteSeconds ?? usualNoteSeconds;
export const outcomes = (): readonly Entry[] => lists.value.outcomes;
const named = (list: readonly Entry[], code: string) =>
    pick(
        list.find((one) => one.code === code),
        code,
    );
export const className = (code: string): string =>
    code ? named(lists.value.classes, code) : t('unclassified');
export const outcomeName = (code: string): string => named(lists.value.outcomes, code);
export const questionText = (id: string): string => named(lists.value.questions, id);

/** How an incident was closed: asked for when it is needed, which is seldom. */
export async function dispositionName(code: string): Promise<string> {
    const found = entriesOf((await section('dispositions')).dispositions, 'code');
    return named(found, code);
}

// --- what records are called -------------------------------------------------------------------------------

const labels = shallowRef<ReadonlyMap<string, string>>(new Map());
const everyMinute = 60_000;
let labelledAt = 0;

export const labelOf = (stream: string): string => labels.value.get(stream) ?? '';
export function noteLabels(found: Iterable<readonly [string, string]>): void {
    labels.value = new Map([...labels.value, ...found]);
}

/** Looks up, from lists, which hold nothing personal, what is owed on. Once a minute at most. */
export async function labelThese(streams: readonly string[]): Promise<void> {
    const unknown = streams.filter((stream) => !labels.value.has(stream) && stream.startsWith('inc_'));
    if (unknown.length === 0 || Date.now() - labelledAt < everyMinute) return;
    labelledAt = Date.now();
    const page = await settle(client.GET('/v1/incidents', {params: {query: {limit: 50}}}));
    noteLabels(
        page.rows.map(({stream, row}) => [
            stream,
            [className(row.class_code), row.place_label].filter(Boolean).join(' · '),
        ]),
    );
}
