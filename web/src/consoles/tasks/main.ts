import {boot} from '@/desk/boot';
import TasksConsole from './TasksConsole.vue';

boot(TasksConsole);
