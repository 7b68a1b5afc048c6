import './field.css';

import {createApp} from 'vue';

import FieldShell from './FieldShell.vue';
import './look';

createApp(FieldShell).mount('#root');
