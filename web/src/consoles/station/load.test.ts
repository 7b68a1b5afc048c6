// Who is proposed for an instruction, by example.
import {expect, it} from 'vitest';

import type {InstructionRow, PostRow} from '@/api/types';
import {carriersOf, forecastOf} from './load';

const minute = 60_000;
const now = 1_000_000_000;
const at = (minutes: number) => new Date(now + minutes * minute).toISOString();
const post = (id: string, staffed: boolean, station = 'are_1') => ({
    id,
    version: 1,
    row: {
        role: 'community_officer',
        where: {station},
        on_duty: staffed ? [{account_id: 'acc_x'}] : [],
    } as unknown as PostRow,
});
const held = (carrier: string, minutes: number, stage: InstructionRow['stage'] = 'passed_on') => ({
    id: `ins_${carrier}_${minutes}`,
    version: 1,
    row: {
        carrier,
        stage,
        next: {kind: 'reply', owner: carrier, since: at(-60), due_by: at(minutes), missed: false},
    } as unknown as InstructionRow,
});

it('proposes whoever is on duty with the least in hand', () => {
    const posts = [post('a', false), post('b', true), post('c', true), post('elsewhere', true, 'are_2')];
    const load = carriersOf(posts, [held('b', 30), held('b', -5)], ['community_officer'], 'are_1', now);
    expect(load.map(({post: {id}, open, late}) => [id, open, late])).toEqual([
        ['c', 0, 0],
        ['b', 2, 1],
        ['a', 0, 0],
    ]);
});

it('counts what is answered as in nobody’s hand', () => {
    const answered = [held('b', 30, 'answered')];
    const load = carriersOf([post('b', true)], answered, ['community_officer'], 'are_1', now);
    expect(load[0]?.open).toBe(0);
});

it('says how many limits break until when', () => {
    const dues = [-1, 10, 40, 100, 400, 900].map((minutes) => now + minutes * minute);
    expect(forecastOf(dues, now)).toEqual({late: 1, within: [1, 2, 3, 4]});
});
