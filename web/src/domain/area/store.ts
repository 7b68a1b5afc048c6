// Names of areas. A comfort: the desk works without them and asks again.
import {defineStore} from 'pinia';
import {shallowRef, triggerRef} from 'vue';

import {client, everyPage, settle} from '@/api/client';
import type {Jurisdiction} from '@/api/types';

export const useAreas = defineStore('areas', () => {
    const names = shallowRef(new Map<string, string>());
    const places = new Map<string, Jurisdiction>();

    // Beats last: there are many.
    async function load(): Promise<void> {
        for (const level of ['city,district,station', 'beat']) {
            await everyPage(
                (after) => {
                    // Facets are parameters of their own names, which the description cannot list.
                    const query = {limit: 500, after, level};
                    return settle(client.GET('/v1/areas', {params: {query}}));
                },
                (rows) => {
                    for (const {stream, row} of rows) {
                        names.value.set(stream, row.area_name);
                        places.set(stream, row.where);
                    }
                },
            );
            triggerRef(names);
        }
    }

    const name = (area: string | undefined): string => names.value.get(area ?? '') ?? '';
    /** "江汉区 › 唐家墩所", of the parts that have a name. */
    const where = (
        place: Jurisdiction | undefined,
        parts: (keyof Jurisdiction)[] = ['district', 'station'],
    ) =>
        parts
            .map((part) => name(place?.[part]))
            .filter(Boolean)
            .join(' › ');
    /** The area with all above it; empty before it is known. */
    const placeOf = (area: string): Jurisdiction =>
        places.get(area) ?? {city: '', district: '', station: '', beat: ''};
    return {names, load, name, where, placeOf};
});
