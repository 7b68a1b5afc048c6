// What a person does with a bulletin, each as something to be sent under a key.
import {client, settle, under} from '@/api/client';
import type {Sending} from '@/domain/unit/commands';
import type {FigureValue} from './store';

const at = (bulletin_id: string, key: string) => ({
    path: {bulletin_id},
    header: under(key, 'follow_up'),
});

export const release =
    (id: string): Sending =>
    (key) =>
        settle(client.POST('/v1/bulletins/{bulletin_id}/release', {params: at(id, key), body: {}}));
export const publish =
    (id: string): Sending =>
    (key) =>
        settle(client.POST('/v1/bulletins/{bulletin_id}/publication', {params: at(id, key), body: {}}));
export const object =
    (id: string, unit: string, figure: string, reason: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/bulletins/{bulletin_id}/objections', {
                params: at(id, key),
                body: {unit, figure, reason},
            }),
        );

export interface Ruling {
    number: number;
    ruling: 'kept' | 'corrected';
    note: string;
    numerator?: number;
    denominator?: number;
}
export const answer =
    (id: string, body: Ruling): Sending =>
    (key) =>
        settle(
            client.POST('/v1/bulletins/{bulletin_id}/objection_answers', {params: at(id, key), body}),
        );
export const correct =
    (id: string, unit: string, value: FigureValue, note: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/bulletins/{bulletin_id}/editions', {
                params: at(id, key),
                body: {corrections: [{unit, value, note}]},
            }),
        );
