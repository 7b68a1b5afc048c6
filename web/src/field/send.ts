// How each deed goes to the server. It says when it happened: in the body where the command has an instant of
// its own, and in Anlan-Happened-At for the log.
import {client, settle} from '@/api/client';
import {incidentOf, unitOf, type Deed} from './deeds';

/** Sends it under `key`; `happened` is the instant in the server's reckoning. */
export async function send(deed: Deed, key: string, happened: string): Promise<unknown> {
    const ofInstruction = incidentOf(deed).startsWith('ins_');
    const header = {
        'Idempotency-Key': key,
        'Anlan-Purpose': ofInstruction || deed.kind === 'call_back' ? 'follow_up' : 'dispatch',
        'Anlan-Happened-At': happened,
    };
    const ofUnit = {path: {unit_id: unitOf(deed)}, header};
    const ofIncident = {path: {incident_id: incidentOf(deed)}, header};
    // Both take the same; only the first word of the address differs.
    const resource = ofInstruction ? 'instructions' : 'incidents';
    const attachments =
        `/v1/${resource}/{incident_id}/attachments` as '/v1/incidents/{incident_id}/attachments';
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
        case 'photo':
        case 'voice':
            return settle(
                client.POST(attachments, {
                    params: ofIncident,
                    body: '',
                    bodySerializer: () => (deed.kind === 'photo' ? deed.photo : deed.note),
                    headers: {'Content-Type': 'application/octet-stream'},
                }),
            );
        case 'card':
            return settle(
                client.POST('/v1/answer_cards', {
                    params: {header},
                    body: {of: deed.of, answers: deed.answers},
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
