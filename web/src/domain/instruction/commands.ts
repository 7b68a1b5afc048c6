// What can be said of an instruction, each as something to be sent under a key.
import {client, settle, under} from '@/api/client';
import type {Body, InstructionState} from '@/api/types';
import type {Sending} from '@/domain/unit/commands';

export type Issue = Body<'/v1/instructions'>;
export type Answers = Body<'/v1/instructions/{instruction_id}/answer'>['answers'];
export type Step = NonNullable<InstructionState['steps']>[number]['step'];

const at = (instruction_id: string, key: string) => ({
    path: {instruction_id},
    header: under(key, 'follow_up'),
});

export const issue =
    (body: Issue): Sending =>
    (key) =>
        settle(client.POST('/v1/instructions', {params: {header: under(key, 'follow_up')}, body}));
export const sign =
    (id: string): Sending =>
    (key) =>
        settle(client.POST('/v1/instructions/{instruction_id}/signature', {params: at(id, key), body: {}}));
export const passOn =
    (id: string, to_post_id: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/instructions/{instruction_id}/passing_on', {
                params: at(id, key),
                body: {to_post_id},
            }),
        );
export const handOver =
    (id: string, to_post_id: string, reason: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/instructions/{instruction_id}/hand_over', {
                params: at(id, key),
                body: {to_post_id, reason},
            }),
        );
export const leaveWithCarrier =
    (id: string, reason: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/instructions/{instruction_id}/stay', {params: at(id, key), body: {reason}}),
        );
export const reportStep =
    (id: string, step: Step, text: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/instructions/{instruction_id}/steps', {
                params: at(id, key),
                body: {step, text},
            }),
        );
export const answer =
    (id: string, answers: Answers): Sending =>
    (key) =>
        settle(
            client.POST('/v1/instructions/{instruction_id}/answer', {params: at(id, key), body: {answers}}),
        );
export const chase =
    (id: string, text: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/instructions/{instruction_id}/reminder', {
                params: at(id, key),
                body: text ? {text} : {},
            }),
        );
export const returnAnswer =
    (id: string, reason: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/instructions/{instruction_id}/return', {params: at(id, key), body: {reason}}),
        );
export const accept =
    (id: string): Sending =>
    (key) =>
        settle(client.POST('/v1/instructions/{instruction_id}/acceptance', {params: at(id, key), body: {}}));
export const withdraw =
    (id: string, reason: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/instructions/{instruction_id}/withdrawal', {
                params: at(id, key),
                body: {reason},
            }),
        );
export const pause =
    (id: string, reason: string, until: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/instructions/{instruction_id}/pause', {
                params: at(id, key),
                body: {reason, until},
            }),
        );
export const resume =
    (id: string): Sending =>
    (key) =>
        settle(client.POST('/v1/instructions/{instruction_id}/resumption', {params: at(id, key), body: {}}));
