// What a watch officer must act on: a limit that was missed, an officer in danger, a ring that is too thin.
// Pure. How alarms are grouped, put aside and presented follows EEMUA 191.
import type {Jurisdiction, Priority} from '@/api/types';
import type {Owed} from '@/desk/urgency';

export interface Alarm {
    /** The same for as long as it lasts. */
    id: string;
    /** Of what is owed, or `ring_gap`. */
    kind: string;
    where: Jurisdiction;
    /** Since when it is one. */
    since: number;
    priority?: Priority | undefined;
    owed?: Owed | undefined;
    ring?: Thin | undefined;
}

/** A station's ring that covers too little. */
export interface Thin {
    station: string;
    /** Minutes. */
    within: number;
    points: number;
    covered: number;
}

export interface Line {
    /** Kind and place: the same line for as long as something of it lasts. */
    id: string;
    kind: string;
    where: Jurisdiction;
    /** The area that the line is of. */
    area: string;
    alarms: Alarm[];
    priority?: Priority | undefined;
    since: number;
}

export interface Shelved {
    id: string;
    kind: string;
    where: Jurisdiction;
    until: number;
}

/** Calls for help: never one of many, never put aside, never held back. */
const alone: ReadonlySet<string> = new Set(['panic']);
export const isAlone = ({kind}: {kind: string}): boolean => alone.has(kind);

/** What was missed. What the clock merely ends (a shelving, a delegation) is never missed. */
export const missedOf = (rows: readonly Owed[], now: number): Owed[] =>
    rows.filter((one) => one.missed && one.dueBy <= now && !alone.has(one.kind));

const parts = ['city', 'district', 'station', 'beat'] as const;

/** Whether `place` is `area` or lies in it. */
export const covers = (area: Jurisdiction, place: Jurisdiction): boolean =>
    parts.every((part) => !area[part] || area[part] === place[part]);

export type Level = 'district' | 'station';

/** The area of `level` that `where` lies in, or the smallest that is said of it above that. */
export function placeOf(where: Jurisdiction, level: Level): Jurisdiction {
    const {city = '', district = '', station = ''} = where;
    return {city, district, station: level === 'station' ? station : '', beat: ''};
}
const areaOf = ({city, district, station}: Jurisdiction): string => station || district || city || '';

const rankOf = (priority: Priority | undefined): number => Number(priority?.slice(1) ?? 9);

/** Each alarm is in exactly one line: one kind and one place, and a call for help by itself. Urgent first. */
export function linesOf(alarms: readonly Alarm[], level: Level): Line[] {
    const lines = new Map<string, Line>();
    for (const alarm of alarms) {
        const {kind, priority, since} = alarm;
        const where = placeOf(alarm.where, level);
        const area = areaOf(where);
        const id = isAlone(alarm) ? alarm.id : `${kind}/${area}`;
        const known = lines.get(id);
        if (!known) {
            lines.set(id, {id, kind, where, area, alarms: [alarm], priority, since});
            continue;
        }
        known.alarms.push(alarm);
        if (rankOf(priority) < rankOf(known.priority)) known.priority = priority;
        known.since = Math.min(known.since, since);
    }
    const longest = (a: Alarm, b: Alarm) => a.since - b.since || (a.id < b.id ? -1 : 1);
    for (const line of lines.values()) line.alarms.sort(longest);
    return [...lines.values()].sort(
        (a, b) =>
            Number(isAlone(b)) - Number(isAlone(a)) ||
            rankOf(a.priority) - rankOf(b.priority) ||
            a.since - b.since ||
            (a.id < b.id ? -1 : 1),
    );
}

/** What lies under which shelving; each alarm is under one at most, or in `open`. */
export function putAside(
    alarms: readonly Alarm[],
    shelved: readonly Shelved[],
    now: number,
): {open: Alarm[]; aside: Map<string, Alarm[]>} {
    const open: Alarm[] = [];
    const lasting = shelved.filter(({until}) => until > now);
    const aside = new Map<string, Alarm[]>(lasting.map(({id}) => [id, []]));
    for (const alarm of alarms) {
        const under = isAlone(alarm)
            ? undefined
            : lasting.find((one) => one.kind === alarm.kind && covers(one.where, alarm.where));
        if (under) aside.get(under.id)?.push(alarm);
        else open.push(alarm);
    }
    return {open, aside};
}

/** How much of it one person is newly shown, as the rulebook has it (milliseconds). */
export interface Budget {
    newMax: number;
    newWithin: number;
    groupWithin: number;
}

/** What one person was shown, and when. */
export interface Shown {
    /** Line → when it was there last. */
    lines: Record<string, number>;
    /** When lines were newly shown, within the time that counts. */
    times: number[];
}
export const nothingShown: Shown = {lines: {}, times: []};

/**
 * The lines that are presented and those that wait, in their order, with what the person has been shown then.
 * A line that was shown stays shown, also when it was gone for less than `groupWithin`. A call for help is
 * presented whatever was before it, and takes nothing from the budget.
 */
export function present(
    before: Shown,
    lines: readonly Line[],
    now: number,
    budget: Budget,
): {shown: Line[]; waiting: Line[]; after: Shown} {
    const after: Shown = {
        lines: Object.fromEntries(
            Object.entries(before.lines).filter(([, seen]) => now - seen < budget.groupWithin),
        ),
        times: before.times.filter((at) => now - at < budget.newWithin),
    };
    const shown: Line[] = [];
    const waiting: Line[] = [];
    for (const line of lines) {
        if (!isAlone(line)) {
            if (after.lines[line.id] === undefined && after.times.length >= budget.newMax) {
                waiting.push(line);
                continue;
            }
            if (after.lines[line.id] === undefined) after.times.push(now);
            after.lines[line.id] = now;
        }
        shown.push(line);
    }
    return {shown, waiting, after};
}

/** Rings that cover less than the rulebook's share of their points. */
export function thinOf(
    rows: readonly {ring_id: string; within: number; points: number; points_covered: number}[],
    gaps: readonly {within: number; covered_min: number}[],
): Thin[] {
    const least = new Map(gaps.map((gap) => [gap.within / 60, gap.covered_min]));
    return rows.flatMap(({ring_id, within, points, points_covered}) => {
        const share = least.get(within);
        if (share === undefined || points === 0 || points_covered >= share * points) return [];
        return [{station: ring_id, within, points, covered: points_covered}];
    });
}
