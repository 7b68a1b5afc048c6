// What a person decides about a task, each as something to be sent under a key.
import {client, settle, under} from '@/api/client';
import type {Body} from '@/api/types';
import type {Sending} from '@/domain/unit/commands';

export type Proposal = Body<'/v1/tasks/{task_id}', 'put'>;

const at = (task_id: string, key: string) => ({path: {task_id}, header: under(key, 'follow_up')});

export const propose =
    (id: string, body: Proposal): Sending =>
    (key) =>
        settle(client.PUT('/v1/tasks/{task_id}', {params: at(id, key), body}));
/** With the minutes a year that were shown. */
export const publish =
    (id: string, burden_minutes_seen: number): Sending =>
    (key) =>
        settle(
            client.POST('/v1/tasks/{task_id}/publication', {
                params: at(id, key),
                body: {burden_minutes_seen},
            }),
        );
export const refuse =
    (id: string, reason: string): Sending =>
    (key) =>
        settle(client.POST('/v1/tasks/{task_id}/refusal', {params: at(id, key), body: {reason}}));
export const retire =
    (id: string, reason: string): Sending =>
    (key) =>
        settle(client.POST('/v1/tasks/{task_id}/retirement', {params: at(id, key), body: {reason}}));
export const renew =
    (id: string, sunset_at: string, burden_minutes_seen: number): Sending =>
    (key) =>
        settle(
            client.POST('/v1/tasks/{task_id}/renewal', {
                params: at(id, key),
                body: {sunset_at, burden_minutes_seen},
            }),
        );
