// What can be said of a call, each as something to be sent under a key.
import {client, settle, under} from '@/api/client';
import type {Channel, Report, SameEvent} from '@/api/types';
import type {Sending} from '@/domain/unit/commands';
import {said} from '@/words';

const header = (key: string) => under(key, 'call_handling');
const at = (call_id: string, key: string) => ({path: {call_id}, header: header(key)});

export interface Received {
    channel: Channel;
    callback: string;
    text: string;
    duress: boolean;
}

export const receiveCall = (call: Received) => (key: string) =>
    settle(client.POST('/v1/calls', {params: {header: header(key)}, body: call}));
export const answerCall =
    (call: string, take_over_reason?: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/calls/{call_id}/answer', {params: at(call, key), body: {take_over_reason}}),
        );
export const stateCaller =
    (call: string, callback: string): Sending =>
    (key) =>
        settle(client.POST('/v1/calls/{call_id}/caller', {params: at(call, key), body: {callback}}));
export const flagDuress =
    (call: string): Sending =>
    (key) =>
        settle(client.POST('/v1/calls/{call_id}/duress', {params: at(call, key), body: {}}));
export const writeReport =
    (call: string, report: Report): Sending =>
    (key) =>
        settle(client.POST('/v1/calls/{call_id}/report', {params: at(call, key), body: report}));
export const openIncident =
    (call: string, report: Report): Sending =>
    (key) =>
        settle(client.POST('/v1/calls/{call_id}/incident', {params: at(call, key), body: {report}}));
export const joinCall =
    (call: string, incident_id: string, hit?: SameEvent): Sending =>
    (key) =>
        settle(
            client.POST('/v1/calls/{call_id}/joining', {
                params: at(call, key),
                body: {
                    incident_id,
                    matched_words: (hit?.words ?? []).map(said),
                    ...(hit?.distance_metres === undefined ? {} : {distance_metres: hit.distance_metres}),
                },
            }),
        );
export const undoJoin =
    (call: string, reason: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/calls/{call_id}/joining/undo', {
                params: at(call, key),
                body: {reason, then: 'decide_again'},
            }),
        );
export const voidCall =
    (call: string, reason_code: string): Sending =>
    (key) =>
        settle(client.POST('/v1/calls/{call_id}/voiding', {params: at(call, key), body: {reason_code}}));
export const transferCall =
    (call: string, agency: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/calls/{call_id}/transfer', {
                params: at(call, key),
                body: {agency, warm: false},
            }),
        );
export const closeEnquiry =
    (call: string, note: string): Sending =>
    (key) =>
        settle(client.POST('/v1/calls/{call_id}/enquiry', {params: at(call, key), body: {note}}));

/** The id of the incident that a call opens: the call's own number. */
export const incidentOfCall = (call: string): string => `inc_${call.slice(4)}`;
