// The city's own maps (`anlan serve --maps`), which of them is shown, and where their tiles are asked for.
import {computed, ref, shallowRef} from 'vue';

import {client, settle} from '@/api/client';
import type {Answer} from '@/api/types';
import {keep, remembered} from '@/words';
import type {Datum} from './datum';

export type MapSource = NonNullable<Answer<'/v1/maps'>['rows']>[number];

export const builtIn = 'built-in';
export const sources = shallowRef<readonly MapSource[]>([]);
const wanted = ref(remembered('anlan.map') ?? '');

/** None: the built-in one. A city that names its own maps sees the first until somebody chooses. */
export const source = computed(() => {
    if (wanted.value === builtIn) return undefined;
    return sources.value.find(({code}) => code === wanted.value) ?? sources.value[0];
});
export const datum = computed<Datum>(() => source.value?.datum ?? 'wgs84');

export function choose(code: string): void {
    wanted.value = code;
    keep('anlan.map', code);
}

export async function loadSources(): Promise<void> {
    sources.value = (await settle(client.GET('/v1/maps', {}))).rows ?? [];
}
