// A list that is filtered one way at a time: how many each way would show, and rows that stand still while
// somebody works in them.
import {computed, ref, watch, type Ref} from 'vue';

import {useHeldOrder} from './held_order';

export interface Filters<Item, Name extends string> {
    names: readonly Name[];
    text: (name: Name) => string;
    fits: (item: Item, name: Name) => boolean;
}

/** Of all items in their order; the first filter is chosen. */
export function useFilteredList<Item extends {id: string}, Name extends string>(
    all: Ref<readonly Item[]>,
    {names, text, fits}: Filters<Item, Name>,
) {
    const filter = ref(names[0]) as Ref<Name>;
    const options = computed(() =>
        names.map((name) => ({
            name,
            text: text(name),
            count: all.value.filter((one) => fits(one, name)).length,
        })),
    );
    const held = useHeldOrder(computed(() => all.value.filter((one) => fits(one, filter.value))));
    watch(filter, held.letGo); // another list is another order
    const rows = computed(() => held.shown.value.map(({item}) => item));
    return {filter, options, held, rows};
}
