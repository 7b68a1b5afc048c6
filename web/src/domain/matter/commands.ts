// What a person decides about a matter, each as something to be sent under a key.
import {client, settle, under} from '@/api/client';
import type {Sending} from '@/domain/unit/commands';

const at = (matter_id: string, key: string) => ({path: {matter_id}, header: under(key, 'follow_up')});

export const confirm =
    (id: string): Sending =>
    (key) =>
        settle(client.POST('/v1/matters/{matter_id}/confirmation', {params: at(id, key), body: {}}));
export const reject =
    (id: string, reason: string): Sending =>
    (key) =>
        settle(client.POST('/v1/matters/{matter_id}/rejection', {params: at(id, key), body: {reason}}));
export const undo =
    (id: string): Sending =>
    (key) =>
        settle(client.POST('/v1/matters/{matter_id}/undo', {params: at(id, key), body: {}}));
export const takeOut =
    (id: string, incident_id: string, reason: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/matters/{matter_id}/removed_reports', {
                params: at(id, key),
                body: {incident_id, reason},
            }),
        );
export const split =
    (id: string, incident_ids: string[]): Sending =>
    (key) =>
        settle(client.POST('/v1/matters/{matter_id}/split', {params: at(id, key), body: {incident_ids}}));
