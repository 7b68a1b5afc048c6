// What others did while there was no signal. What units do is never refused because an incident is over, so
// the server accepts what was entered; the person has to hear all the same that it ended differently.
import {shallowRef} from 'vue';

import {civil} from '@/api/clock';
import {incidentOf} from './deeds';
import type {Entry} from './entry';
import {className, dispositionName} from './lists';
import {look} from './scene';
import {t} from './texts';

export interface Meanwhile {
    incident: string;
    text: string;
}

export const meanwhile = shallowRef<readonly Meanwhile[]>([]);
let toAsk = new Map<string, number>();

export const isLate = (entry: Entry): boolean =>
    entry.state === 'delivered' && (entry.apart === true || entry.tries > 1);

export function noteArrived(entries: readonly Entry[]): void {
    for (const entry of entries) {
        const incident = incidentOf(entry.deed);
        if (incident && isLate(entry)) toAsk.set(incident, (toAsk.get(incident) ?? 0) + 1);
    }
}

/** Asks what became of the incidents that were spoken of late. Without a signal it is asked again. */
export async function askMeanwhile(): Promise<void> {
    const asked = toAsk;
    toAsk = new Map();
    for (const [incident, n] of asked) {
        try {
            const text = await textFor(incident, n);
            if (text) meanwhile.value = [...meanwhile.value, {incident, text}];
        } catch {
            toAsk.set(incident, n + (toAsk.get(incident) ?? 0));
        }
    }
}

async function textFor(incident: string, n: number): Promise<string> {
    const state = await look(incident, 'dispatch');
    const what = className(state.class_code);
    if (state.stage === 'cancelled') return t('meanwhile_cancelled', {what, n});
    if (state.stage !== 'closed') return '';
    const how = await dispositionName(state.disposition);
    return t('meanwhile_closed', {what, n, how, time: civil(state.phases.closed_at)});
}

export const dismissMeanwhile = (one: Meanwhile): void =>
    void (meanwhile.value = meanwhile.value.filter((other) => other !== one));
