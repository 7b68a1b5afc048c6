// What is done with a mediation, each as something to be sent under a key.
import {client, settle, under} from '@/api/client';
import type {Body} from '@/api/types';
import type {Sending} from '@/domain/unit/commands';

const at = (mediation_id: string, key: string) => ({path: {mediation_id}, header: under(key, 'follow_up')});

export type Opening = Body<'/v1/mediations'>;
export type Statement = Body<'/v1/mediations/{mediation_id}/statements'>;
export type Visit = Body<'/v1/mediations/{mediation_id}/visits'>;
export type Agreement = Body<'/v1/mediations/{mediation_id}/agreement'>;
export type Signature = Body<'/v1/mediations/{mediation_id}/signatures'>;
export type Side = Statement['side'];

export const open =
    (body: Opening): Sending =>
    (key) =>
        settle(client.POST('/v1/mediations', {params: {header: under(key, 'follow_up')}, body}));
export const recordStatement =
    (id: string, body: Statement): Sending =>
    (key) =>
        settle(client.POST('/v1/mediations/{mediation_id}/statements', {params: at(id, key), body}));
export const recordVisit =
    (id: string, body: Visit): Sending =>
    (key) =>
        settle(client.POST('/v1/mediations/{mediation_id}/visits', {params: at(id, key), body}));
export const handOver =
    (id: string, level: string, reason: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/mediations/{mediation_id}/hand_over', {
                params: at(id, key),
                body: {level, reason},
            }),
        );
export const takeUp =
    (id: string): Sending =>
    (key) =>
        settle(client.POST('/v1/mediations/{mediation_id}/taking_up', {params: at(id, key), body: {}}));
export const draftAgreement =
    (id: string, body: Agreement): Sending =>
    (key) =>
        settle(client.POST('/v1/mediations/{mediation_id}/agreement', {params: at(id, key), body}));
export const signAgreement =
    (id: string, body: Signature): Sending =>
    (key) =>
        settle(client.POST('/v1/mediations/{mediation_id}/signatures', {params: at(id, key), body}));
export const settlePromise =
    (id: string, number: number, outcome: 'kept' | 'broken', text: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/mediations/{mediation_id}/promise_outcomes', {
                params: at(id, key),
                body: {number, outcome, text},
            }),
        );
export const movePromise =
    (id: string, number: number, due_by: string, reason: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/mediations/{mediation_id}/promise_moves', {
                params: at(id, key),
                body: {number, due_by, reason},
            }),
        );
export const beginQuiet =
    (id: string): Sending =>
    (key) =>
        settle(client.POST('/v1/mediations/{mediation_id}/quiet_watch', {params: at(id, key), body: {}}));
export const seeSolution =
    (id: string): Sending =>
    (key) =>
        settle(client.POST('/v1/mediations/{mediation_id}/solution_seen', {params: at(id, key), body: {}}));
export const end =
    (id: string, reason: string, text: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/mediations/{mediation_id}/end', {params: at(id, key), body: {reason, text}}),
        );
export const preparePush =
    (id: string): Sending =>
    (key) =>
        settle(client.POST('/v1/mediations/{mediation_id}/push_drafts', {params: at(id, key), body: {}}));
export const sendPush =
    (id: string, number: number, text: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/mediations/{mediation_id}/pushes', {params: at(id, key), body: {number, text}}),
        );
