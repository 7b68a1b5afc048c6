import {boot} from '@/desk/boot';
import StationConsole from './StationConsole.vue';

boot(StationConsole);
