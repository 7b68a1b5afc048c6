// Signing in on the phone: account, password, the code of a second factor, the post of this shift.
import {client, settle} from '@/api/client';
import {Trouble} from '@/api/trouble';
import type {Session} from '@/api/types';

export interface Attempt {
    login: string;
    password: string;
    code: string;
    post: string;
}

export const signIn = ({login, password, code, post}: Attempt): Promise<Session> =>
    settle(
        client.POST('/v1/session', {
            body: {
                login,
                password,
                device_name: 'field phone',
                ...(code ? {code} : {}),
                ...(post ? {post_id: post} : {}),
            },
        }),
        'stays',
    );

export async function signOut(): Promise<void> {
    await settle(client.DELETE('/v1/session', {}));
}

/** The session of the cookie; none where there is none. No answer is a Trouble. */
export async function session(): Promise<Session | undefined> {
    try {
        return await settle(client.GET('/v1/session', {}));
    } catch (trouble) {
        if (trouble instanceof Trouble && trouble.kind === 'signed_out') return undefined;
        throw trouble;
    }
}

/** The account of the cookie as the server knows it; none where nobody is signed in, or it is silent. */
export async function whoIsSignedIn(): Promise<string | undefined> {
    try {
        return (await session())?.account_id;
    } catch {
        return undefined;
    }
}
