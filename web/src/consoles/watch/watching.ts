// What this person is shown of all alarms: derived from what is owed, the units and the rings, grouped, put
// aside, and presented within the budget. What was shown is remembered for the person at this desk, over tabs
// and reloads, so that a reload is no way around the budget.
import {defineStore} from 'pinia';
import {computed, shallowRef, watch} from 'vue';

import {now} from '@/api/clock';
import {useCoverage} from '@/desk/coverage';
import {useOwed} from '@/desk/owed';
import {useSaid} from '@/desk/owed_said';
import {session} from '@/domain/account/session';
import {
    linesOf,
    missedOf,
    nothingShown,
    present,
    putAside,
    thinOf,
    type Alarm,
    type Level,
    type Line,
    type Shown,
} from '@/domain/alarm/alarms';
import {useAlarmRules, useShelvings} from '@/domain/alarm/store';
import {useAreas} from '@/domain/area/store';
import {areaOf} from '@/domain/post/store';
import {useUnits} from '@/domain/unit/store';
import {keep, remembered} from '@/words';

export const useWatching = defineStore('watching', () => {
    const owed = useOwed();
    const units = useUnits();
    const areas = useAreas();
    const coverage = useCoverage();
    const shelvings = useShelvings();
    const rules = useAlarmRules();
    const {priorityOf} = useSaid();
    const thinSince = new Map<string, number>();
    const shown = shallowRef<readonly Line[]>([]);
    const waiting = shallowRef<readonly Line[]>([]);
    const times = shallowRef<readonly number[]>([]);

    /** Whoever watches the city sees its districts; whoever watches less sees stations. */
    const level = computed((): Level => {
        const {district, station} = areaOf(session.value?.post.post_id);
        return district || station ? 'station' : 'district';
    });

    const panics = computed(() =>
        units.inPanic.map(({id, row}): Alarm => {
            const since = owed.of(id).find(({kind}) => kind === 'panic')?.since ?? now.value;
            return {id: `${id}/panic`, kind: 'panic', where: row.home, since, priority: 'p1'};
        }),
    );
    // A ring whose station's name is not known yet waits for it: it would be a line of nowhere.
    const rings = computed(() =>
        thinOf(coverage.rows ?? [], rules.rules?.ringGaps ?? []).flatMap((ring): Alarm[] => {
            const where = areas.names.has(ring.station) ? areas.placeOf(ring.station) : undefined;
            if (!where) return [];
            const id = `${ring.station}/${ring.within}`;
            if (!thinSince.has(id)) thinSince.set(id, now.value);
            return [{id, kind: 'ring_gap', where, since: thinSince.get(id)!, ring}];
        }),
    );
    watch(rings, (thin) => {
        const there = new Set(thin.map(({id}) => id));
        for (const id of thinSince.keys()) if (!there.has(id)) thinSince.delete(id);
    });
    const limits = computed(() =>
        missedOf(owed.rows, now.value).map((one): Alarm => {
            const {id, kind, dueBy: since} = one;
            const where = one.where ?? areas.placeOf('');
            return {id, kind, where, since, priority: priorityOf(one), owed: one};
        }),
    );
    const all = computed(() => [...panics.value, ...limits.value, ...rings.value]);

    const ours = computed(() =>
        [...shelvings.rows.values()]
            .filter(({row}) => row.post_id === session.value?.post.post_id)
            .sort((a, b) => Date.parse(a.row.until) - Date.parse(b.row.until)),
    );
    const sorted = computed(() =>
        putAside(
            all.value,
            ours.value.map(({id, row}) => ({
                id,
                kind: row.kind,
                where: row.where,
                until: Date.parse(row.until),
            })),
            now.value,
        ),
    );
    const aside = computed(() =>
        ours.value
            .filter(({id}) => sorted.value.aside.has(id))
            .map((one) => ({...one, alarms: sorted.value.aside.get(one.id) ?? []})),
    );
    const lines = computed(() => linesOf(sorted.value.open, level.value));
    const byId = computed(() => new Map(lines.value.map((line) => [line.id, line])));

    watch([lines, () => rules.rules], ([all, budget]) => {
        const who = session.value?.account_id;
        if (!budget || !who) return;
        const before = shownBefore(who);
        const then = present(before, all, now.value, budget);
        shown.value = then.shown;
        waiting.value = then.waiting;
        times.value = then.after.times;
        keep(nameOf(who), JSON.stringify(then.after));
    });
    return {level, shown, waiting, times, aside, byId};
});

const nameOf = (who: string): string => `anlan.alarms_shown.${who}`;

/** What another version of this page, or somebody's hand, left there counts as nothing. */
function shownBefore(who: string): Shown {
    try {
        const read: unknown = JSON.parse(remembered(nameOf(who)) ?? 'null');
        const {lines, times} = (read ?? {}) as Partial<Shown>;
        if (typeof lines !== 'object' || !Array.isArray(times)) return nothingShown;
        return {
            lines: Object.fromEntries(Object.entries(lines).filter(([, at]) => typeof at === 'number')),
            times: times.filter((at) => typeof at === 'number'),
        };
    } catch {
        return nothingShown;
    }
}
