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
import {addNote, changePriority, close, raiseLevel} from '@/domain/incident/commands';
import {priorities, levels} from '@/domain/incident/words';
import type {Incident} from '@/domain/incident/store';
import * as unit from '@/domain/unit/commands';
import type {Unit} from '@/domain/unit/store';
import {chinese, pick, t, wordOf} from '@/words';
import {useCatalogue} from './catalogue';
import {deskNumber} from './desk_numbers';
import type {Deed} from './grammar';

export interface Logged {
    id: number;
    state: 'sending' | 'done' | 'refused' | 'unsure';
    text: string;
    /** Once it is saved: when, by the server's clock. */
    at: string;
    helps: string;
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
}

export type Done = 'done' | 'refused' | 'unsure';

const loggedMax = 50;
const undoMax = 20;

export const useDeeds = defineStore('deeds', () => {
    const log = shallowRef<readonly Logged[]>([]);
    const undoable = shallowRef<readonly Undo[]>([]);
    const open = new Map<string, Going>(); // sent, answer unknown
    let lastLogged = 0;

    function put(entry: Omit<Logged, 'id'>, id = ++lastLogged): number {
        const others = log.value.filter((one) => one.id !== id);
        log.value = [...others, {...entry, id}].slice(-loggedMax);
        return id;
    }

    async function run(deed: Deed): Promise<Done> {
        const text = say(deed);
        const going = open.get(text) ?? {key: newKey(), part: 0, refused: []};
        open.set(text, going);
        const id = put({state: 'sending', text, at: '', helps: ''});
        const sendings = sendingsOf(deed);
        try {
            for (; going.part < sendings.length; ++going.part) {
                const key = sendings.length > 1 ? `${going.key}.${going.part}` : going.key;
                going.refused.push(...refusedIn(await sendings[going.part]!(key)));
            }
        } catch (trouble) {
            const unsure = trouble instanceof Trouble && trouble.kind === 'unknown';
            if (!unsure) open.delete(text);
            const why = unsure ? t('unsure') : troubleText(trouble);
            put(
                {
                    state: unsure ? 'unsure' : 'refused',
                    text: `${text} – ${why}`,
                    at: '',
                    helps: remedyText(trouble),
                },
                id,
            );
            return unsure ? 'unsure' : 'refused';
        }
        open.delete(text);
        return conclude(deed, text, going, id);
    }

    function conclude(deed: Deed, text: string, going: Going, id: number): Done {
        const units = deed.units ?? [];
        const sent = units.filter((one) => !going.refused.some((other) => other.unit === one.id));
        if (deed.verb === 'dispatch' && sent.length > 0) rememberDispatch(text, sent, deed.incident!);
        if (deed.verb === 'join') rememberJoin(text, deed);
        const at = civil(serverNow());
        if (going.refused.length === 0) {
            put({state: 'done', text, at, helps: ''}, id);
            return 'done';
        }
        const why = going.refused.map((one) => {
            const sign = units.find((known) => known.id === one.unit)?.row.call_sign ?? one.unit;
            return `${sign}: ${problemText(one.problem)}`;
        });
        const helps = going.refused.map((one) => remedyText(new Trouble('refused', 0, one.problem)));
        put(
            {
                state: 'refused',
                text: `${text} – ${why.join('；')}`,
                at: '',
                helps: helps.find(Boolean) ?? '',
            },
            id,
        );
        return 'refused';
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
        keepUndo({text, sendings: [undoJoin(deed.call!.id, t('undo_reason'))], key: newKey()});
    }

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
            put(
                {
                    state: 'refused',
                    text: `${text} – ${troubleText(trouble)}`,
                    at: '',
                    helps: remedyText(trouble),
                },
                id,
            );
            return;
        }
        undoable.value = undoable.value.filter((one) => one !== last);
        put({state: 'done', text, at: civil(serverNow()), helps: ''}, id);
    }

    return {log, undoable, run, undo, put};
});

/** A dispatch of several units may be accepted for some and refused for others. */
function refusedIn(answer: unknown): {unit: string; problem: Problem}[] {
    if (typeof answer !== 'object' || answer === null || !('results' in answer)) return [];
    const results = answer.results as readonly {stream: string; problem?: Problem}[];
    return results.flatMap(({stream, problem}) => (problem ? [{unit: stream, problem}] : []));
}

export function incidentName(incident: Incident): string {
    const name = useCatalogue().className(incident.row.class_code);
    const place = incident.row.place_label;
    return `${deskNumber(incident.id)} ${name}${place ? ` (${place})` : ''}`;
}

/** What the deed would do, for the preview and the log. */
export function say(deed: Deed): string {
    const zh = chinese();
    const units = (deed.units ?? []).map((one) => one.row.call_sign).join(' ');
    const incident = deed.incident ? incidentName(deed.incident) : '';
    const reason = deed.reason ? (zh ? `（${deed.reason}）` : ` (${deed.reason})`) : '';
    switch (deed.verb) {
        case 'dispatch':
            return zh ? `派 ${units} → ${incident}${reason}` : `send ${units} → ${incident}${reason}`;
        case 'acknowledge':
            return zh ? `${units} 接令` : `${units} has acknowledged`;
        case 'depart':
            return zh ? `${units} 出动` : `${units} is on the way`;
        case 'arrive':
            return zh ? `${units} 到场` : `${units} is on scene`;
        case 'clear':
            return zh ? `${units} 清场` : `${units} is clear`;
        case 'safe':
            return zh ? `${units} 安全` : `${units} is safe`;
        case 'release':
            return zh ? `撤回 ${units}${reason}` : `release ${units}${reason}`;
        case 'resume':
            return zh ? `${units} 恢复等待中的警情` : `${units} resumes the incident that waits`;
        case 'know':
            return zh ? `${units} 已知变更` : `${units} knows of the change`;
        case 'panic_over':
            return zh ? `解除 ${units} 紧急求助${reason}` : `${units}: panic over${reason}`;
        case 'note':
            return zh ? `${incident} 备注：${deed.text}` : `note on ${incident}: ${deed.text}`;
        case 'priority':
            return `${incident} → ${deed.priority} ${wordOf(priorities, deed.priority)}${reason}`;
        case 'level':
            return `${incident} → ${wordOf(levels, deed.level)}${reason}`;
        case 'close': {
            const how = pick(deed.disposition, deed.disposition?.code);
            return zh ? `结案 ${incident}：${how}` : `close ${incident}: ${how}`;
        }
        case 'join': {
            const call = t('call_no', {n: deskNumber(deed.call?.id ?? '')});
            return zh ? `${call} 并入 ${incident}` : `join ${call} to ${incident}`;
        }
        case 'view':
            return zh ? `查看 ${incident}` : `show ${incident}`;
        case 'report':
            return zh ? `新报警：${deed.text || '…'}` : `new call: ${deed.text || '…'}`;
        case 'filter':
            return zh ? `筛选警力：${deed.text || '全部'}` : `filter units: ${deed.text || 'all'}`;
        case 'undo':
            return t('undo');
        default:
            return t('help');
    }
}

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
            return incident ? [addNote(incident.id, deed.text ?? '')] : [];
        case 'priority':
            return incident && deed.priority
                ? [changePriority(incident.id, deed.priority, reason || t('judged_at_desk'))]
                : [];
        case 'level':
            return incident && deed.level ? [raiseLevel(incident.id, deed.level, reason)] : [];
        case 'close':
            return incident && deed.disposition
                ? [close(incident.id, deed.disposition.code, deed.text ?? '')]
                : [];
        case 'join':
            return incident && deed.call ? [joinCall(deed.call.id, incident.id)] : [];
        default:
            return [];
    }
}

function dispatchOf(deed: Deed, incident: Incident): unit.Sending {
    return unit.dispatch({
        incident: {id: incident.id, priority: incident.row.priority, classCode: incident.row.class_code},
        units: (deed.units ?? []).map((one) => one.id),
        ...(deed.taking === 'override' ? {overrideReason: deed.reason ?? ''} : {}),
        ...(deed.taking === 'preempt' ? {preemptReason: deed.reason ?? ''} : {}),
    });
}
