import {boot} from '@/desk/boot';
import DispatchConsole from './DispatchConsole.vue';

boot(DispatchConsole);
