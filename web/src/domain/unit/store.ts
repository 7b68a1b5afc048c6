// Units as the desk sees them, and where they are.
import {defineStore} from 'pinia';
import {computed, shallowRef} from 'vue';

import {client, everyPage, settle} from '@/api/client';
import type {Position, UnitRow} from '@/api/types';
import {liveRows, type Listed} from '@/live/rows';

export type Unit = Listed<UnitRow>;

export const useUnits = defineStore('units', () => {
    const list = liveRows<UnitRow>('all');
    const positions = shallowRef<readonly Position[]>([]);
    const positionsAt = shallowRef(0);

    /** Units by the incident they are on. */
    const byIncident = computed(() => {
        const found = new Map<string, Unit[]>();
        for (const unit of list.rows.value.values()) {
            const incident = unit.row.incident_id;
            if (!incident) continue;
            const known = found.get(incident);
            if (known) known.push(unit);
            else found.set(incident, [unit]);
        }
        return found;
    });
    const inPanic = computed(() => [...list.rows.value.values()].filter((unit) => unit.row.panic));

    async function load(): Promise<Map<string, Unit>> {
        const rows = new Map<string, Unit>();
        await everyPage(
            (after) => settle(client.GET('/v1/units', {params: {query: {limit: 500, after}}})),
            (page) => {
                for (const {stream, version, row} of page) rows.set(stream, {id: stream, version, row});
            },
        );
        return rows;
    }

    async function loadPositions(): Promise<void> {
        const answer = await settle(client.GET('/v1/positions', {}));
        positions.value = answer.rows ?? [];
        positionsAt.value = Date.now();
    }

    const on = (incident: string): readonly Unit[] => byIncident.value.get(incident) ?? [];
    return {...list, load, positions, positionsAt, loadPositions, byIncident, inPanic, on};
});
