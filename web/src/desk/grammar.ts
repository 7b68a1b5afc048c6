// The command line's language, as a pure function: a line and what is on the desk give a deed, or what is
// missing. Verbs are Latin or Chinese, with or without a slash; punctuation is either; digits suffice.
// Nothing here sends anything.
import type {IncidentRow, Priority} from '@/api/types';
import type {Call} from '@/domain/call/store';
import type {Incident} from '@/domain/incident/store';
import type {Unit} from '@/domain/unit/store';
import type {TextKey} from '@/words';
import {spellings, squeeze} from './initials';

/** verb → the words that mean it; the first two are what people are shown. */
export const verbs = {
    dispatch: ['send', '派', 'd', 'dispatch'],
    state: ['st', '状态'],
    acknowledge: ['ack', '接', 'a'],
    depart: ['go', '出', 'depart'],
    arrive: ['on', '到', 'arrive'],
    clear: ['clr', '清', 'clear'],
    safe: ['safe', '安', 'ok'],
    release: ['rel', '撤', 'release'],
    resume: ['resume', '续'],
    know: ['know', '知', 'k'],
    panic_over: ['calm', '解除'],
    view: ['view', '看', 'v'],
    note: ['note', '记', 'm'],
    priority: ['pri', '级', 'p'],
    level: ['level', '提级'],
    close: ['close', '结', 'x'],
    join: ['join', '并', 'j'],
    merge: ['merge', '合'],
    split: ['split', '拆'],
    report: ['new', '报', 'n'],
    filter: ['filter', '筛', 'f'],
    undo: ['undo', '撤销', 'u'],
    help: ['?', '帮助', 'help', 'h'],
} as const;
export type Verb = keyof typeof verbs;
type UnitVerb =
    | 'acknowledge'
    | 'depart'
    | 'arrive'
    | 'clear'
    | 'safe'
    | 'release'
    | 'resume'
    | 'know'
    | 'panic_over';

const unitVerbs: ReadonlySet<Verb> = new Set<UnitVerb>([
    'acknowledge',
    'depart',
    'arrive',
    'clear',
    'safe',
    'release',
    'resume',
    'know',
    'panic_over',
]);
/** Words for what a crew says of itself, after the unit: /st 武昌-3 到场. */
export const states: readonly (readonly [Verb, readonly string[]])[] = [
    ['acknowledge', ['接令', '接', 'ack', 'acknowledged']],
    ['depart', ['出动', '途中', '出', 'go', 'enroute']],
    ['arrive', ['到场', '到', 'on', 'scene', 'onscene']],
    ['clear', ['清场', '清', 'clr', 'clear']],
    ['safe', ['安全', '安', 'safe', 'ok']],
];
/** Done on a second Enter only. */
export const asksTwice: ReadonlySet<Verb> = new Set<Verb>(['priority', 'level', 'close', 'panic_over']);

export interface Why {
    key: TextKey;
    values?: Record<string, string>;
}

/** How a unit that is on something else is to be taken. */
export type Taking = 'override' | 'preempt';

export interface Deed {
    verb: Verb;
    /** What is missing; without it the deed can be done. */
    why?: Why;
    incident?: Incident;
    units?: readonly Unit[];
    call?: Call;
    /** The incident that goes on with what is merged. */
    into?: Incident;
    /** Which callers of the incident belong to the other event: first is 1. */
    callers?: readonly number[];
    taking?: Taking;
    reason?: string;
    text?: string;
    priority?: Priority;
    level?: IncidentRow['level'];
    disposition?: {code: string; zh: string; en: string};
}

export interface Desk {
    incidents: readonly Incident[];
    units: readonly Unit[];
    calls: readonly Call[];
    numberOf(id: string): string;
    dispositionsOf(classCode: string): readonly {code: string; zh: string; en: string}[];
    selected?: Incident;
}

const fold = (text: string) => text.normalize('NFKC').toLowerCase();
const words = (text: string) => text.split(/\s+/).filter(Boolean);

/** undefined for an empty line. */
export function parse(line: string, desk: Desk): Deed | undefined {
    const plain = line
        .normalize('NFKC')
        .replace(/[,、;。]/g, ' ')
        .trim()
        .replace(/^\/(?=.)/, '');
    if (!plain || plain === '/') return undefined;
    const found = split(plain);
    if (!found) return {verb: 'help', why: {key: 'unknown_verb', values: {word: words(plain)[0] ?? ''}}};
    const {verb, rest} = found;
    if (verb === 'undo' || verb === 'help') return {verb};
    if (verb === 'report' || verb === 'filter') return {verb, text: rest};
    if (verb === 'state') return stateDeed(rest, desk);
    if (verb === 'join') return joinDeed(words(rest), desk);
    if (unitVerbs.has(verb)) return unitDeed(verb, rest, desk);
    return incidentDeed(verb, words(rest), desk);
}

// "派3 江汉-21" as well as "派 3 江汉-21": a Chinese verb needs no blank after it. The longest word wins.
const byLength = Object.entries(verbs)
    .flatMap(([verb, names]) => names.map((name) => [verb as Verb, name] as const))
    .sort((a, b) => b[1].length - a[1].length);

function split(plain: string): {verb: Verb; rest: string} | undefined {
    const lower = plain.toLowerCase();
    for (const [verb, name] of byLength) {
        if (!lower.startsWith(name)) continue;
        const next = plain[name.length];
        if (/^[a-z]+$/.test(name) && next !== undefined && !/[\s\d]/.test(next)) continue;
        return {verb, rest: plain.slice(name.length).trim()};
    }
    return undefined;
}

function stateDeed(rest: string, desk: Desk): Deed {
    const all = words(rest);
    const last = fold(all[all.length - 1] ?? '');
    const state = states.find(([, names]) => names.includes(last))?.[0];
    const found = unitsOf(state ? all.slice(0, -1) : all, desk);
    if ('why' in found) return {verb: 'state', why: found.why};
    if (found.units.length === 0) return {verb: 'state', why: {key: 'need_unit'}};
    return state
        ? {verb: state, units: found.units}
        : {verb: 'state', units: found.units, why: {key: 'need_state'}};
}

function unitDeed(verb: Verb, rest: string, desk: Desk): Deed {
    const wantsReason = verb === 'release' || verb === 'panic_over';
    const all = words(rest);
    const found = unitsOf(wantsReason ? all.slice(0, 1) : all, desk);
    if ('why' in found) return {verb, why: found.why};
    if (found.units.length === 0) return {verb, why: {key: 'need_unit'}};
    const reason = wantsReason ? all.slice(1).join(' ') : '';
    const deed: Deed = {verb, units: found.units, ...(reason ? {reason} : {})};
    return wantsReason && !reason ? {...deed, why: {key: 'reason_needed'}} : deed;
}

/** "/join C 3": the call that waits for its outcome, and the incident it belongs to. */
function joinDeed(all: readonly string[], desk: Desk): Deed {
    const [first] = all;
    if (!first) return {verb: 'join', why: {key: 'need_call'}};
    const call = desk.calls.find((one) => desk.numberOf(one.id) === fold(first).replace(/^#/, ''));
    if (!call) return {verb: 'join', why: {key: 'no_such_call', values: {word: first}}};
    const found = incidentOf(all[1], desk);
    return 'why' in found
        ? {verb: 'join', call, why: found.why}
        : {verb: 'join', call, incident: found.incident};
}

function incidentDeed(verb: Verb, all: readonly string[], desk: Desk): Deed {
    const found = incidentOf(all[0], desk);
    if ('why' in found) return {verb, why: found.why};
    const deed: Deed = {verb, incident: found.incident};
    const rest = all.slice(1);
    if (verb === 'dispatch') return dispatchDeed(deed, rest.join(' '), desk);
    if (verb === 'priority') return priorityDeed(deed, rest);
    if (verb === 'level') return levelDeed(deed, rest);
    if (verb === 'merge') return mergeDeed(deed, rest, desk);
    if (verb === 'split') return splitDeed(deed, rest.join(' '), desk);
    if (verb === 'close') return closeDeed(deed, rest, desk);
    if (verb === 'note')
        return rest.length > 0 ? {...deed, text: rest.join(' ')} : {...deed, why: {key: 'need_text'}};
    return deed;
}

// After "!" stands the reason why a busy unit goes and its present incident waits, after "!!" why that is
// given up.
function dispatchDeed(deed: Deed, text: string, desk: Desk): Deed {
    const [, names = '', mark = '', reason = ''] = /^([^!]*)(!{0,2})\s*(.*)$/s.exec(text) ?? [];
    const found = unitsOf(words(names), desk);
    if ('why' in found) return {...deed, why: found.why};
    if (found.units.length === 0) return {...deed, why: {key: 'need_unit'}};
    if (!mark) return {...deed, units: found.units};
    const taking: Taking = mark === '!' ? 'override' : 'preempt';
    const known: Deed = {...deed, units: found.units, taking};
    return reason ? {...known, reason} : {...known, why: {key: 'reason_needed'}};
}

function priorityDeed(deed: Deed, all: readonly string[]): Deed {
    const level = /^p?([1-4])$/i.exec(all[0] ?? '')?.[1];
    if (!level) return {...deed, why: {key: 'need_priority'}};
    const reason = all.slice(1).join(' ');
    return {...deed, priority: `p${level}` as Priority, ...(reason ? {reason} : {})};
}

function levelDeed(deed: Deed, all: readonly string[]): Deed {
    const names: Record<string, IncidentRow['level']> = {
        分局: 'district',
        district: 'district',
        市局: 'city',
        city: 'city',
    };
    const level = names[fold(all[0] ?? '')];
    if (!level) return {...deed, why: {key: 'need_level'}};
    const reason = all.slice(1).join(' ');
    return reason ? {...deed, level, reason} : {...deed, level, why: {key: 'reason_needed'}};
}

function mergeDeed(deed: Deed, all: readonly string[], desk: Desk): Deed {
    if (!all[0]) return {...deed, why: {key: 'need_other_incident'}};
    const found = incidentOf(all[0], desk);
    if ('why' in found) return {...deed, why: found.why};
    if (found.incident.id === deed.incident?.id) return {...deed, why: {key: 'need_other_incident'}};
    const reason = all.slice(1).join(' ').replace(/^!\s*/, '');
    const known: Deed = {...deed, into: found.incident};
    return reason ? {...known, reason} : {...known, why: {key: 'reason_needed'}};
}

/** "/split 3 wc-3 #2 ! reason": units and callers that belong to the other event, in any order. */
function splitDeed(deed: Deed, text: string, desk: Desk): Deed {
    const [, names = '', , reason = ''] = /^([^!]*)(!?)\s*(.*)$/s.exec(text) ?? [];
    const all = words(names);
    const callers = all.filter((word) => /^#\d+$/.test(word)).map((word) => Number(word.slice(1)));
    const found = unitsOf(
        all.filter((word) => !/^#\d+$/.test(word)),
        desk,
    );
    if ('why' in found) return {...deed, why: found.why};
    const stranger = found.units.find((unit) => unit.row.incident_id !== deed.incident?.id);
    if (stranger)
        return {...deed, why: {key: 'unit_not_on_it', values: {unit: stranger.row.call_sign}}};
    if (found.units.length + callers.length === 0) return {...deed, why: {key: 'need_split'}};
    if (callers.some((figure) => figure < 1 || figure > (deed.incident?.row.calls ?? 0)))
        return {...deed, why: {key: 'no_such_caller', values: {n: String(deed.incident?.row.calls ?? 0)}}};
    const known: Deed = {...deed, units: found.units, callers};
    return reason ? {...known, reason} : {...known, why: {key: 'reason_needed'}};
}

const listedMax = 8;

function closeDeed(deed: Deed, all: readonly string[], desk: Desk): Deed {
    const known = desk.dispositionsOf(deed.incident?.row.class_code ?? '');
    const wanted = fold(all[0] ?? '');
    const namesOf = (entry: {code: string; zh: string; en: string}) =>
        [entry.code, entry.zh, entry.en].filter(Boolean).map(fold);
    const hit = wanted
        ? (known.find((entry) => namesOf(entry).includes(wanted)) ??
          known.find((entry) => namesOf(entry).some((name) => name.includes(wanted))))
        : undefined;
    if (hit) return {...deed, disposition: hit, text: all.slice(1).join(' ')};
    const list = known
        .slice(0, listedMax)
        .map((entry) => entry.zh || entry.code)
        .join('、');
    return {...deed, why: {key: 'need_code', values: {list: list || '…'}}};
}

function incidentOf(name: string | undefined, desk: Desk): {incident: Incident} | {why: Why} {
    const {selected} = desk;
    if (!name || name === '.') return selected ? {incident: selected} : {why: {key: 'need_incident'}};
    const wanted = fold(name).replace(/^#/, '');
    const hit = desk.incidents.find((incident) => desk.numberOf(incident.id) === wanted);
    return hit ? {incident: hit} : {why: {key: 'no_such_incident', values: {word: name}}};
}

function unitsOf(names: readonly string[], desk: Desk): {units: Unit[]} | {why: Why} {
    const units: Unit[] = [];
    let stem = '';
    for (const name of names) {
        // "江汉-21 22": a bare figure takes over what stands before the figure of the one before it.
        const found = unitOf(name, desk, stem);
        if ('why' in found) return found;
        if (!units.includes(found.unit)) units.push(found.unit);
        stem = found.unit.row.call_sign.replace(/\d+\D*$/, '');
    }
    return {units};
}

function unitOf(name: string, desk: Desk, stem: string): {unit: Unit} | {why: Why} {
    const wanted = squeeze(name);
    if (stem && /^\d+$/.test(wanted)) {
        const beside = desk.units.find((unit) => squeeze(unit.row.call_sign) === squeeze(stem + wanted));
        if (beside) return {unit: beside};
    }
    const tests: ((text: string) => boolean)[] = [
        (text) => text === wanted,
        (text) => sameUnit(text, wanted),
        (text) => text.endsWith(wanted),
        (text) => text.includes(wanted),
    ];
    for (const test of tests) {
        const found = desk.units.filter((unit) => spellings(unit.row.call_sign).some(test));
        if (found.length === 1) return {unit: found[0]!};
        if (found.length > 1) {
            const list = found.slice(0, 6).map((unit) => unit.row.call_sign);
            return {why: {key: 'many_units', values: {word: name, list: list.join(' ')}}};
        }
    }
    return {why: {key: 'no_such_unit', values: {word: name}}};
}

// "武昌03" is "武昌-3": people say the nought.
function sameUnit(text: string, wanted: string): boolean {
    const [, stem, figure] = /^(.*?)0*(\d+)$/.exec(wanted) ?? [];
    return stem !== undefined && text === `${stem}${figure}`;
}

/** What to type for a deed: the line a button stands for. */
export function lineFor(verb: Verb, parts: readonly string[], chinese: boolean): string {
    const [latin, zh] = verbs[verb];
    const name = verb === 'help' ? '?' : chinese ? zh : `/${latin}`;
    return [name, ...parts].join(' ').trim();
}
