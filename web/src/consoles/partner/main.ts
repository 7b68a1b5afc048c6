import {boot} from '@/desk/boot';
import PartnerConsole from './PartnerConsole.vue';

boot(PartnerConsole);
