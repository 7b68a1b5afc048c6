import {boot} from '@/desk/boot';
import CallsConsole from './CallsConsole.vue';

boot(CallsConsole);
