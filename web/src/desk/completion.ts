// What may come next in the line: verbs, then what the verb takes. Pure; the line shows it and Tab takes it.
import type {Desk, Verb} from './grammar';
import {states, verbs} from './grammar';
import {spellings, squeeze} from './initials';

type Takes = 'incident' | 'unit' | 'units' | 'state' | 'call' | 'disposition' | 'text';

const takes: Partial<Record<Verb, readonly Takes[]>> = {
    dispatch: ['incident', 'units'],
    state: ['unit', 'state'],
    acknowledge: ['units'],
    depart: ['units'],
    arrive: ['units'],
    clear: ['units'],
    safe: ['units'],
    know: ['units'],
    resume: ['units'],
    release: ['unit', 'text'],
    panic_over: ['unit', 'text'],
    view: ['incident'],
    note: ['incident', 'text'],
    priority: ['incident', 'text'],
    level: ['incident', 'text'],
    close: ['incident', 'disposition'],
    join: ['call', 'incident'],
    merge: ['incident', 'incident', 'text'],
    split: ['incident', 'units'],
};
const listedMax = 8;

export interface Completion {
    /** The whole line once it is taken. */
    line: string;
    /** What is put in. */
    word: string;
    /** What it is, for the reader. */
    id: string;
    kind: 'verb' | 'incident' | 'unit' | 'state' | 'call' | 'disposition';
}

export function complete(line: string, desk: Desk): readonly Completion[] {
    const slash = line.startsWith('/') ? '/' : '';
    const body = line.slice(slash.length);
    const parts = body.split(/\s+/);
    const current = parts[parts.length - 1] ?? '';
    const before = line.slice(0, line.length - current.length);
    if (parts.length <= 1) return verbsLike(slash, current);
    const verb = verbNamed(parts[0] ?? '');
    const wanted = verb && takes[verb];
    if (!wanted) return [];
    const at = Math.min(parts.length - 2, wanted.length - 1);
    return fitting(wanted[at]!, current, desk, parts)
        .slice(0, listedMax)
        .map((found) => ({...found, line: `${before}${found.word} `}));
}

const verbNamed = (name: string): Verb | undefined =>
    (Object.keys(verbs) as Verb[]).find((verb) =>
        (verbs[verb] as readonly string[]).includes(name.normalize('NFKC').toLowerCase()),
    );

function verbsLike(slash: string, current: string): readonly Completion[] {
    if (!slash && !current) return [];
    const wanted = current.toLowerCase();
    return (Object.keys(verbs) as Verb[])
        .filter((verb) => verbs[verb].some((name) => name.startsWith(wanted)))
        .slice(0, 12)
        .map((verb) => {
            const word = verbs[verb].find((name) => name.startsWith(wanted) && wanted) ?? verbs[verb][0];
            return {kind: 'verb', word, id: verb, line: `${slash}${word} `};
        });
}

function fitting(
    kind: Takes,
    current: string,
    desk: Desk,
    parts: readonly string[],
): Omit<Completion, 'line'>[] {
    const wanted = squeeze(current);
    if (kind === 'incident')
        return desk.incidents
            .filter((one) => desk.numberOf(one.id).startsWith(wanted))
            .map((one) => ({kind: 'incident', word: desk.numberOf(one.id), id: one.id}));
    if (kind === 'call')
        return desk.calls
            .filter((one) => desk.numberOf(one.id).startsWith(wanted))
            .map((one) => ({kind: 'call', word: desk.numberOf(one.id), id: one.id}));
    if (kind === 'unit' || kind === 'units') {
        if (!wanted) return [];
        return desk.units
            .filter((one) => spellings(one.row.call_sign).some((text) => text.includes(wanted)))
            .sort((a, b) => Number(Boolean(a.row.incident_id)) - Number(Boolean(b.row.incident_id)))
            .map((one) => ({kind: 'unit', word: one.row.call_sign, id: one.id}));
    }
    if (kind === 'state')
        return states
            .filter(([, names]) => names.some((name) => name.startsWith(wanted)))
            .map(([verb, names]) => ({kind: 'state', word: names[0]!, id: verb}));
    if (kind === 'disposition') return dispositions(wanted, desk, parts[1]);
    return [];
}

function dispositions(wanted: string, desk: Desk, number?: string): Omit<Completion, 'line'>[] {
    const incident = desk.incidents.find((one) => desk.numberOf(one.id) === number);
    return desk
        .dispositionsOf(incident?.row.class_code ?? '')
        .filter((entry) => squeeze(`${entry.code} ${entry.zh} ${entry.en}`).includes(wanted))
        .map((entry) => ({kind: 'disposition', word: entry.code, id: entry.code}));
}
