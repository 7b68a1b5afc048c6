// What of the station's work will be late, asked of the server: a moment after something changed, and each
// minute, because time passes.
import {onBeforeUnmount, shallowRef, watch, type Ref} from 'vue';

import {client, settle} from '@/api/client';
import type {Forecast} from '@/api/types';

const afterChange = 1_500;
const atLeastEvery = 60_000;

/** The forecast, and whether the last question for it failed: then what is shown grows old. */
export function useForecast(
    station: Ref<string>,
    hours: Ref<number>,
    changed: () => unknown,
    signedIn: () => boolean,
) {
    const forecast = shallowRef<Forecast>();
    const failed = shallowRef(false);
    let timer: ReturnType<typeof setTimeout> | undefined;
    let asking: AbortController | undefined;

    function soon(wait: number): void {
        clearTimeout(timer);
        timer = setTimeout(() => void ask(), wait);
    }
    async function ask(): Promise<void> {
        if (!signedIn()) return soon(atLeastEvery);
        asking?.abort();
        const mine = (asking = new AbortController());
        try {
            const query = {hours: String(hours.value), ...(station.value ? {station: station.value} : {})};
            const told = await settle(client.GET('/v1/forecast', {params: {query}, signal: mine.signal}));
            if (mine.signal.aborted) return;
            forecast.value = told;
            failed.value = false;
        } catch {
            if (mine.signal.aborted) return;
            failed.value = true; // said on the panel; asked again in a minute
        }
        soon(atLeastEvery);
    }
    watch([station, hours], () => {
        forecast.value = undefined;
        soon(0);
    });
    watch(changed, () => soon(afterChange), {immediate: true});
    onBeforeUnmount(() => {
        clearTimeout(timer);
        asking?.abort();
    });
    return {forecast, failed};
}
