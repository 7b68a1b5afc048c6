import {boot} from '@/desk/boot';
import WatchConsole from './WatchConsole.vue';

boot(WatchConsole);
