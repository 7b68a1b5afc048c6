// From a deed to something done: says it in words beforehand, sends it, says how it went, and knows how to
// take it back. A deed keeps its key until the server has answered, so that saying it again cannot do it
// twice.
import {defineStore} from 'pinia';
import {shallowRef} from 'vue';

import {civil, serverNow} from '@/api/clock';
import {newKey} from '@/api/client';
import {problemText, remedyText, Trouble, troubleText} from '@/api/trouble';
import type {Problem} from '@/api/types';
import {joinCall, undoJoin} from '@/domain/call/commands';
import * as ofIncident from '@/domain/incident/commands';
import type {Incident} from '@/domain/incident/store';
import * as unit from '@/domain/unit/commands';
import type {Unit} from '@/domain/unit/store';
import {t} from '@/words';
import {say} from './deed_words';
import type {Deed} from './grammar';

export interface Logged {
    id: number;
    state: 'sending' | 'done' | 'refused' | 'unsure';
    text: string;
    /** Once it is saved: when, by the server's clock. */
    at: string;
    helps: string;
}

/** What was tried and not done: it stays in sight until somebody has seen it. */
export interface Refused {
    id: number;
    tried: string;
    why: string;
    code: string;
    helps: string;
    /** Whom it was about: what they are now is read where it is shown. */
    deed: Deed;
    /** What had been typed, to be put back on the line. */
    line: string;
}

interface Undo {
    text: string;
    sendings: readonly unit.Sending[];
    key: string;
}
interface Going {
    key: string;
    part: number;
    refused: {unit: string; problem: Problem}[];
    /** The record that it began, where it began one. */
    made?: string | undefined;
}

export type Done = 'done' | 'refused' | 'unsure';

const loggedMax = 50;
const undoMax = 20;
const refusedMax = 3;

export const useDeeds = defineStore('deeds', () => {
    const log = shallowRef<readonly Logged[]>([]);
    const refused = shallowRef<readonly Refused[]>([]);
    const undoable = shallowRef<readonly Undo[]>([]);
    /** Record → what is on its way to the server about it; it is shown as that and never as done. */
    const underway = shallowRef<ReadonlyMap<string, string>>(new Map());
    const open = new Map<string, Going>(); // sent, answer unknown
    let lastLogged = 0;

    function put(entry: Omit<Logged, 'id'>, id = ++lastLogged): number {
        const others = log.value.filter((one) => one.id !== id);
        log.value = [...others, {...entry, id}].slice(-loggedMax);
        return id;
    }

    function mark(deed: Deed, text: string): void {
        const marks = new Map(underway.value);
        for (const id of recordsOf(deed)) {
            if (text) marks.set(id, text);
            else marks.delete(id);
        }
        underway.value = marks;
    }

    /** `line`: what was typed for it, if anything was. */
    async function run(deed: Deed, line = ''): Promise<Done> {
        const text = say(deed);
        const going = open.get(text) ?? {key: newKey(), part: 0, refused: []};
        open.set(text, going);
        const id = put({state: 'sending', text, at: '', helps: ''});
        mark(deed, text);
        try {
            await sendAll(sendingsOf(deed), going);
        } catch (trouble) {
            return failed(deed, line, trouble, id);
        } finally {
            mark(deed, '');
        }
        open.delete(text);
        return conclude(deed, line, going, id);
    }

    // What was answered is not sent again when the rest is tried once more.
    async function sendAll(sendings: readonly unit.Sending[], going: Going): Promise<void> {
        for (; going.part < sendings.length; ++going.part) {
            const key = sendings.length > 1 ? `${going.key}.${going.part}` : going.key;
            const answer = await sendings[going.part]!(key);
            going.refused.push(...refusedIn(answer));
            going.made = madeIn(answer) ?? going.made;
        }
    }

    function failed(deed: Deed, line: string, trouble: unknown, id: number): Done {
        const text = say(deed);
        if (trouble instanceof Trouble && trouble.kind === 'unknown') {
            put({state: 'unsure', text: `${text} – ${t('unsure')}`, at: '', helps: ''}, id);
            return 'unsure';
        }
        open.delete(text);
        return refuse({deed, line, why: troubleText(trouble), trouble}, id);
    }

    function refuse(
        one: {deed: Deed; line: string; why: string; trouble: unknown},
        id: number,
        tried = say(one.deed),
    ): Done {
        const {deed, line, why, trouble} = one;
        const helps = remedyText(trouble);
        put({state: 'refused', text: `${tried} – ${why}`, at: '', helps}, id);
        const code = trouble instanceof Trouble ? trouble.code : '';
        refused.value = [...refused.value, {id, tried, why, code, helps, deed, line}].slice(-refusedMax);
        return 'refused';
    }

    function dismiss(id: number): void {
        refused.value = refused.value.filter((one) => one.id !== id);
    }

    function conclude(deed: Deed, line: string, going: Going, id: number): Done {
        const units = deed.units ?? [];
        const text = say(deed);
        const sent = units.filter((one) => !going.refused.some((other) => other.unit === one.id));
        if (deed.verb === 'dispatch' && sent.length > 0) rememberDispatch(text, sent, deed.incident!);
        if (deed.verb === 'join') rememberJoin(text, deed);
        if (deed.verb === 'merge') remember(text, ofIncident.undoMerge(deed.incident!.id, t('undo_reason')));
        if (deed.verb === 'split') rememberSplit(text, deed, going);
        if (going.refused.length === 0) {
            put({state: 'done', text, at: civil(serverNow()), helps: ''}, id);
            return 'done';
        }
        const why = going.refused.map((one) => {
            const sign = units.find((known) => known.id === one.unit)?.row.call_sign ?? one.unit;
            return `${sign}: ${problemText(one.problem)}`;
        });
        const trouble = new Trouble('refused', 0, going.refused[0]!.problem);
        return refuse({deed, line, why: why.join('；'), trouble}, id);
    }

    function rememberDispatch(text: string, sent: readonly Unit[], incident: Incident): void {
        const why = t('sent_by_mistake');
        keepUndo({
            text,
            sendings: sent.map((one) => unit.release(one.id, why, incident.id)),
            key: newKey(),
        });
    }

    function rememberJoin(text: string, deed: Deed): void {
        remember(text, undoJoin(deed.call!.id, t('undo_reason')));
    }

    // What was split off goes back by a merge.
    function rememberSplit(text: string, deed: Deed, going: Going): void {
        const made = going.made;
        if (made) remember(text, ofIncident.merge(made, deed.incident!.id, t('undo_reason')));
    }

    const remember = (text: string, sending: unit.Sending) =>
        keepUndo({text, sendings: [sending], key: newKey()});

    function keepUndo(undo: Undo): void {
        undoable.value = [...undoable.value, undo].slice(-undoMax);
    }

    async function undo(): Promise<void> {
        const last = undoable.value[undoable.value.length - 1];
        if (!last) {
            put({state: 'refused', text: t('nothing_to_undo'), at: '', helps: ''});
            return;
        }
        const text = t('undone', {what: last.text});
        const id = put({state: 'sending', text, at: '', helps: ''});
        try {
            for (const [part, sending] of last.sendings.entries()) await sending(`${last.key}.${part}`);
        } catch (trouble) {
            refuse({deed: {verb: 'undo'}, line: '', why: troubleText(trouble), trouble}, id, text);
            return;
        }
        undoable.value = undoable.value.filter((one) => one !== last);
        put({state: 'done', text, at: civil(serverNow()), helps: ''}, id);
    }

    return {log, refused, underway, undoable, run, undo, dismiss, put};
});

/** A dispatch of several units may be accepted for some and refused for others. */
function refusedIn(answer: unknown): {unit: string; problem: Problem}[] {
    if (typeof answer !== 'object' || answer === null || !('results' in answer)) return [];
    const results = answer.results as readonly {stream: string; problem?: Problem}[];
    return results.flatMap(({stream, problem}) => (problem ? [{unit: stream, problem}] : []));
}

const recordsOf = ({units = [], incident, call}: Deed): string[] => [
    ...units.map((one) => one.id),
    ...(incident ? [incident.id] : []),
    ...(call ? [call.id] : []),
];

function sendingsOf(deed: Deed): readonly unit.Sending[] {
    const each = (make: (id: string) => unit.Sending) => (deed.units ?? []).map((one) => make(one.id));
    const {incident, reason = ''} = deed;
    switch (deed.verb) {
        case 'dispatch':
            return incident ? [dispatchOf(deed, incident)] : [];
        case 'acknowledge':
            return each(unit.acknowledge);
        case 'depart':
            return each(unit.depart);
        case 'arrive':
            return each(unit.arrive);
        case 'clear':
            return each(unit.clear);
        case 'safe':
            return each(unit.answerSafety);
        case 'know':
            return each(unit.knowChange);
        case 'release':
            return each((id) => unit.release(id, reason));
        case 'resume':
            return each((id) => unit.resume(id, incident?.id));
        case 'panic_over':
            return each((id) => unit.clearPanic(id, reason));
        case 'note':
            return incident ? [ofIncident.addNote(incident.id, deed.text ?? '')] : [];
        case 'priority':
            return incident && deed.priority
                ? [ofIncident.changePriority(incident.id, deed.priority, reason || t('judged_at_desk'))]
                : [];
        case 'level':
            return incident && deed.level ? [ofIncident.raiseLevel(incident.id, deed.level, reason)] : [];
        case 'close':
            return incident && deed.disposition
                ? [ofIncident.close(incident.id, deed.disposition.code, deed.text ?? '')]
                : [];
        case 'merge':
            return incident && deed.into ? [ofIncident.merge(incident.id, deed.into.id, reason)] : [];
        case 'split':
            return incident ? [ofIncident.split(splitOf(deed, incident))] : [];
        case 'join':
            return incident && deed.call ? [joinCall(deed.call.id, incident.id)] : [];
        default:
            return [];
    }
}

const madeIn = (answer: unknown): string | undefined =>
    typeof answer === 'object' && answer !== null && 'made' in answer ? String(answer.made) : undefined;

const splitOf = (deed: Deed, incident: Incident): ofIncident.Split => ({
    incident: incident.id,
    callers: deed.callers ?? [],
    assignments: (deed.units ?? []).flatMap((one) => one.row.assignment_id ?? []),
    reason: deed.reason ?? '',
});

function dispatchOf(deed: Deed, incident: Incident): unit.Sending {
    return unit.dispatch({
        incident: {id: incident.id, priority: incident.row.priority, classCode: incident.row.class_code},
        units: (deed.units ?? []).map((one) => one.id),
        ...(deed.taking === 'override' ? {overrideReason: deed.reason ?? ''} : {}),
        ...(deed.taking === 'preempt' ? {preemptReason: deed.reason ?? ''} : {}),
    });
}
