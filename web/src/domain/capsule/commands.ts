// What a shift hands over: read, written, signed; and the duty that it belongs to.
import {client, settle, under} from '@/api/client';
import type {Answer} from '@/api/types';
import {Trouble} from '@/api/trouble';

export type CapsuleRow = Answer<'/v1/capsules'>['rows'][number];
export type CapsuleState = Answer<'/v1/capsules/{capsule_id}'>['state'];
export type OpenMatters = Answer<'/v1/posts/{post_id}/open_matters'>;
export type Matter = NonNullable<OpenMatters['matters']>[number];
export type Duty = NonNullable<Answer<'/v1/posts/{post_id}'>['state']['on_duty']>[number];

const purpose = {'Anlan-Purpose': 'dispatch'};

/** Who is on duty at the post; undefined where the post is not on the roster. */
export async function readDuties(post_id: string): Promise<readonly Duty[] | undefined> {
    try {
        const {state} = await settle(client.GET('/v1/posts/{post_id}', {params: {path: {post_id}}}));
        return state.on_duty ?? [];
    } catch (trouble) {
        if (trouble instanceof Trouble && trouble.status === 404) return undefined;
        throw trouble;
    }
}

export const readMatters = (post_id: string): Promise<OpenMatters> =>
    settle(client.GET('/v1/posts/{post_id}/open_matters', {params: {path: {post_id}}}));

/** Those of this post, the newest first. */
export async function readCapsules(post: string): Promise<readonly CapsuleRow[]> {
    const {rows} = await settle(client.GET('/v1/capsules', {params: {query: {post, limit: 20}}}));
    return [...rows].sort((a, b) => (a.row.began_at < b.row.began_at ? 1 : -1));
}

/** Reading it is a look at what was said of people, and recorded. */
export async function readCapsule(capsule_id: string): Promise<CapsuleState> {
    const answer = await settle(
        client.GET('/v1/capsules/{capsule_id}', {params: {path: {capsule_id}, header: purpose}}),
    );
    return answer.state;
}

export const beginDuty = (post_id: string, relieves: string | undefined) => (key: string) =>
    settle(
        client.POST('/v1/posts/{post_id}/duty', {
            params: {path: {post_id}, header: under(key)},
            body: relieves ? {relieves} : {},
        }),
    );
export const endDuty = (post_id: string) => (key: string) =>
    settle(
        client.POST('/v1/posts/{post_id}/duty_end', {
            params: {path: {post_id}, header: under(key)},
            body: {},
        }),
    );

export const writeCapsule =
    (capsule_id: string, page: OpenMatters, beganAt: string, remarks: string) => (key: string) =>
        settle(
            client.PUT('/v1/capsules/{capsule_id}', {
                params: {path: {capsule_id}, header: under(key)},
                body: {
                    post_id: page.post_id,
                    position: page.position,
                    matters: (page.matters ?? []) as never,
                    remarks,
                    began_at: beganAt,
                },
            }),
        );
export const signCapsule = (capsule_id: string, capsule_version: number, remarks: string) => (key: string) =>
    settle(
        client.POST('/v1/capsules/{capsule_id}/signature', {
            params: {path: {capsule_id}, header: under(key)},
            body: {capsule_version, remarks},
        }),
    );

/** As the server makes it: post, account, and the start of the shift in milliseconds. */
export const capsuleId = (post: string, account: string, beganAt: string): string =>
    `cap_${post.slice(4)}.${account.slice(4)}.${Date.parse(beganAt)}`;
