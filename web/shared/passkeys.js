// Passkeys: between what the server says in JSON and what the browser's authenticators take and give.

/** @param {string} text base64url */
const bytesOf = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));

/** @param {ArrayBuffer} buffer */
const textOf = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
        .replace(/\+/g, '-')
        .replace(/\//g, '_')
        .replace(/=+$/, '');

/** Not at a bare address: a passkey is bound to the name of a host. */
export function passkeysWork() {
    return Boolean(globalThis.PublicKeyCredential) && !/^[\d.]+$|:/.test(location.hostname);
}

/**
 * Asks the person for a new passkey. Null: this browser cannot hand on what was made.
 * @param {any} offer
 * @returns {Promise<{client_data: string, authenticator_data: string} | null>}
 */
export async function makePasskey(offer) {
    const made = /** @type {any} */ (await navigator.credentials.create({
        publicKey: {
            challenge: bytesOf(offer.challenge),
            rp: {id: offer.rp_id, name: 'Anlan 安澜'},
            user: {
                id: bytesOf(offer.user_id),
                name: offer.user_name,
                displayName: offer.display || offer.user_name,
            },
            pubKeyCredParams: [-7, -8, -257].map((alg) => ({type: 'public-key', alg})),
            excludeCredentials: offer.held.map((id) => ({type: 'public-key', id: bytesOf(id)})),
            authenticatorSelection: {
                residentKey: 'required',
                requireResidentKey: true,
                userVerification: 'required',
            },
            attestation: 'none',
        },
    }));
    if (!made.response.getAuthenticatorData) return null;
    return {
        client_data: textOf(made.response.clientDataJSON),
        authenticator_data: textOf(made.response.getAuthenticatorData()),
    };
}

/**
 * Asks the person to use one.
 * @param {{challenge: string, rp_id: string}} offer
 */
export async function usePasskey({challenge, rp_id: rpId}) {
    const used = /** @type {any} */ (await navigator.credentials.get({
        publicKey: {challenge: bytesOf(challenge), rpId, userVerification: 'required'},
    }));
    const handle = used.response.userHandle;
    return {
        credential_id: textOf(used.rawId),
        client_data: textOf(used.response.clientDataJSON),
        authenticator_data: textOf(used.response.authenticatorData),
        signature: textOf(used.response.signature),
        ...(handle ? {user_handle: textOf(handle)} : {}),
    };
}

/** "Chrome · Windows", as its person will know this device again in a list. */
export function deviceName(agent = navigator.userAgent) {
    /** @param {[RegExp, string][]} pairs */
    const first = (pairs) => (pairs.find(([pattern]) => pattern.test(agent)) ?? [null, ''])[1];
    const browser = first([
        [/Edg\//, 'Edge'],
        [/Firefox\//, 'Firefox'],
        [/Chrom(e|ium)\//, 'Chrome'],
        [/Safari\//, 'Safari'],
    ]);
    const system = first([
        [/Windows/, 'Windows'],
        [/Android/, 'Android'],
        [/iPhone|iPad/, 'iOS'],
        [/Mac OS X/, 'macOS'],
        [/Linux/, 'Linux'],
    ]);
    return [browser, system].filter(Boolean).join(' · ');
}
