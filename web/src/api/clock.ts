// The server's clock as pages show it; how it is known is in shared/clock.js.
import {civil as civilTime, serverNow, span} from '@shared/clock.js';
import {shallowRef} from 'vue';

export {
    civilDay,
    instantOfDay,
    noteCivilOffset,
    noteServerTime,
    serverNow,
    serverOffset,
    span,
} from '@shared/clock.js';

/** The server's time as pages show it: it moves once a second. */
export const now = shallowRef(serverNow());
setInterval(() => (now.value = serverNow()), 1000);

/** Seconds as the server reckons them, short enough for a row. */
export const seconds = (value: number | undefined): string =>
    value === undefined ? '–' : span(value * 1000);

/** Civil time of the city, which is the time of the clock in the room. */
export const civil = (at: number | string | undefined, kind: 'time' | 'with_date' = 'time'): string =>
    at === undefined ? '–' : civilTime(at, kind === 'with_date');

export const instant = (text: string | undefined): number => (text === undefined ? NaN : Date.parse(text));
