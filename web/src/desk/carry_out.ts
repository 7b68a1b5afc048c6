// One deed at a time, under a key that stays until the server has answered; says in words how it went.
import {shallowRef} from 'vue';

import {civil, serverNow} from '@/api/clock';
import {newKey} from '@/api/client';
import {remedyText, Trouble, troubleText} from '@/api/trouble';
import type {Sending} from '@/domain/unit/commands';
import {wordOf, type Words} from '@/words';

const texts = {
    saved: ['{what} ✓ {at}', '{what} ✓ {at}'],
    refused: ['{what}：{why}', '{what}: {why}'],
    sending: ['{what}…', '{what}…'],
} as const satisfies Words;
const say = (key: keyof typeof texts, values: Record<string, string>): string => wordOf(texts, key, values);

export interface Said {
    state: 'sending' | 'done' | 'refused';
    text: string;
}

export const saying = shallowRef<Said>();
const keys = new Map<string, string>(); // of deeds whose answer is not known yet

/** Whether it was done. `id` and `what` name the deed: said again it is the same one. */
export async function carryOut(id: string, what: string, sending: Sending): Promise<boolean> {
    const name = `${id}/${what}`;
    const key = keys.get(name) ?? newKey();
    keys.set(name, key);
    saying.value = {state: 'sending', text: say('sending', {what})};
    try {
        await sending(key);
    } catch (trouble) {
        if (!(trouble instanceof Trouble && trouble.kind === 'unknown')) keys.delete(name);
        const why = [troubleText(trouble), remedyText(trouble)].filter(Boolean).join(' ');
        saying.value = {state: 'refused', text: say('refused', {what, why})};
        return false;
    }
    keys.delete(name);
    saying.value = {state: 'done', text: say('saved', {what, at: civil(serverNow())})};
    return true;
}
