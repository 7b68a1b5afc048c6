// What can be said of an incident, each as something to be sent under a key.
import {client, settle, under} from '@/api/client';
import type {IncidentRow, Priority} from '@/api/types';
import type {Sending} from '@/domain/unit/commands';
import {readIncident} from './store';

const at = (incident_id: string, key: string) => ({path: {incident_id}, header: under(key)});

export const addNote =
    (incident: string, text: string): Sending =>
    (key) =>
        settle(client.POST('/v1/incidents/{incident_id}/notes', {params: at(incident, key), body: {text}}));
export const changePriority =
    (incident: string, priority: Priority, reason: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/incidents/{incident_id}/priority', {
                params: at(incident, key),
                body: {priority, reason},
            }),
        );
export const raiseLevel =
    (incident: string, level: IncidentRow['level'], reason: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/incidents/{incident_id}/level', {
                params: at(incident, key),
                body: {level, reason},
            }),
        );
export const close =
    (incident: string, disposition: string, note: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/incidents/{incident_id}/closure', {
                params: at(incident, key),
                body: {disposition, note},
            }),
        );

export const merge =
    (incident: string, into: string, reason: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/incidents/{incident_id}/merging', {
                params: at(incident, key),
                body: {into, reason},
            }),
        );
export const undoMerge =
    (incident: string, reason: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/incidents/{incident_id}/merging/undo', {
                params: at(incident, key),
                body: {reason},
            }),
        );

export interface Split {
    incident: string;
    /** By their place in the incident's list of calls: the first is 1. */
    callers: readonly number[];
    assignments: readonly string[];
    reason: string;
}

/** Which calls these are stands in the record; so does how often it was split, which names the new one. */
export const split =
    ({incident, callers, assignments, reason}: Split) =>
    async (key: string): Promise<{made: string}> => {
        const state = await readIncident(incident, new AbortController().signal);
        const calls = callers.flatMap((figure) => state.calls?.[figure - 1]?.call_id ?? []);
        await settle(
            client.POST('/v1/incidents/{incident_id}/split', {
                params: at(incident, key),
                body: {calls, assignments: [...assignments], reason},
            }),
        );
        return {made: `${incident}-s${(state.splits ?? 0) + 1}`};
    };
