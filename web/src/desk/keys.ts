// What parts of a desk ask of each other across the tree.
import type {InjectionKey} from 'vue';

export type ShowUnit = (id: string) => void;
export const showUnit: InjectionKey<ShowUnit> = Symbol('show unit');

/** An input method is putting a character together: its Enter is not ours. */
export const composing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;

/** Whether typing goes into a field, so that single letters are no keys of the desk. */
export function isTyping(event: KeyboardEvent): boolean {
    const target = event.target;
    return target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
