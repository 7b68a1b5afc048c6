// The server's clock, not the desk's. Each answer's Date says a second in which the server was between asking
// and hearing; the offsets that fit all of them are kept, which narrows to less than a second in a few
// answers.
import {shallowRef} from 'vue';

let low = -Infinity;
let high = Infinity;

/** `sent` and `heard` are Date.now() of this machine; `stated` is the answer's Date header. */
export function noteServerTime(stated: string | null, sent: number, heard: number): void {
    const second = Date.parse(stated ?? '');
    if (Number.isNaN(second)) return;
    const from = second - heard;
    const until = second + 1000 - sent;
    low = Math.max(low, from);
    high = Math.min(high, until);
    if (low > high) [low, high] = [from, until]; // one of the clocks was set
}

/** How far the server's clock is ahead of this machine's; none before the server was first heard. */
export const serverOffset = (): number | undefined => (low === -Infinity ? undefined : (low + high) / 2);

export const serverNow = (): number => Date.now() + (serverOffset() ?? 0);

/** The server's time as pages show it: it moves once a second. */
export const now = shallowRef(serverNow());
setInterval(() => (now.value = serverNow()), 1000);

const two = (figure: number) => String(figure).padStart(2, '0');

/** "04:09", "1:02:09"; two days and more as "3d 04h". Signs are the caller's. */
export function span(milliseconds: number): string {
    const all = Math.floor(Math.abs(milliseconds) / 1000);
    const hours = Math.floor(all / 3600);
    if (hours >= 48) return `${Math.floor(hours / 24)}d ${two(hours % 24)}h`;
    const tail = `${two(Math.floor(all / 60) % 60)}:${two(all % 60)}`;
    return hours > 0 ? `${hours}:${tail}` : tail;
}

/** Seconds as the server reckons them, short enough for a row. */
export const seconds = (value: number | undefined): string =>
    value === undefined ? '–' : span(value * 1000);

/** Civil time of the city, which is the time of the clock in the room. */
export function civil(instant: number | string | undefined, kind: 'time' | 'with_date' = 'time'): string {
    if (instant === undefined) return '–';
    const date = new Date(instant);
    const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
    return kind === 'time' ? time : `${two(date.getMonth() + 1)}-${two(date.getDate())} ${time}`;
}

export const instant = (text: string | undefined): number => (text === undefined ? NaN : Date.parse(text));
