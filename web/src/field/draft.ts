// The report that is being written, one for each incident: on the phone from the first pause on, and in the
// outbox before the field is emptied.
import {ref} from 'vue';

import * as db from './db';
import {enter} from './outbox';
import {t} from './texts';

const after = 400;

export const text = ref('');
export const state = ref<'none' | 'kept' | 'not_kept'>('none');
let incident = '';
let wake: ReturnType<typeof setTimeout> | undefined;

const key = () => `draft/${incident}`;

export async function recallDraft(of: string): Promise<void> {
    incident = of;
    text.value = (await db.kept<string>(key()).catch(() => undefined)) ?? '';
    state.value = text.value ? 'kept' : 'none';
}

export function keepSoon(): void {
    state.value = 'none';
    clearTimeout(wake);
    wake = setTimeout(() => {
        db.keepAs(key(), text.value).then(
            () => (state.value = text.value ? 'kept' : 'none'),
            () => (state.value = 'not_kept'),
        );
    }, after);
}

/** Says what was written, if something was. `name`: of the incident, in words. */
export async function sendDraft(name: string): Promise<boolean> {
    const written = text.value.trim();
    if (!written) return false;
    await enter({kind: 'report', incident, text: written}, `${t('report')} · ${name}`);
    text.value = '';
    clearTimeout(wake);
    state.value = 'none';
    await db.forget(key()).catch(() => undefined); // it would come back as a draft, and be seen
    return true;
}
