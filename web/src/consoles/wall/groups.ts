// What is late and what breaks next, as a wall shows it: what is of one kind and one district is one line, as
// EEMUA 191 groups alarms of one cause. Pure.
import type {Priority} from '@/api/types';
import {urgencyOf, type Owed} from '@/desk/urgency';

export interface Group {
    /** The same for as long as the group is there. */
    id: string;
    kind: string;
    district: string;
    /** Of the most urgent in it; none: nothing of it is about an incident. */
    priority: Priority | undefined;
    /** The one that is late longest. */
    first: Owed;
    count: number;
}

const rankOf = (priority: Priority | undefined): string => priority ?? 'p9';

/**
 * Each of `rows` that is late is in exactly one group; the group of the most urgent incident comes first,
 * then the one that is late longest.
 */
export function lateGroups(
    rows: readonly Owed[],
    now: number,
    priorityOf: (owed: Owed) => Priority | undefined,
): Group[] {
    const groups = new Map<string, Group>();
    for (const owed of rows) {
        if (urgencyOf(owed, now) !== 'late') continue;
        const district = owed.where?.district ?? '';
        const id = `${owed.kind}/${district}`;
        const priority = priorityOf(owed);
        const known = groups.get(id);
        if (!known) {
            groups.set(id, {id, kind: owed.kind, district, priority, first: owed, count: 1});
            continue;
        }
        known.count += 1;
        if (rankOf(priority) < rankOf(known.priority)) known.priority = priority;
        if (owed.dueBy < known.first.dueBy) known.first = owed;
    }
    return [...groups.values()].sort(
        (a, b) =>
            rankOf(a.priority).localeCompare(rankOf(b.priority)) ||
            a.first.dueBy - b.first.dueBy ||
            a.id.localeCompare(b.id),
    );
}

export interface Cover {
    ring_id: string;
    within: number;
    points: number;
    points_covered: number;
}

export interface Tier {
    /** Minutes. */
    within: number;
    points: number;
    covered: number;
    /** Districts with points that nobody would reach in time, the most of them first. */
    gaps: {district: string; points: number}[];
}

/** Rings are named after their stations, whose code begins with the district's six digits. */
const districtOf = (ring: string): string => ring.slice(0, 'are_'.length + 6);

export function tiersOf(rows: readonly Cover[]): Tier[] {
    const tiers = new Map<number, Tier & {byDistrict: Map<string, number>}>();
    for (const {ring_id, within, points, points_covered} of rows) {
        let tier = tiers.get(within);
        if (!tier) {
            tier = {within, points: 0, covered: 0, gaps: [], byDistrict: new Map()};
            tiers.set(within, tier);
        }
        tier.points += points;
        tier.covered += points_covered;
        const district = districtOf(ring_id);
        const open = points - points_covered;
        if (open > 0) tier.byDistrict.set(district, (tier.byDistrict.get(district) ?? 0) + open);
    }
    return [...tiers.values()]
        .sort((a, b) => a.within - b.within)
        .map(({byDistrict, ...tier}) => ({
            ...tier,
            gaps: [...byDistrict]
                .map(([district, points]) => ({district, points}))
                .sort((a, b) => b.points - a.points || a.district.localeCompare(b.district)),
        }));
}

/** Whole per cent, and never 100 while a point is open, nor 0 while one is covered. */
export function percentOf(tier: {points: number; covered: number}): number {
    if (tier.points === 0) return 0;
    const share = Math.round((100 * tier.covered) / tier.points);
    if (share === 100 && tier.covered < tier.points) return 99;
    return share === 0 && tier.covered > 0 ? 1 : share;
}
