// Keys of a desk that work wherever the focus is, but where something is being typed or a dialog is open.
import {onBeforeUnmount, onMounted} from 'vue';

import {composing, isTyping} from './keys';

// A box that is ticked is no text field: the letters work there, too.
const inText = (event: KeyboardEvent): boolean =>
    isTyping(event) && !(event.target instanceof HTMLInputElement && event.target.type === 'checkbox');

/** `pressed` says whether the key meant something. */
export function useKeys(pressed: (event: KeyboardEvent) => boolean): void {
    function keydown(event: KeyboardEvent): void {
        if (composing(event) || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented)
            return;
        if (document.querySelector('dialog[open]') || inText(event)) return;
        if (pressed(event)) event.preventDefault();
    }
    onMounted(() => addEventListener('keydown', keydown));
    onBeforeUnmount(() => removeEventListener('keydown', keydown));
}
