/**
 * The key under which a deed is sent: 128 bits of chance. randomUUID is not there on plain http, nor in older
 * browsers.
 */
export function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
