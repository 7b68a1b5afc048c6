// What helps while a report is written: asked a moment after the hand rests; a late answer to an old question
// is dropped.
import {onBeforeUnmount, ref, shallowRef, type Ref, type ShallowRef} from 'vue';

import {client, settle} from '@/api/client';
import type {ClassProposal, SameEvent} from '@/api/types';
import {findPlaces, type Found} from '@/domain/place/search';
import type {Draft} from './drafts';

export interface Asked<T> {
    answer: ShallowRef<T | undefined>;
    trouble: ShallowRef<unknown>;
    asking: Ref<boolean>;
    soon(): void;
    clear(): void;
}

export function asked<T>(after: number, ask: (signal: AbortSignal) => Promise<T | undefined>): Asked<T> {
    const answer = shallowRef<T>();
    const trouble = shallowRef<unknown>();
    const asking = ref(false);
    let stop: AbortController | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;

    async function now(): Promise<void> {
        const mine = (stop = new AbortController());
        try {
            const got = await ask(mine.signal);
            if (mine.signal.aborted) return;
            answer.value = got;
            trouble.value = undefined;
        } catch (error) {
            if (mine.signal.aborted) return;
            trouble.value = error;
        }
        asking.value = false;
    }
    function clear(): void {
        clearTimeout(timer);
        stop?.abort();
        asking.value = false;
        answer.value = undefined;
        trouble.value = undefined;
    }
    onBeforeUnmount(clear);
    return {
        answer,
        trouble,
        asking,
        clear,
        soon() {
            stop?.abort();
            asking.value = true;
            clearTimeout(timer);
            timer = setTimeout(() => void now(), after);
        },
    };
}

const enough = 2;

export const askPlaces = (draft: () => Draft) =>
    asked<Found>(250, async (signal) => {
        const text = draft().placeText.trim();
        return text.length < enough ? undefined : findPlaces(text, signal);
    });

export const askClasses = (draft: () => Draft) =>
    asked<readonly ClassProposal[]>(350, async (signal) => {
        const text = draft().text.trim();
        if (text.length < enough) return [];
        return (await settle(client.POST('/v1/classifications', {body: {text}, signal}))).proposals ?? [];
    });

const hitsMax = 3;

export const askSameEvents = (draft: () => Draft) =>
    asked<readonly SameEvent[]>(350, async (signal) => {
        const {text, placeText, place, classCode, callback, callId} = draft();
        const words = [text, placeText].filter(Boolean).join(' ');
        if (words.trim().length < enough) return [];
        const body = {
            text: words,
            callback,
            ...(place ? {point: place.point} : {}),
            ...(classCode ? {class_code: classCode} : {}),
            ...(callId ? {call_id: callId} : {}),
        };
        const headers = {'Anlan-Purpose': 'call_handling'};
        const answer = await settle(client.POST('/v1/same_events', {body, headers, signal}));
        return (answer.hits ?? []).slice(0, hitsMax);
    });
