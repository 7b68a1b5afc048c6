// Who may carry an instruction, and with what each is busy. Pure.
import {nameIn} from '@/domain/account/names';
import {isLate, type Instruction} from '@/domain/instruction/owed';
import type {Post} from '@/domain/post/store';

export interface Carrier {
    post: Post;
    staffed: boolean;
    people: string; // who sits there now, by name
    open: number;
    late: number;
}

/** Those on duty first, then by how little they have in hand. */
export function carriersOf(
    posts: Iterable<Post>,
    instructions: Iterable<Instruction>,
    roles: readonly string[],
    station: string,
    now: number,
    names: ReadonlyMap<string, string> = new Map(),
): Carrier[] {
    const held = new Map<string, {open: number; late: number}>();
    for (const one of instructions) {
        const {carrier, stage} = one.row;
        if (!carrier || stage === 'answered') continue;
        const load = held.get(carrier) ?? {open: 0, late: 0};
        held.set(carrier, {open: load.open + 1, late: load.late + (isLate(one, now) ? 1 : 0)});
    }
    return [...posts]
        .filter((post) => roles.includes(post.row.role) && post.row.where.station === station)
        .map((post) => ({
            post,
            staffed: (post.row.on_duty ?? []).length > 0,
            people: (post.row.on_duty ?? []).map((one) => nameIn(names, one.account_id)).join('、'),
            ...(held.get(post.id) ?? {open: 0, late: 0}),
        }))
        .sort(
            (a, b) =>
                Number(b.staffed) - Number(a.staffed) ||
                a.open - b.open ||
                a.post.id.localeCompare(b.post.id),
        );
}

/** How many limits break until when: late, half an hour, one hour, three, eight. */
export function forecastOf(dues: readonly number[], now: number): {late: number; within: number[]} {
    const minute = 60_000;
    const ends = [30, 60, 180, 480].map((minutes) => now + minutes * minute);
    return {
        late: dues.filter((due) => due <= now).length,
        within: ends.map((end) => dues.filter((due) => due > now && due <= end).length),
    };
}
