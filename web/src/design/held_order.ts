// Rows do not jump under the pointer or under the keys: while somebody works in a list, its order stands,
// what is new is counted, what is over stays in its place and says so. A few seconds of rest, or a word, let
// go.
import {computed, ref, shallowRef, watch, type Ref} from 'vue';

const restFor = 6000;

/** What a list shows of it, and does with it. */
export interface HeldOrder {
    fresh: Readonly<Ref<readonly unknown[]>>;
    hold: () => void;
    letGo: () => void;
}

export function useHeldOrder<Item extends {id: string}>(items: Ref<readonly Item[]>) {
    const holding = ref(false);
    const order = shallowRef<readonly Item[]>([]);
    let timer: ReturnType<typeof setTimeout> | undefined;

    const fresh = computed(() => {
        if (!holding.value) return [];
        const held = new Set(order.value.map((item) => item.id));
        return items.value.filter((item) => !held.has(item.id));
    });
    /** The items in the order that stands, each with whether it is over. */
    const shown = computed<readonly {item: Item; gone: boolean}[]>(() => {
        if (!holding.value) return items.value.map((item) => ({item, gone: false}));
        const known = new Map(items.value.map((item) => [item.id, item]));
        return order.value.map((item) => ({item: known.get(item.id) ?? item, gone: !known.has(item.id)}));
    });

    function hold(): void {
        if (!holding.value) order.value = items.value;
        holding.value = true;
        clearTimeout(timer);
        timer = setTimeout(letGo, restFor);
    }
    function letGo(): void {
        clearTimeout(timer);
        holding.value = false;
    }
    // The newest data of what is held, so that what leaves the list is shown as it was last.
    watch(items, (fresher) => {
        if (!holding.value) return;
        const known = new Map(fresher.map((item) => [item.id, item]));
        order.value = order.value.map((item) => known.get(item.id) ?? item);
    });
    return {shown, fresh, holding, hold, letGo};
}
