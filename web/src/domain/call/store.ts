// Calls that need an outcome, or of which something is owed.
import {defineStore} from 'pinia';

import {client, everyPage, settle} from '@/api/client';
import type {CallHistory, CallRow, CallState} from '@/api/types';
import {liveRows, type Listed} from '@/live/rows';

export type Call = Listed<CallRow>;

export const useCalls = defineStore('calls', () => {
    const list = liveRows<CallRow>('open');

    async function load(): Promise<Map<string, Call>> {
        const rows = new Map<string, Call>();
        await everyPage(
            (after) =>
                settle(client.GET('/v1/calls', {params: {query: {only_open: true, limit: 500, after}}})),
            (page) => {
                for (const {stream, version, row} of page) rows.set(stream, {id: stream, version, row});
            },
        );
        return rows;
    }
    return {...list, load};
});

export async function readCall(
    call_id: string,
    purpose: 'dispatch' | 'call_handling',
    signal?: AbortSignal,
): Promise<{version: number; state: CallState}> {
    const header = {'Anlan-Purpose': purpose};
    return settle(client.GET('/v1/calls/{call_id}', {params: {path: {call_id}, header}, signal}));
}

/** What was reported before from the same number or at the same place; each look is recorded. */
export const readHistory = (call_id: string): Promise<CallHistory> =>
    settle(
        client.GET('/v1/calls/{call_id}/history', {
            params: {path: {call_id}, header: {'Anlan-Purpose': 'same_place_history'}},
        }),
    );
