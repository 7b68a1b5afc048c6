// The points of the 1-3-5 rings that nobody would reach in time now, read again while they are shown.
import {computed, onBeforeUnmount, ref, shallowRef, watch} from 'vue';

import {client, settle} from '@/api/client';
import type {Cover} from './overlays';

const every = 10_000;
const usualTiers = [1, 3, 5]; // until the server has said which there are

export function useRingGaps(changed: () => void) {
    const within = ref(0); // minutes; 0: not shown
    const rows = shallowRef<readonly Cover[]>([]);
    const state = ref<'off' | 'asking' | 'known' | 'missing'>('off');
    let timer: ReturnType<typeof setTimeout> | undefined;

    const tiers = computed(() => {
        const said = [...new Set(rows.value.map((row) => row.within))].sort((a, b) => a - b);
        return said.length > 0 ? said : usualTiers;
    });
    const chosen = computed(() =>
        within.value > 0 ? rows.value.filter((row) => row.within === within.value) : [],
    );
    const gaps = computed(() => chosen.value.flatMap(({uncovered}) => uncovered ?? []));
    const points = computed(() => chosen.value.reduce((sum, row) => sum + row.points, 0));

    async function read(): Promise<void> {
        clearTimeout(timer);
        if (within.value === 0) return;
        try {
            if (!document.hidden) rows.value = (await settle(client.GET('/v1/coverage', {}))).rows ?? [];
            state.value = 'known';
        } catch {
            state.value = 'missing';
        }
        timer = setTimeout(() => void read(), every);
    }
    watch(within, (minutes) => {
        state.value = minutes === 0 ? 'off' : rows.value.length > 0 ? 'known' : 'asking';
        void read();
    });
    watch(gaps, changed);
    onBeforeUnmount(() => clearTimeout(timer));
    return {within, tiers, state, gaps, points};
}
