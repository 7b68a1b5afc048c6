import {boot} from '@/desk/boot';
import DesignPage from './DesignPage.vue';

boot(DesignPage);
