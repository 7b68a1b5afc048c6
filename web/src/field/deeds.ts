// What a person in the field can say, each as a value that is kept as it is and sent later. Each says when it
// happened: in the body where the command has an instant of its own, and in Anlan-Happened-At for the log.
import {client, settle} from '@/api/client';
import type {Body} from '@/api/types';

export type Outcome = Body<'/v1/incidents/{incident_id}/call_back'>['result'];

export type Step = 'acknowledge' | 'depart' | 'arrive';

export type Deed =
    | {kind: Step | 'know'; unit: string; assignment: string; incident: string}
    | {kind: 'clear'; unit: string; assignment: string; incident: string; outcome: string}
    | {kind: 'safe' | 'panic' | 'begin_duty' | 'end_duty' | 'back_in_service'; unit: string}
    | {kind: 'report'; incident: string; text: string}
    | {kind: 'call_back'; incident: string; result: Outcome; text: string};

export type DeedKind = Deed['kind'];

/** The unit that a deed is said of, if any: what is said of one unit stays in order. */
export const unitOf = (deed: Deed): string => ('unit' in deed ? deed.unit : '');
export const incidentOf = (deed: Deed): string => ('incident' in deed ? deed.incident : '');

/** Without what was written about people: what stays on the phone once it is delivered. */
export const withoutText = (deed: Deed): Deed => ('text' in deed ? {...deed, text: ''} : deed);

/** Sends it under `key`; `happened` is the instant in the server's reckoning. */
export async function send(deed: Deed, key: string, happened: string): Promise<unknown> {
    const header = {
        'Idempotency-Key': key,
        'Anlan-Purpose': deed.kind === 'call_back' ? 'follow_up' : 'dispatch',
        'Anlan-Happened-At': happened,
    };
    const ofUnit = {path: {unit_id: unitOf(deed)}, header};
    const ofIncident = {path: {incident_id: incidentOf(deed)}, header};
    const at = happened;
    switch (deed.kind) {
        case 'acknowledge':
            return settle(
                client.POST('/v1/units/{unit_id}/acknowledgement', {
                    params: ofUnit,
                    body: {at, assignment_id: deed.assignment},
                }),
            );
        case 'know':
            return settle(
                client.POST('/v1/units/{unit_id}/change_acknowledgement', {
                    params: ofUnit,
                    body: {at, assignment_id: deed.assignment},
                }),
            );
        case 'depart':
            return settle(
                client.POST('/v1/units/{unit_id}/departure', {
                    params: ofUnit,
                    body: {at, assignment_id: deed.assignment},
                }),
            );
        case 'arrive':
            return settle(
                client.POST('/v1/units/{unit_id}/arrival', {
                    params: ofUnit,
                    body: {at, assignment_id: deed.assignment},
                }),
            );
        case 'clear':
            return settle(
                client.POST('/v1/units/{unit_id}/clearance', {
                    params: ofUnit,
                    body: {at, assignment_id: deed.assignment, outcome: deed.outcome},
                }),
            );
        case 'safe':
            return settle(client.POST('/v1/units/{unit_id}/safety_answer', {params: ofUnit, body: {at}}));
        case 'panic':
            return settle(client.POST('/v1/units/{unit_id}/panic', {params: ofUnit, body: {at}}));
        case 'begin_duty':
            return settle(client.POST('/v1/units/{unit_id}/duty', {params: ofUnit, body: {at}}));
        case 'end_duty':
            return settle(client.POST('/v1/units/{unit_id}/duty_end', {params: ofUnit, body: {at}}));
        case 'back_in_service':
            return settle(
                client.POST('/v1/units/{unit_id}/service_resumption', {params: ofUnit, body: {at}}),
            );
        case 'report':
            return settle(
                client.POST('/v1/incidents/{incident_id}/notes', {
                    params: ofIncident,
                    body: {text: deed.text},
                }),
            );
        case 'call_back':
            return settle(
                client.POST('/v1/incidents/{incident_id}/call_back', {
                    params: ofIncident,
                    body: {result: deed.result, note: deed.text},
                }),
            );
    }
}
