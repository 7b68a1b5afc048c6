// Whether there is a signal: what the feed hears, or an answer of the server. No screen says "live" for
// what is old.
import {computed, ref} from 'vue';

import {now} from '@/api/clock';
import type {Change} from '@/api/types';
import {FeedReader, type LineState} from '@/live/feed_reader';

const silentFor = 15_000;

export const state = ref<LineState>('connecting');
const heardAt = ref(0);
let feed: FeedReader | undefined;

export interface Listener {
    back(): void;
    changes(changes: readonly Change[]): void;
    signedOut(): void;
}

/** `now` moves once a second, so that silence shows by itself. */
export const live = computed(
    () => now.value > 0 && state.value === 'live' && Date.now() - heardAt.value < silentFor,
);

export function listen(to: Listener): void {
    feed?.stop();
    const own: FeedReader = new FeedReader(
        {
            state(next) {
                if (feed !== own) return;
                state.value = next;
                if (next === 'live') to.back();
                if (next === 'signed_out') to.signedOut();
            },
            changes: (changes) => feed === own && to.changes(changes),
            reset: () => feed === own && to.back(),
            heard: () => (heardAt.value = Date.now()),
        },
        'units,incidents',
    );
    feed = own;
    own.start();
}

export function stopListening(): void {
    feed?.stop();
    feed = undefined;
    state.value = 'connecting';
}

/** The network says that it is back, or the page is looked at again. */
export const hurry = (): void => feed?.hurry();
