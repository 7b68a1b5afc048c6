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

/** Why a session is good for nothing any more: it is over, or its post asks for a second factor now. */
export type Ended = 'signed_out' | 'second_factor_missing';
let ended: (why: Ended) => void = () => {};
export function onSessionEnded(action: (why: Ended) => void): void {
    ended = action;
}

/** The answer's body, or a Trouble. A refused sign-in `stays`: it ends no session. */
export async function settle<T>(
    asked: Promise<{data?: T; error?: unknown; response: Response}>,
    when: 'ends' | 'stays' = 'ends',
): Promise<T> {
    const {data, error, response} = await asked;
    if (response.ok) return data as T;
    const problem = isProblem(error) ? error : undefined;
    if (when === 'ends' && response.status === 401) ended('signed_out');
    if (problem?.code === 'session.second_factor_missing') ended('second_factor_missing');
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

export {newKey} from '@shared/command_key.js';

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
