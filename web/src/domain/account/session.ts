// Who sits at this desk.
import {shallowRef} from 'vue';

import {client, settle} from '@/api/client';
import {Trouble} from '@/api/trouble';
import type {Session} from '@/api/types';

export const session = shallowRef<Session>();

/** The session of the cookie, if there is one. */
export async function resumeSession(): Promise<boolean> {
    try {
        session.value = await settle(client.GET('/v1/session', {}));
        return true;
    } catch (trouble) {
        if (trouble instanceof Trouble && trouble.kind === 'signed_out') return false;
        throw trouble;
    }
}

export async function signIn(login: string, password: string, post: string): Promise<void> {
    session.value = await settle(
        client.POST('/v1/session', {body: {login, password, ...(post ? {post_id: post} : {})}}),
    );
}

export async function signOut(): Promise<void> {
    await settle(client.DELETE('/v1/session', {}));
    session.value = undefined;
}

export interface HeldPost {
    post_id: string;
    role: string;
    role_zh: string;
    role_en: string;
}

/** The posts to choose from, where only that choice is missing. */
export function postsOf(trouble: unknown): readonly HeldPost[] {
    const body = trouble instanceof Trouble ? trouble.body : undefined;
    const posts = typeof body === 'object' && body !== null && 'posts' in body ? body.posts : [];
    return Array.isArray(posts) ? (posts as HeldPost[]) : [];
}
