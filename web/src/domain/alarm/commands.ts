// Putting a group of alarms aside, and taking it back.
import {client, settle, under} from '@/api/client';
import type {Body} from '@/api/types';
import type {Sending} from '@/domain/unit/commands';

export type Shelve = Body<'/v1/shelvings'>;

export const shelve =
    (body: Shelve): Sending =>
    (key) =>
        settle(client.POST('/v1/shelvings', {params: {header: under(key)}, body}));
export const unshelve =
    (alarm_id: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/shelvings/{alarm_id}/end', {
                params: {path: {alarm_id}, header: under(key)},
                body: {},
            }),
        );
