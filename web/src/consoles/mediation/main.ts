import {boot} from '@/desk/boot';
import MediationConsole from './MediationConsole.vue';

boot(MediationConsole);
