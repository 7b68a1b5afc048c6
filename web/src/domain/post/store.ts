// Posts of one station or district: who sits there now.
import {defineStore} from 'pinia';
import {ref} from 'vue';

import {client, everyPage, settle} from '@/api/client';
import type {PostRow} from '@/api/types';
import {liveRows, type Listed} from '@/live/rows';

export type Post = Listed<PostRow>;

export const usePosts = defineStore('posts', () => {
    const list = liveRows<PostRow>('all');
    const within = ref<{district?: string; station?: string}>({});

    async function load(): Promise<Map<string, Post>> {
        const rows = new Map<string, Post>();
        await everyPage(
            (after) => {
                const query = {limit: 500, after, ...within.value};
                return settle(client.GET('/v1/posts', {params: {query}}));
            },
            (page) => {
                for (const {stream, version, row} of page) rows.set(stream, {id: stream, version, row});
            },
        );
        return rows;
    }
    return {...list, within, load};
});

/** Where "pst_station-desk.420106007" sits: the station "are_420106007"; neither: the whole city. */
export function areaOf(post: string | undefined): {district?: string; station?: string} {
    const code = /^pst_[^.]+\.(\d+)$/.exec(post ?? '')?.[1] ?? '';
    if (code.length >= 9) return {station: `are_${code.slice(0, 9)}`};
    return code.length === 6 && !code.endsWith('00') ? {district: `are_${code}`} : {};
}
