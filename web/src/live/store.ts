// Keeps the desk's lists true. The feed is listened to first, what it says is kept aside, the lists are read,
// and then whatever the feed said that is newer than a row is applied. A reset reads the lists anew.
import {defineStore} from 'pinia';
import {computed, ref, shallowRef} from 'vue';

import {now} from '@/api/clock';
import {Trouble} from '@/api/trouble';
import type {Change} from '@/api/types';
import {useCalls} from '@/domain/call/store';
import {useIncidents} from '@/domain/incident/store';
import {useUnits} from '@/domain/unit/store';
import type {Listed} from './rows';
import type {LineState} from './feed_reader';
import {openLine, type Line} from './line';
import type {FromWorker} from './messages';

export const staleAfter = 15_000;
const tellAgainAfter = 3000;
const hiddenTick = 250;
const catchUp = 1200;

export interface Notice {
    kind: 'back' | 'reloaded';
    seconds: number;
    changes: number;
}

/** A list that is read whole and then follows the feed. */
export interface LiveList {
    load(): Promise<Map<string, Listed<unknown>>>;
    replace(rows: Map<string, Listed<unknown>>): void;
    apply(changes: readonly Change[]): void;
}

export const useLive = defineStore('live', () => {
    const lists = new Map<string, LiveList>([
        ['incidents', useIncidents()],
        ['units', useUnits()],
        ['calls', useCalls()],
    ]);
    const line = ref<LineState>('connecting');
    const heardAt = ref(0);
    const downSince = ref(0);
    const loaded = ref(false);
    const trouble = shallowRef<unknown>();
    const notice = shallowRef<Notice>();
    const listeners: ((changes: readonly Change[]) => void)[] = [];
    let opened: Line | undefined;
    let loading = false;
    let aside: Change[] = [];
    let waiting: Change[] = [];
    let due = false;
    let caughtUp = -1;
    let signedOut = () => {};

    /** Seconds since the server last said anything. */
    const age = computed(() => (now.value && heardAt.value ? Math.max(0, Date.now() - heardAt.value) : 0));
    const stale = computed(() => line.value === 'live' && age.value > staleAfter);

    function start(session: string, onSignedOut: () => void): void {
        signedOut = onSignedOut;
        if (!opened) {
            opened = openLine(hear);
            addEventListener('online', () => opened?.send({kind: 'hurry'}));
            addEventListener('pagehide', () => opened?.send({kind: 'leave'}));
            addEventListener('pageshow', (event) => {
                if (!event.persisted) return;
                opened?.send({kind: 'join', session});
                void load(); // what happened while the page was put away was not kept for it
            });
        }
        opened.send({kind: 'join', session});
    }

    function hear(message: FromWorker): void {
        if (message.kind === 'heard') heardAt.value = message.heardAt;
        else if (message.kind === 'changes') take(message.changes);
        else if (message.kind === 'reset') void load().then(() => tell('reloaded', 0, 0));
        else lineIs(message.state, message.heardAt, message.downSince);
    }

    function lineIs(state: LineState, heard: number, down: number): void {
        const returned = state === 'live' && line.value !== 'live' && downSince.value > 0;
        if (returned) noteReturn(Date.now() - downSince.value);
        line.value = state;
        heardAt.value = Math.max(heardAt.value, heard);
        downSince.value = down;
        if (state === 'signed_out') signedOut();
        if (state === 'live' && !loaded.value && !loading) void load();
    }

    // What was missed comes with the first breath after the line is back.
    function noteReturn(away: number): void {
        caughtUp = 0;
        setTimeout(() => {
            tell('back', Math.round(away / 1000), caughtUp);
            caughtUp = -1;
        }, catchUp);
    }

    function tell(kind: Notice['kind'], seconds: number, changes: number): void {
        notice.value = {kind, seconds, changes};
    }

    async function load(): Promise<void> {
        loading = true;
        aside = [];
        try {
            await Promise.all([...lists.values()].map(reload));
        } catch (error) {
            loading = false;
            trouble.value = error;
            setTimeout(() => void (loading || load()), tellAgainAfter);
            return;
        }
        loading = false;
        loaded.value = true;
        trouble.value = undefined;
        apply(aside.splice(0));
    }

    function take(changes: Change[]): void {
        if (caughtUp >= 0) caughtUp += changes.length;
        if (loading || !loaded.value) {
            aside.push(...changes);
            return;
        }
        waiting.push(...changes);
        if (due) return;
        due = true;
        // A tick of a busy minute is one redraw; a page that is not shown gets no frames.
        if (document.hidden) setTimeout(flush, hiddenTick);
        else requestAnimationFrame(flush);
    }

    function flush(): void {
        due = false;
        apply(waiting.splice(0));
    }

    function apply(changes: readonly Change[]): void {
        if (changes.length === 0) return;
        for (const [resource, list] of lists) {
            const own = changes.filter((change) => change.resource === resource);
            if (own.length > 0) list.apply(own);
        }
        for (const listener of listeners) listener(changes);
    }

    /** A list that only some desks have; to be said before the desk begins. */
    const follow = (resource: string, list: LiveList) => void lists.set(resource, list);
    /** Until what it gives back is called. */
    function onChanges(listener: (changes: readonly Change[]) => void): () => void {
        listeners.push(listener);
        return () => void listeners.splice(listeners.indexOf(listener), 1);
    }
    return {line, heardAt, downSince, loaded, trouble, notice, age, stale, start, follow, onChanges};
});

/** What this post may not read at all is an empty list to it. */
async function reload(list: LiveList): Promise<void> {
    try {
        list.replace(await list.load());
    } catch (trouble) {
        if (!(trouble instanceof Trouble && trouble.status === 403)) throw trouble;
        list.replace(new Map());
    }
}
