// What can be said of an incident, each as something to be sent under a key.
import {client, settle, under} from '@/api/client';
import type {IncidentRow, Priority} from '@/api/types';
import type {Sending} from '@/domain/unit/commands';

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
