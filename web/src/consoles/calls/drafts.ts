// The calls at this desk, each with what has been written. Everything typed is kept on the desk at once and
// at the server a moment after the hand rests; what was sent and not answered is sent again as it was, under
// the same key, before anything else is.
import {defineStore} from 'pinia';
import {computed, reactive, ref, watch} from 'vue';

import {newKey} from '@/api/client';
import {serverNow} from '@/api/clock';
import {Trouble} from '@/api/trouble';
import type {CallState, Channel, Report, SameEvent} from '@/api/types';
import {session} from '@/domain/account/session';
import * as call from '@/domain/call/commands';
import type {Place} from '@/domain/place/search';
import type {Sending} from '@/domain/unit/commands';
import {keep, remembered, said} from '@/words';

export type OutcomeKind = 'open' | 'join' | 'void' | 'transfer' | 'enquiry';

/** What was decided, as it is sent: plain data, so that it outlives a reload. */
export interface Outcome {
    kind: OutcomeKind;
    key: string;
    /** The incident joined, the reason, the agency, or what was answered. */
    what: string;
    hit?: SameEvent;
}
interface Sent {
    text: string;
    callback: string;
    duress: boolean;
}

export interface Draft {
    /** Of this desk; the call's own id once the server has it. */
    key: string;
    callId: string;
    channel: Channel;
    text: string;
    placeText: string;
    place?: Place;
    callback: string;
    duress: boolean;
    classCode: string;
    answers: Record<string, string>;
    /** When the server had all of it, by its clock. */
    savedAt: number;
    keptAt: number;
    state: 'unsaved' | 'saving' | 'saved' | 'kept';
    /** The first sending, until it is answered. */
    receiving?: {key: string; body: call.Received};
    /** What the server knows of the caller and of the report. */
    sent?: Sent;
    outcome?: Outcome;
    joined?: string;
}

const saveAfter = 1200;
const againAfter = 2000;

const blank = (): Draft => ({
    key: newKey(),
    callId: '',
    channel: 'phone',
    text: '',
    placeText: '',
    callback: '',
    duress: false,
    classCode: '',
    answers: {},
    savedAt: 0,
    keptAt: 0,
    state: 'unsaved',
});

export const isEmpty = (draft: Draft): boolean =>
    !draft.callId && !draft.receiving && !draft.text && !draft.placeText && !draft.callback;

export const useDrafts = defineStore('drafts', () => {
    const name = `anlan.calls.${session.value?.account_id ?? ''}`;
    const drafts = reactive<Draft[]>(stored(name));
    const active = ref(drafts[0]?.key ?? '');
    const timers = new Map<string, ReturnType<typeof setTimeout>>();
    const going = new Map<string, Promise<void>>();
    const current = computed(() => drafts.find((draft) => draft.key === active.value));

    const keepAll = () => keep(name, JSON.stringify(drafts.filter((draft) => !isEmpty(draft))));

    function begin(text = ''): Draft {
        const empty = drafts.find(isEmpty);
        if (empty) {
            active.value = empty.key;
            if (text) change(empty, {text});
            return empty;
        }
        drafts.push({...blank(), text});
        const draft = drafts[drafts.length - 1]!;
        active.value = draft.key;
        if (text) change(draft, {});
        return draft;
    }

    /** Goes on with a call that the server has. */
    function adopt(callId: string, state: CallState): Draft {
        const known = drafts.find((draft) => draft.callId === callId);
        if (known) {
            active.value = known.key;
            return known;
        }
        const {report} = state;
        const text = said(report?.narrative) || said(state.text);
        const callback = said(state.callback);
        drafts.push({
            ...blank(),
            key: callId,
            callId,
            channel: state.channel,
            text,
            callback,
            duress: Boolean(state.duress),
            placeText: said(report?.location?.place_text),
            classCode: report?.class_code ?? '',
            answers: Object.fromEntries(
                (report?.answers ?? []).map((answer) => [answer.question_id, said(answer.value)]),
            ),
            state: 'saved',
            savedAt: serverNow(),
        });
        const draft = drafts[drafts.length - 1]!;
        draft.sent = {text: JSON.stringify(reportOf(draft)), callback, duress: Boolean(state.duress)};
        active.value = callId;
        keepAll();
        return draft;
    }

    function change(draft: Draft, values: Partial<Draft>): void {
        Object.assign(draft, values);
        if (!('classCode' in values) || draft.text) draft.state = 'unsaved';
        draft.keptAt = serverNow();
        keepAll();
        saveSoon(draft, saveAfter);
    }

    function saveSoon(draft: Draft, after: number): void {
        clearTimeout(timers.get(draft.key));
        if (isEmpty(draft)) return;
        timers.set(
            draft.key,
            // How it went stands in the draft's state.
            setTimeout(() => void save(draft).catch(() => undefined), after),
        );
    }

    /** One sending after the other, for each call. */
    function save(draft: Draft): Promise<void> {
        clearTimeout(timers.get(draft.key));
        const before = going.get(draft.key) ?? Promise.resolve();
        const next = before.catch(() => undefined).then(() => saveNow(draft));
        going.set(draft.key, next);
        return next;
    }

    async function saveNow(draft: Draft): Promise<void> {
        if (isEmpty(draft) || !drafts.includes(draft)) return;
        draft.state = 'saving';
        try {
            await receive(draft);
            await bringUpToDate(draft);
        } catch (trouble) {
            draft.state = 'kept';
            keepAll();
            if (!(trouble instanceof Trouble) || trouble.kind === 'unknown') saveSoon(draft, againAfter);
            throw trouble;
        }
        draft.savedAt = serverNow();
        draft.state = digest(draft) === draft.sent?.text ? 'saved' : 'unsaved';
        if (draft.state === 'unsaved') saveSoon(draft, saveAfter);
        keepAll();
    }

    async function receive(draft: Draft): Promise<void> {
        if (draft.callId) return;
        draft.receiving ??= {
            key: newKey(),
            body: {
                channel: draft.channel,
                callback: draft.callback,
                text: draft.text,
                duress: draft.duress,
            },
        };
        keepAll();
        const {key, body} = draft.receiving;
        const answer = await call.receiveCall(body)(key);
        draft.callId = answer.stream;
        draft.sent = {text: '', callback: body.callback, duress: body.duress};
        delete draft.receiving;
        keepAll();
        await call.answerCall(draft.callId)(`${draft.callId}.answer`);
    }

    // What was written after the call was received. The same words get the same key, however often they are
    // sent.
    async function bringUpToDate(draft: Draft): Promise<void> {
        const {callId, callback, duress} = draft;
        const report = reportOf(draft);
        const text = JSON.stringify(report);
        const send = (sending: Sending, words: string) => sending(`${callId}.${hash(words)}`);
        if (callback !== draft.sent?.callback)
            await send(call.stateCaller(callId, callback), `c${callback}`);
        if (duress && !draft.sent?.duress) await send(call.flagDuress(callId), 'd');
        if (text !== draft.sent?.text) await send(call.writeReport(callId, report), text + newKey());
        draft.sent = {text, callback, duress};
    }

    /** Decides what becomes of the call, which leaves the desk; a join can be undone, so it stays. */
    async function decide(draft: Draft, outcome: Omit<Outcome, 'key'>): Promise<Outcome> {
        await save(draft);
        draft.outcome ??= {...outcome, key: newKey()};
        keepAll();
        const sent = draft.outcome;
        try {
            await sendingOf(draft, sent)(sent.key);
        } catch (trouble) {
            // Refused: nothing happened, so that what is sent next may be another thing under another key.
            if (trouble instanceof Trouble && trouble.kind === 'refused') delete draft.outcome;
            keepAll();
            throw trouble;
        }
        delete draft.outcome;
        if (sent.kind === 'join') draft.joined = sent.what;
        else drop(draft);
        keepAll();
        return sent;
    }

    async function undoJoin(draft: Draft, reason: string): Promise<void> {
        await call.undoJoin(draft.callId, reason)(newKey());
        delete draft.joined;
        keepAll();
    }

    function drop(draft: Draft): void {
        clearTimeout(timers.get(draft.key));
        const index = drafts.indexOf(draft);
        if (index >= 0) drafts.splice(index, 1);
        if (active.value === draft.key) active.value = drafts[Math.max(0, index - 1)]?.key ?? '';
        keepAll();
    }

    /** The next or the one before, for the keys. */
    function move(step: 1 | -1): void {
        const index = drafts.findIndex((draft) => draft.key === active.value);
        const next = drafts[(index + step + drafts.length) % drafts.length];
        if (next) active.value = next.key;
    }

    const saveAll = (after: number) => {
        for (const draft of drafts) if (draft.state !== 'saved') saveSoon(draft, after);
    };
    saveAll(againAfter);
    // What was refused because the session had ended goes out as soon as the person is back.
    watch(session, (who) => who && saveAll(0));
    return {drafts, active, current, begin, adopt, change, save, decide, undoJoin, drop, move};
});

function sendingOf(draft: Draft, {kind, what, hit}: Outcome): Sending {
    switch (kind) {
        case 'open':
            return call.openIncident(draft.callId, reportOf(draft));
        case 'join':
            return call.joinCall(draft.callId, what, hit);
        case 'void':
            return call.voidCall(draft.callId, what);
        case 'transfer':
            return call.transferCall(draft.callId, what);
        case 'enquiry':
            return call.closeEnquiry(draft.callId, what);
    }
}

export function reportOf(draft: Draft): Report {
    const {place} = draft;
    const nowhere = {city: '', district: '', station: '', beat: ''};
    return {
        narrative: draft.text,
        ...(draft.classCode ? {class_code: draft.classCode} : {}),
        ...(draft.placeText
            ? {
                  location: {
                      place_text: draft.placeText,
                      ...(place?.placeId ? {place_id: place.placeId} : {}),
                      ...(place ? {place_label: place.name, point: place.point} : {}),
                      where: place?.where ?? nowhere,
                  },
              }
            : {}),
        answers: Object.entries(draft.answers)
            .filter(([, value]) => value !== '')
            .map(([question_id, value]) => ({question_id, value})),
    };
}

const digest = (draft: Draft) => JSON.stringify(reportOf(draft));

function stored(name: string): Draft[] {
    try {
        const kept: unknown = JSON.parse(remembered(name) ?? '[]');
        return Array.isArray(kept) ? kept.map((draft: Partial<Draft>) => ({...blank(), ...draft})) : [];
    } catch {
        return [];
    }
}

// FNV-1a.
function hash(text: string): string {
    let value = 0x811c9dc5;
    for (let at = 0; at < text.length; ++at) {
        value ^= text.charCodeAt(at);
        value = Math.imul(value, 0x01000193) >>> 0;
    }
    return value.toString(16);
}
