import {boot} from '@/desk/boot';
import WallConsole from './WallConsole.vue';

boot(WallConsole);
