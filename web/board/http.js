// One way to the server: what is sent with every request, and every failure as one kind of value that says
// what happened and what helps, in words.
import {noteServerTime} from '../shared/clock.js';

/**
 * What went wrong: `kind` is refused (the server said no), unknown (no answer: it may have happened) or
 * signed_out.
 */
export class Trouble extends Error {
    constructor(kind, {status = 0, problem = {}} = {}) {
        super(problem.detail ?? problem.title ?? kind);
        this.kind = kind;
        this.status = status;
        this.problem = problem;
        this.code = problem.code ?? '';
        this.remedy = problem.remedy ?? '';
    }
}

const ANSWER_WITHIN = 10_000;
let signedOut = () => {};
export function onSignedOut(action) {
    signedOut = action;
}

/**
 * @param {{body?: any, key?: string, purpose?: string, version?: number,
 *   signal?: AbortSignal, quiet?: boolean}}
 *   options key: Idempotency-Key, the same again when the same thing is said again
 */
export async function ask(method, path, options = {}) {
    const headers = {Accept: 'application/json'};
    if (method !== 'GET') headers['Anlan-Client'] = 'board';
    if (options.body !== undefined) headers['Content-Type'] = 'application/json';
    if (options.key) headers['Idempotency-Key'] = options.key;
    if (options.purpose) headers['Anlan-Purpose'] = options.purpose;
    if (options.version) headers['If-Match'] = `"${options.version}"`;
    const {response, text} = await exchange(method, path, headers, options);
    const value = parse(text);
    if (response.ok) return value;
    if (response.status === 401 && !options.quiet) signedOut();
    // A gateway or a server going down may answer after the command was carried out.
    const unsure = response.status >= 502 && !value?.code;
    throw new Trouble(response.status === 401 ? 'signed_out' : unsure ? 'unknown' : 'refused', {
        status: response.status,
        problem: value ?? {title: `HTTP ${response.status}`},
    });
}

async function exchange(method, path, headers, options) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), ANSWER_WITHIN);
    const given = options.signal;
    const passOn = () => stop.abort();
    given?.addEventListener('abort', passOn);
    const sent = Date.now();
    try {
        const response = await fetch(path, {
            method,
            headers,
            signal: stop.signal,
            credentials: 'same-origin',
            cache: 'no-store',
            body: options.body === undefined ? undefined : JSON.stringify(options.body),
        });
        noteServerTime(response.headers.get('Date'), sent, Date.now());
        return {response, text: await response.text()};
    } catch (error) {
        if (given?.aborted) throw error;
        throw new Trouble('unknown', {problem: {title: 'no answer'}});
    } finally {
        clearTimeout(timer);
        given?.removeEventListener('abort', passOn);
    }
}

function parse(text) {
    try {
        return text ? JSON.parse(text) : null;
    } catch {
        return null;
    }
}
