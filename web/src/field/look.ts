// Day or night, and large buttons for gloves: chosen by the person, kept on the phone.
import {ref} from 'vue';

import {keep, remembered} from '@/words/language';

/** Somebody's work is kept here: known beside the store, which is asked later than the first screen. */
export const knownHere = 'anlan.field.known';

export const night = ref(remembered('anlan.theme') === 'night');
export const gloves = ref(remembered('anlan.gloves') === 'yes');
show();

export function setNight(wanted: boolean): void {
    night.value = wanted;
    keep('anlan.theme', wanted ? 'night' : 'day');
    show();
}

export function setGloves(wanted: boolean): void {
    gloves.value = wanted;
    keep('anlan.gloves', wanted ? 'yes' : 'no');
    show();
}

function show(): void {
    const {dataset} = document.documentElement;
    dataset.theme = night.value ? 'night' : 'day';
    dataset.gloves = gloves.value ? 'yes' : 'no';
}
