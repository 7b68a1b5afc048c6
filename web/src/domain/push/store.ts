// What was pushed to the street and the community, as its sender and its recipients see it.
import {defineStore} from 'pinia';

import {client, everyPage, settle, under} from '@/api/client';
import type {PushRow, PushState} from '@/api/types';
import {nextOwed} from '@/desk/next_owed';
import type {Owed} from '@/desk/urgency';
import type {Sending} from '@/domain/unit/commands';
import {liveRows, type Listed} from '@/live/rows';

export type Push = Listed<PushRow>;

export const usePushes = defineStore('pushes', () => {
    const list = liveRows<PushRow>('all');

    async function load(): Promise<Map<string, Push>> {
        const rows = new Map<string, Push>();
        await everyPage(
            (after) => settle(client.GET('/v1/pushes', {params: {query: {limit: 500, after}}})),
            (page) => {
                for (const {stream, version, row} of page) rows.set(stream, {id: stream, version, row});
            },
        );
        return rows;
    }
    return {...list, load};
});

export const owedOf = ({id, row}: Pick<Push, 'id' | 'row'>): Owed | undefined =>
    nextOwed('push', id, row.next);

/** The look is recorded. */
export async function readPush(push_id: string, signal: AbortSignal): Promise<PushState> {
    const header = {'Anlan-Purpose': 'follow_up'};
    const answer = await settle(
        client.GET('/v1/pushes/{push_id}', {params: {path: {push_id}, header}, signal}),
    );
    return answer.state;
}

const at = (push_id: string, key: string) => ({path: {push_id}, header: under(key, 'follow_up')});
export const acknowledge =
    (id: string): Sending =>
    (key) =>
        settle(client.POST('/v1/pushes/{push_id}/acknowledgement', {params: at(id, key), body: {}}));
export const answer =
    (id: string, text: string, due_by: string): Sending =>
    (key) =>
        settle(client.POST('/v1/pushes/{push_id}/answer', {params: at(id, key), body: {text, due_by}}));
export const reportDeed =
    (id: string, text: string): Sending =>
    (key) =>
        settle(client.POST('/v1/pushes/{push_id}/deed', {params: at(id, key), body: {text}}));
