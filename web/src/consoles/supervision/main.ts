import {boot} from '@/desk/boot';
import SupervisionConsole from './SupervisionConsole.vue';

boot(SupervisionConsole);
