// Open instructions as the desk sees them, and one of them read for a purpose: each reading is recorded.
import {defineStore} from 'pinia';

import {client, everyPage, settle} from '@/api/client';
import type {InstructionRow, InstructionState} from '@/api/types';
import {liveRows} from '@/live/rows';
import type {Instruction} from './owed';

export const useInstructions = defineStore('instructions', () => {
    const list = liveRows<InstructionRow>('open');

    async function load(): Promise<Map<string, Instruction>> {
        const rows = new Map<string, Instruction>();
        await everyPage(
            (after) =>
                settle(
                    client.GET('/v1/instructions', {params: {query: {only_open: true, limit: 500, after}}}),
                ),
            (page) => {
                for (const {stream, version, row} of page) rows.set(stream, {id: stream, version, row});
            },
        );
        return rows;
    }
    return {...list, load};
});

const header = {'Anlan-Purpose': 'follow_up'};

export async function readInstruction(
    instruction_id: string,
    signal: AbortSignal,
): Promise<InstructionState> {
    const answer = await settle(
        client.GET('/v1/instructions/{instruction_id}', {params: {path: {instruction_id}, header}, signal}),
    );
    return answer.state;
}
