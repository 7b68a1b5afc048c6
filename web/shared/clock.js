// The server's clock, not the desk's. Each answer's Date says a second in which the server was between
// asking and hearing; the offsets that fit all of them are kept, which narrows to less than a second within
// a few answers.

let low = -Infinity;
let high = Infinity;

/**
 * @param {string | null} stated the answer's Date header
 * @param {number} sent Date.now() of this machine, as `heard`
 * @param {number} heard
 */
export function noteServerTime(stated, sent, heard) {
    const second = Date.parse(stated ?? '');
    if (Number.isNaN(second)) return;
    const from = second - heard;
    const until = second + 1000 - sent;
    low = Math.max(low, from);
    high = Math.min(high, until);
    if (low > high) [low, high] = [from, until]; // one of the clocks was set
}

/** How far the server's clock is ahead of this machine's; none before the server was first heard. */
export function serverOffset() {
    return low === -Infinity ? undefined : (low + high) / 2;
}

export function serverNow() {
    return Date.now() + (serverOffset() ?? 0);
}

/** @type {number | undefined} minutes that the city's civil time is ahead of UTC */
let cityOffset;

/**
 * Days and hours are the city's, wherever the browser stands and whatever its own zone is set to. Before it
 * is known, they are the browser's.
 * @param {number | undefined} minutes as a session's answer says it
 */
export function noteCivilOffset(minutes) {
    cityOffset = minutes ?? cityOffset;
}

/**
 * The same wall clock, to be read in UTC.
 * @param {Date | number | string} instant
 */
function inCity(instant) {
    const at = new Date(instant);
    return new Date(at.getTime() + (cityOffset ?? -at.getTimezoneOffset()) * 60_000);
}

/**
 * The instant of an hour of the city's day.
 * @param {string} day "2026-03-05"
 * @param {number} hour
 */
export function instantOfDay(day, hour) {
    const read = Date.parse(`${day}T${two(hour)}:00:00Z`);
    return new Date(read - (cityOffset ?? -new Date(read).getTimezoneOffset()) * 60_000).toISOString();
}

/** @param {number} figure */
const two = (figure) => String(figure).padStart(2, '0');

/**
 * "04:09", "1:02:09"; two days and more as "3d 04h". Signs are the caller's.
 * @param {number} milliseconds
 */
export function span(milliseconds) {
    const all = Math.floor(Math.abs(milliseconds) / 1000);
    const hours = Math.floor(all / 3600);
    if (hours >= 48) return `${Math.floor(hours / 24)}d ${two(hours % 24)}h`;
    const tail = `${two(Math.floor(all / 60) % 60)}:${two(all % 60)}`;
    return hours > 0 ? `${hours}:${tail}` : tail;
}

/**
 * Civil time of the city, which is the time of the wall clock in the room.
 * @param {Date | number | string} instant
 */
export function civil(instant, withDate = false) {
    const date = inCity(instant);
    const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
    return withDate ? `${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())} ${time}` : time;
}

/**
 * The city's civil day, "2026-11-25".
 * @param {Date | number | string} instant
 */
export function civilDay(instant) {
    return inCity(instant).toISOString().slice(0, 10);
}
