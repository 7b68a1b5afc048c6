// How the 1-3-5 rings are covered. The server reckons it; it is read anew when a unit changes, and every five
// seconds, since units move.
import {defineStore} from 'pinia';
import {shallowRef} from 'vue';

import {client, settle} from '@/api/client';
import type {Answer} from '@/api/types';
import {useLive} from '@/live/store';

export type Cover = NonNullable<Answer<'/v1/coverage'>['rows']>[number];

const every = 5_000;
const soon = 400;

export const useCoverage = defineStore('coverage', () => {
    const rows = shallowRef<readonly Cover[]>();
    const missing = shallowRef(false);
    let timer: ReturnType<typeof setTimeout> | undefined;
    let reading = false;
    let started = false;

    async function read(): Promise<void> {
        if (reading) return;
        reading = true;
        try {
            rows.value = (await settle(client.GET('/v1/coverage', {}))).rows ?? [];
            missing.value = false;
        } catch {
            missing.value = true; // the page says so; it is asked for again
        }
        reading = false;
        readIn(every);
    }
    function readIn(wait: number): void {
        clearTimeout(timer);
        timer = setTimeout(() => void read(), wait);
    }
    function start(): void {
        if (started) return;
        started = true;
        void read();
        // A unit that leaves opens a ring: that is read at once, and not with the next round.
        useLive().onChanges((changes) => {
            if (changes.some(({resource}) => resource === 'units')) readIn(soon);
        });
    }
    return {rows, missing, start};
});
