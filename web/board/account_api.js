// What the board reads and changes of one's own account: how one signs in, where one is signed in, who has
// tried.
import {ask} from './http.js';

const enc = encodeURIComponent;
const time = (text) => (text ? Date.parse(text) : null);

export async function factors() {
    const answer = await ask('GET', '/v1/factors');
    return {
        totpSince: time(answer.totp_since),
        codesLeft: answer.recovery_codes_left,
        needsEnrolmentCode: Boolean(answer.needs_enrolment_code),
        passkeys: answer.passkeys.map((passkey) => ({
            id: passkey.passkey_id,
            name: passkey.passkey_name,
            madeAt: time(passkey.made_at),
            lastUsedAt: time(passkey.last_used_at),
        })),
    };
}

export const beginTotp = () => ask('POST', '/v1/factors/totp', {body: {}});
export const removeTotp = () => ask('DELETE', '/v1/factors/totp');
export const beginPasskey = () => ask('POST', '/v1/factors/passkeys/challenge');
export const removePasskey = (id) => ask('DELETE', `/v1/factors/passkeys/${enc(id)}`);
export const endSession = (id) => ask('DELETE', `/v1/sessions/${enc(id)}`);

const codesFrom = (answer) => answer.recovery_codes;
// The first factor of an account may want a code that its person was handed; else it is left out.
const withEnrolment = (body, code) => (code ? {...body, enrolment_code: code} : body);
export const confirmTotp = async (code, enrolment) =>
    codesFrom(await ask('POST', '/v1/factors/totp/confirmation', {body: withEnrolment({code}, enrolment)}));
export const addPasskey = async (made, enrolment) =>
    codesFrom(await ask('POST', '/v1/factors/passkeys', {body: withEnrolment(made, enrolment)}));
export const renewCodes = async () => codesFrom(await ask('POST', '/v1/factors/recovery_codes'));

export async function sessions() {
    const answer = await ask('GET', '/v1/sessions');
    return answer.rows.map((row) => ({
        id: row.session_id,
        post: row.post_id,
        device: row.device_name,
        client: row.client,
        peer: row.peer,
        proof: row.proof,
        openedAt: time(row.opened_at),
        lastSeenAt: time(row.last_seen_at),
        current: row.current,
    }));
}

export async function signIns() {
    const answer = await ask('GET', '/v1/sign_ins');
    return answer.rows.map((row) => ({
        at: time(row.at),
        outcome: row.outcome,
        zh: row.zh,
        en: row.en,
        proof: row.proof,
        device: row.device_name,
        client: row.client,
        peer: row.peer,
    }));
}
