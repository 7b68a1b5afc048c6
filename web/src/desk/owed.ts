// What is owed, and what breaks next. The server reckons it; it is read anew after changes and every quarter
// of a minute.
import {defineStore} from 'pinia';
import {computed, shallowRef} from 'vue';

import {client, settle} from '@/api/client';
import type {OwedRow} from '@/api/types';
import type {Owed} from './urgency';

const every = 15_000;
const soon = 300;
const limit = 500;
const alarmWarning = 60_000;

export const useOwed = defineStore('owed', () => {
    const rows = shallowRef<readonly Owed[]>([]);
    /** There is more than these. */
    const cut = shallowRef(false);
    const trouble = shallowRef<unknown>();
    /** False: not read yet, and no rows say nothing. */
    const known = shallowRef(false);
    let reading = false;
    let again = false;
    let wake: ReturnType<typeof setTimeout> | undefined;

    const byStream = computed(() => {
        const found = new Map<string, Owed[]>();
        for (const owed of rows.value) {
            const known = found.get(owed.stream);
            if (known) known.push(owed);
            else found.set(owed.stream, [owed]);
        }
        for (const list of found.values()) list.sort((a, b) => a.dueBy - b.dueBy);
        return found;
    });

    async function read(): Promise<void> {
        if (reading) {
            again = true;
            return;
        }
        reading = true;
        try {
            // Tasks at doors have their cards and their desk; there are many, and none is an emergency.
            const query = {limit, without: 'errand,task'};
            const answer = await settle(client.GET('/v1/obligations', {params: {query}}));
            rows.value = answer.rows.map(owedFrom);
            cut.value = answer.rows.length >= limit;
            trouble.value = undefined;
            known.value = true;
        } catch (error) {
            trouble.value = error;
        }
        reading = false;
        if (again) readSoon();
    }

    /** After a burst of changes the list is read once, not for each. */
    function readSoon(): void {
        again = false;
        wake ??= setTimeout(() => {
            wake = undefined;
            void read();
        }, soon);
    }

    function start(): void {
        void read();
        setInterval(readSoon, every);
    }

    const of = (stream: string): readonly Owed[] => byStream.value.get(stream) ?? [];
    const next = (stream: string): Owed | undefined => of(stream)[0];
    return {known, rows, cut, trouble, byStream, of, next, readSoon, start};
});

const rungFrom = (rung: {post: string; at: string} | undefined) =>
    rung && {post: rung.post, at: Date.parse(rung.at)};

function owedFrom({stream, module, obligation, where}: OwedRow): Owed {
    const since = Date.parse(obligation.since);
    const dueBy = Date.parse(obligation.due_by);
    return {
        id: `${stream}/${obligation.kind}/${obligation.key}`,
        stream,
        module,
        kind: obligation.kind,
        owner: obligation.owner,
        since,
        dueBy,
        warnAt: obligation.warn_at
            ? Date.parse(obligation.warn_at)
            : dueBy - Math.min(alarmWarning, (dueBy - since) / 4),
        missed: obligation.missed ?? false,
        told: (obligation.ladder ?? []).slice(0, obligation.climbed).map((rung) => rung.post),
        nextRung: rungFrom(obligation.ladder?.[obligation.climbed ?? 0]),
        where,
    };
}
