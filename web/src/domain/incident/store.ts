// Open incidents as the desk sees them.
import {defineStore} from 'pinia';

import {client, everyPage, settle} from '@/api/client';
import type {IncidentRow, IncidentState, Recommendation, TimelineEvent} from '@/api/types';
import {liveRows, type Listed} from '@/live/rows';

export type Incident = Listed<IncidentRow>;

export const useIncidents = defineStore('incidents', () => {
    const list = liveRows<IncidentRow>('open');

    async function load(): Promise<Map<string, Incident>> {
        const rows = new Map<string, Incident>();
        await everyPage(
            (after) =>
                settle(
                    client.GET('/v1/incidents', {params: {query: {only_open: true, limit: 500, after}}}),
                ),
            (page) => {
                for (const {stream, version, row} of page) rows.set(stream, {id: stream, version, row});
            },
        );
        return rows;
    }
    return {...list, load};
});

export const openedAt = (row: IncidentRow): number =>
    Date.parse(row.phases.received_at ?? row.phases.opened_at ?? '');

// --- one incident, read for a purpose: each reading is recorded as a look ---------------------------------

const header = {'Anlan-Purpose': 'dispatch'};

export async function readIncident(incident_id: string, signal: AbortSignal): Promise<IncidentState> {
    const answer = await settle(
        client.GET('/v1/incidents/{incident_id}', {params: {path: {incident_id}, header}, signal}),
    );
    return answer.state;
}

export async function readTimeline(incident_id: string, first: number, signal: AbortSignal) {
    const events: TimelineEvent[] = [];
    for (let from: number | null | undefined = first; typeof from === 'number'; ) {
        const query: {first: number; limit: number} = {first: from, limit: 500};
        const page: {events?: TimelineEvent[]; next?: number | null} = await settle(
            client.GET('/v1/incidents/{incident_id}/timeline', {
                params: {path: {incident_id}, header, query},
                signal,
            }),
        );
        events.push(...(page.events ?? []));
        from = page.next;
    }
    return events;
}

export const readRecommendation = (incident_id: string, signal: AbortSignal): Promise<Recommendation> =>
    settle(
        client.GET('/v1/incidents/{incident_id}/recommendation', {params: {path: {incident_id}}, signal}),
    );
