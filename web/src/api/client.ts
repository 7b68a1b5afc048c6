// The one way to the server: generated paths and bodies, the headers that every request carries, and every
// failure as one kind of value.
import createClient from 'openapi-fetch';

import {noteServerTime} from './clock';
import type {paths} from '@interface';
import {Trouble} from './trouble';
import type {Problem} from './types';

const answerWithin = 10_000;

export const client = createClient<paths>({baseUrl: location.origin, fetch: exchange, cache: 'no-store'});

// What a form of another site cannot send.
client.use({
    onRequest({request}) {
        if (request.method !== 'GET') request.headers.set('Anlan-Client', 'console');
    },
});

async function exchange(request: Request): Promise<Response> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), answerWithin);
    const passOn = () => stop.abort();
    request.signal.addEventListener('abort', passOn);
    const sent = Date.now();
    try {
        const response = await fetch(new Request(request, {signal: stop.signal}));
        noteServerTime(response.headers.get('Date'), sent, Date.now());
        const text = await response.text();
        const empty = response.status === 204 || response.status === 304;
        return new Response(empty ? null : text, response);
    } catch (error) {
        if (request.signal.aborted) throw error;
        throw new Trouble('unknown');
    } finally {
        clearTimeout(timer);
        request.signal.removeEventListener('abort', passOn);
    }
}

let signedOut = () => {};
export function onSignedOut(action: () => void): void {
    signedOut = action;
}

/** The answer's body, or a Trouble. */
export async function settle<T>(
    asked: Promise<{data?: T; error?: unknown; response: Response}>,
): Promise<T> {
    const {data, error, response} = await asked;
    if (response.ok) return data as T;
    const problem = isProblem(error) ? error : undefined;
    if (response.status === 401 && problem?.code !== 'session.wrong') signedOut();
    // A gateway, or a server going down, may answer after the command was carried out.
    const unsure = response.status >= 502 && !problem?.code;
    const kind = response.status === 401 ? 'signed_out' : unsure ? 'unknown' : 'refused';
    throw new Trouble(kind, response.status, problem, error);
}

function isProblem(value: unknown): value is Problem {
    return typeof value === 'object' && value !== null && 'code' in value;
}

export type Purpose = 'dispatch' | 'call_handling' | 'same_place_history' | 'follow_up';

/** The headers of a command: the same key again is the same deed. */
export const under = (key: string, purpose: Purpose = 'dispatch') => ({
    'Idempotency-Key': key,
    'Anlan-Purpose': purpose,
});

/** 128 bits of chance. randomUUID is not there on plain http, nor in older browsers. */
export function newKey(): string {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Every page of a list. */
export async function everyPage<Row, Page extends {rows: Row[]; next: string | null}>(
    read: (after: string | undefined) => Promise<Page>,
    each: (rows: Page['rows']) => void,
): Promise<void> {
    for (let after: string | undefined; ; ) {
        const page = await read(after);
        each(page.rows);
        if (page.next === null) return;
        after = page.next;
    }
}
