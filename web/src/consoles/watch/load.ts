// How many units of each area are free, at work and out of service. Pure.
import type {UnitRow} from '@/api/types';
import {placeOf, type Level} from '@/domain/alarm/alarms';
import {isBusy, isOnDuty} from '@/domain/unit/words';

export interface Load {
    area: string;
    free: number;
    busy: number;
    out: number;
}

export const onDutyOf = ({free, busy, out}: Load): number => free + busy + out;

/** Of the areas of `level`, the busiest share first. */
export function loadsOf(units: Iterable<UnitRow>, level: Level): Load[] {
    const loads = new Map<string, Load>();
    for (const unit of units) {
        if (!isOnDuty(unit)) continue;
        const {city, district, station} = placeOf(unit.home, level);
        const area = station || district || city || '';
        const load = loads.get(area) ?? {area, free: 0, busy: 0, out: 0};
        load[unit.status === 'out_of_service' ? 'out' : isBusy(unit) ? 'busy' : 'free'] += 1;
        loads.set(area, load);
    }
    const share = (load: Load) => (load.busy + load.out) / onDutyOf(load);
    return [...loads.values()].sort((a, b) => share(b) - share(a) || (a.area < b.area ? -1 : 1));
}
