import './field.css';

import {createApp} from 'vue';

import FieldPhone from './FieldPhone.vue';
import './look';

createApp(FieldPhone).mount('#root');
