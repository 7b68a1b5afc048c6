// The caller's receipt: the link that is given, and what came by it.
import {client, settle, under} from '@/api/client';
import {newKey} from '@/api/client';

const params = (call_id: string) => ({path: {call_id}, header: under(newKey(), 'call_handling')});

/** A new link, said this once; whatever link there was opens nothing any more. */
export async function issueLink(call_id: string): Promise<string> {
    const {link} = await settle(
        client.POST('/v1/calls/{call_id}/receipt_link', {params: params(call_id), body: {}}),
    );
    return location.origin + link;
}
export const revokeLink = (call_id: string, reason: string) =>
    settle(
        client.POST('/v1/calls/{call_id}/receipt_link/revocation', {params: params(call_id), body: {reason}}),
    );
/** All that the caller has added until now. */
export const readInformation = (call_id: string) =>
    settle(client.POST('/v1/calls/{call_id}/information_reading', {params: params(call_id), body: {}}));
export const answerContest = (call_id: string, note: string) =>
    settle(client.POST('/v1/calls/{call_id}/contest_answer', {params: params(call_id), body: {note}}));
