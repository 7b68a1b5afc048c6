// How every console begins: its styles, its stores, its page.
import '@/design/tokens.css';
import '@/design/base.css';
import '@/design/desk.css';

import {createPinia} from 'pinia';
import {createApp, type Component} from 'vue';

export function boot(page: Component): void {
    createApp(page).use(createPinia()).mount('#root');
}
