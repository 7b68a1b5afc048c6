// What this phone knows: who is signed in, the unit, the incident it is on, what is owed. Read when the
// line is there, kept for when it is not, and wiped when it is over. Never more than this person's own
// work.
import {computed, ref, shallowRef} from 'vue';

import {client, everyPage, settle} from '@/api/client';
import {serverNow} from '@/api/clock';
import {Trouble} from '@/api/trouble';
import type {Answer, Change, IncidentState, OwedRow, Session, UnitRow} from '@/api/types';
import {keep as remember} from '@/words/language';
import * as db from './db';
import {knownHere} from './look';
import {reach, unshown} from './outbox';
import {byTime, owedFrom, type OwedHere} from './owed';

/** An incident as it was last read, with when that was. */
export interface KnownIncident {
    id: string;
    state: IncidentState;
    readAt: number;
}
export type UnitState = Answer<'/v1/units/{unit_id}'>['state'];
export type Assignment = NonNullable<UnitState['assignments']>[number];
export interface KnownUnit {
    id: string;
    state: UnitState;
}
/** What is kept between two openings of the page. */
interface Kept {
    session: Session;
    unit?: KnownUnit | undefined;
    noUnit: boolean;
    incident?: KnownIncident | undefined;
    owed: readonly OwedRow[];
    readAt: number;
    shownUpTo?: number | undefined; // older pages did not keep it
    /** By this phone's own clock, which is the one that it is compared with. */
    keptAt: number;
}

const keptFor = 12 * 3600 * 1000; // a shift; older than that it is nobody's present work

export const person = shallowRef<Session>();
export const unit = shallowRef<KnownUnit>();
/** This person goes without a unit today: a community officer, somebody at a post. */
export const noUnit = ref(false);
export const incident = shallowRef<KnownIncident>();
export const owedRows = shallowRef<readonly OwedRow[]>([]);
/** When all of it was last read, by the server's clock. */
export const readAt = ref(0);
/** What was said here and has arrived up to this place in the log is in what was read. */
const shownUpTo = ref(0);
/** Why it could not be read, where the server said so. */
export const trouble = shallowRef<unknown>();

const assignments = computed(() => unit.value?.state.assignments ?? []);
export const active = computed<Assignment | undefined>(() =>
    assignments.value.find(({stage}) => stage === 'active'),
);
/** What was said of the own unit and is not in `unit` or `owed` yet. */
export const said = computed(() => (unit.value ? unshown(unit.value.id, shownUpTo.value) : []));
export const waitingHere = computed(() => assignments.value.filter(({stage}) => stage === 'waiting'));
export const owed = computed<readonly OwedHere[]>(() => byTime(owedRows.value.map(owedFrom)));

export const may = (permission: string): boolean => {
    const [module] = permission.split('.');
    return (person.value?.permissions ?? []).some(
        (held) => held === permission || held === '*' || held === `${module}.*`,
    );
};

// --- kept on the phone -------------------------------------------------------------------------------------

async function keep(): Promise<void> {
    if (!person.value) return;
    const kept: Kept = {
        session: person.value,
        unit: unit.value,
        noUnit: noUnit.value,
        incident: incident.value,
        owed: owedRows.value,
        readAt: readAt.value,
        shownUpTo: shownUpTo.value,
        keptAt: Date.now(),
    };
    try {
        await db.keepAs('scene', kept);
        remember(knownHere, 'yes');
    } catch {
        // Then the page cannot be opened again without a signal; what was entered has a warning of its own.
    }
}

/** What was last known here, if it is of this shift. */
export async function recall(): Promise<boolean> {
    const kept = await db.kept<Kept>('scene').catch(() => undefined);
    if (!kept || Date.now() - kept.keptAt > keptFor) {
        await forgetScene();
        return false;
    }
    person.value = kept.session;
    unit.value = kept.unit;
    noUnit.value = kept.noUnit;
    incident.value = kept.incident;
    owedRows.value = kept.owed;
    readAt.value = kept.readAt;
    shownUpTo.value = kept.shownUpTo ?? 0;
    return true;
}

export async function forgetScene(): Promise<void> {
    unit.value = undefined;
    noUnit.value = false;
    incident.value = undefined;
    owedRows.value = [];
    remember(knownHere, 'no');
    await db.forget('scene').catch(() => undefined);
    await db.forget('cards').catch(() => undefined);
}

/** Somebody is signed in: what belonged to another is not shown to this one. */
export async function seat(session: Session): Promise<void> {
    if (person.value && person.value.account_id !== session.account_id) await forgetScene();
    person.value = session;
    await keep();
}

// --- read from the server ----------------------------------------------------------------------------------

export async function unitsHere(): Promise<readonly UnitRow[]> {
    const found: UnitRow[] = [];
    await everyPage(
        (after) => settle(client.GET('/v1/units', {params: {query: {limit: 200, after}}})),
        (page) => found.push(...page.map(({row}) => row)),
    );
    const own = person.value?.post.post_id;
    const rank = (row: UnitRow) => (row.post_id === own ? 0 : 2) + (row.status === 'off_duty' ? 1 : 0);
    return found.sort((a, b) => rank(a) - rank(b) || a.call_sign.localeCompare(b.call_sign, 'zh'));
}

const readUnit = async (unit_id: string): Promise<KnownUnit> => ({
    id: unit_id,
    state: (await settle(client.GET('/v1/units/{unit_id}', {params: {path: {unit_id}}}))).state,
});

/** None: this person goes without a unit today. */
export async function choose(unit_id: string | undefined): Promise<void> {
    incident.value = undefined;
    unit.value = unit_id === undefined ? undefined : await readUnit(unit_id);
    noUnit.value = unit_id === undefined;
    await keep();
    await read();
}

const header = {'Anlan-Purpose': 'dispatch'};

async function readIncident(id: string): Promise<KnownIncident> {
    const answer = await settle(
        client.GET('/v1/incidents/{incident_id}', {params: {path: {incident_id: id}, header}}),
    );
    return {id, state: answer.state, readAt: serverNow()};
}

/** An incident for a stated purpose, to show once: the look is recorded, nothing is kept. */
export async function look(id: string, purpose: 'dispatch' | 'follow_up'): Promise<IncidentState> {
    const answer = await settle(
        client.GET('/v1/incidents/{incident_id}', {
            params: {path: {incident_id: id}, header: {'Anlan-Purpose': purpose}},
        }),
    );
    return answer.state;
}

let reading = false;
let again: 'no' | 'yes' | 'stale' = 'no';

/** Reads everything anew. What is personal is read once for each incident, or when that has changed. */
export async function read(stale = false): Promise<void> {
    if (reading) {
        again = stale || again === 'stale' ? 'stale' : 'yes';
        return;
    }
    reading = true;
    const upTo = reach();
    try {
        const query = {owner: 'me', without: 'errand', limit: 200};
        const asked = settle(client.GET('/v1/obligations', {params: {query}}));
        if (unit.value) await takeUnit(await readUnit(unit.value.id), stale);
        owedRows.value = (await asked).rows;
        readAt.value = serverNow();
        shownUpTo.value = upTo;
        trouble.value = undefined;
    } catch (error) {
        if (!(error instanceof Trouble) || error.kind === 'refused') trouble.value = error;
    }
    reading = false;
    await keep();
    if (again === 'no') return;
    const wasStale = again === 'stale';
    again = 'no';
    await read(wasStale);
}

async function takeUnit(known: KnownUnit, stale: boolean): Promise<void> {
    unit.value = known;
    const id = active.value?.incident_id;
    if (!id) {
        incident.value = undefined; // it is over: what was said of people leaves this phone
        return;
    }
    if (!stale && incident.value?.id === id) return;
    incident.value = await readIncident(id);
}

// --- heard from the feed -----------------------------------------------------------------------------------

// What units do, and the clock: it changes nothing of what a crew has to know of its incident. Every
// reading is recorded as a look at what was said of people, so that it is not read again for these.
const ofUnits =
    /\.(assignment|acknowledgement|departure|arrival|clearance|release|hold|resumption)_noted\.|\.deadline_/;

/** Reads anew what a change of the feed concerns. */
export function hear(changes: readonly Change[]): void {
    const own = changes.filter(
        ({stream}) =>
            stream === unit.value?.id ||
            stream === incident.value?.id ||
            owedRows.value.some((row) => row.stream === stream),
    );
    if (own.length === 0) return;
    void read(own.some(({stream, wire}) => stream === incident.value?.id && !ofUnits.test(wire)));
}
