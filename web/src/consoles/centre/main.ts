import {boot} from '@/desk/boot';
import CentreConsole from './CentreConsole.vue';

boot(CentreConsole);
