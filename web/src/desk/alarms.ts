// The alarm budget of a desk. An alarm is what this desk must act on: a new P1, a panic call, a broken limit
// of its own. More than ten in ten minutes are a flood, which is shown.
import {defineStore} from 'pinia';
import {computed, ref, watch} from 'vue';

import {now} from '@/api/clock';
import type {Change, IncidentRow} from '@/api/types';
import {session} from '@/domain/account/session';
import {openedAt, useIncidents} from '@/domain/incident/store';
import {useUnits} from '@/domain/unit/store';
import {useLive} from '@/live/store';
import {useOwed} from './owed';
import {sound} from './sound';

export const alarmsMax = 10;
const windowOf = 600_000;

export const useAlarms = defineStore('alarms', () => {
    const times = new Map<string, number>();
    const count = ref(0);
    const owed = useOwed();
    const incidents = useIncidents();
    const units = useUnits();

    function note(key: string, at: number): boolean {
        if (times.has(key) || now.value - at > windowOf) return false;
        times.set(key, at);
        return true;
    }

    function recount(): void {
        for (const [key, at] of times) if (now.value - at > windowOf) times.delete(key);
        count.value = times.size;
    }

    useLive().onChanges((changes: readonly Change[]) => {
        for (const {wire, stream, row} of changes) {
            const urgent =
                wire.startsWith('incident.opened.') && (row as IncidentRow | null)?.priority === 'p1';
            if (urgent && note(`${stream}/opened`, now.value)) sound();
        }
    });
    watch(
        () => units.inPanic,
        (inPanic, before) => {
            for (const unit of inPanic) note(`${unit.id}/panic`, now.value);
            if (inPanic.length > (before?.length ?? 0)) sound();
        },
        {immediate: true},
    );
    // After a reload the last minutes' alarms still count, as far as the lists tell of them.
    watch([() => incidents.rows, () => owed.rows], () => {
        for (const {id, row} of incidents.rows.values())
            if (row.priority === 'p1') note(`${id}/opened`, openedAt(row));
        const post = session.value?.post.post_id ?? '';
        for (const one of owed.rows)
            if (one.dueBy <= now.value && (one.owner === post || one.told.includes(post)))
                note(`${one.id}/${one.dueBy}`, one.dueBy);
    });
    watch(now, recount);
    return {count, flood: computed(() => count.value > alarmsMax)};
});
