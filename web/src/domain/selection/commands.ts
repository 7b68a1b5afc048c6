// What a person decides about a day's list, each as something to be sent under a key.
import {client, settle, under} from '@/api/client';
import type {Sending} from '@/domain/unit/commands';

const at = (selection_id: string, key: string) => ({
    path: {selection_id},
    header: under(key, 'follow_up'),
});

export const pickOne =
    (id: string, incident_id: string, instruction_class?: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/selections/{selection_id}/picks', {
                params: at(id, key),
                body: {incident_id, ...(instruction_class ? {instruction_class} : {})},
            }),
        );
export const passOver =
    (id: string, incident_ids: string[], reason: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/selections/{selection_id}/passed_over', {
                params: at(id, key),
                body: {incident_ids, reason},
            }),
        );
export const undo =
    (id: string, incident_id: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/selections/{selection_id}/undo', {params: at(id, key), body: {incident_id}}),
        );
export const close =
    (id: string): Sending =>
    (key) =>
        settle(client.POST('/v1/selections/{selection_id}/closure', {params: at(id, key), body: {}}));
