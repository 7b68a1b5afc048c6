// The page beyond the sign-in, loaded as one part after that is on the screen.
export {default as FieldPhone} from './FieldPhone.vue';
