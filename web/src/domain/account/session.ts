// Who sits at this desk, and how one signs in there.
import {deviceName, usePasskey} from '@shared/passkeys.js';
import {shallowRef} from 'vue';

import {client, settle} from '@/api/client';
import {noteCivilOffset} from '@/api/clock';
import {Trouble} from '@/api/trouble';
import type {Answer, Body, Session} from '@/api/types';

export const session = shallowRef<Session>();

function begin(answer: Session): void {
    noteCivilOffset(answer.civil_offset_minutes);
    session.value = answer;
}

/** The session of the cookie, if there is one. */
export async function resumeSession(): Promise<boolean> {
    try {
        begin(await settle(client.GET('/v1/session', {})));
        return true;
    } catch (trouble) {
        if (trouble instanceof Trouble && trouble.kind === 'signed_out') return false;
        throw trouble;
    }
}

type SignIn = Body<'/v1/session'>;
/** What says who one is: login and password, a passkey, or that the city's own sign-on named somebody. */
export type Proof = Pick<SignIn, 'login' | 'password' | 'passkey' | 'signed_on'>;

/** A refusal is the person's to answer, so it does not end anything. */
export async function signIn(proof: Proof, post: string, code: string): Promise<void> {
    const body: SignIn = {
        ...proof,
        ...(post ? {post_id: post} : {}),
        ...(code ? {code} : {}),
        device_name: deviceName(),
    };
    begin(await settle(client.POST('/v1/session', {body}), 'stays'));
}

export async function signOut(): Promise<void> {
    await settle(client.DELETE('/v1/session', {}));
    session.value = undefined;
}

export const ways = (): Promise<Answer<'/v1/session/ways'>> =>
    settle(client.GET('/v1/session/ways', {}), 'stays');

/** What a passkey of this person signed. A Trouble is the server's; anything else the browser's. */
export async function signedByPasskey(): Promise<Proof> {
    const challenge = await settle(client.POST('/v1/session/challenge', {}), 'stays');
    return {passkey: await usePasskey(challenge)};
}

export interface HeldPost {
    post_id: string;
    role: string;
    role_zh: string;
    role_en: string;
}

/** The posts to choose from, where only that choice is missing. */
export const postsOf = (trouble: unknown): readonly HeldPost[] => listed<HeldPost>(trouble, 'posts');

/** What would do beside the password, where that alone does not: totp, recovery_code, passkey. */
export const factorsOf = (trouble: unknown): readonly string[] => listed<string>(trouble, 'factors');

function listed<Entry>(trouble: unknown, member: string): readonly Entry[] {
    const body = trouble instanceof Trouble ? trouble.body : undefined;
    if (typeof body !== 'object' || body === null) return [];
    const found = (body as Record<string, unknown>)[member];
    return Array.isArray(found) ? (found as Entry[]) : [];
}
