// Day and night, switched by the person.
import {ref} from 'vue';

import {keep, remembered} from '@/words';

export type Theme = 'day' | 'night';
export const theme = ref<Theme>(remembered('anlan.theme') === 'night' ? 'night' : 'day');
show();

export function setTheme(wanted: Theme): void {
    theme.value = wanted;
    keep('anlan.theme', wanted);
    show();
}

function show(): void {
    document.documentElement.dataset.theme = theme.value;
}
