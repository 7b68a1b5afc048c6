// Saved first, sent later. What is entered is on the disk of the phone before anything else happens to it,
// and leaves in the order in which it was entered, each under a key of its own, until the server has said
// what became of it. One page sends at a time; another person's entries wait for that person.
import {computed, ref, shallowRef} from 'vue';

import {newKey} from '@/api/client';
import {serverNow, serverOffset} from '@/api/clock';
import {problemText, Trouble} from '@/api/trouble';
import type {Answer} from '@/api/types';
import * as db from './db';
import type {Deed} from './deeds';
import {delivered, inOrder, instantOf, reachOf, unshownOf, verdictOf, waitingOf, type Entry} from './entry';
import {live} from './line';
import {send} from './send';
import {whoIsSignedIn} from './session';
import {t} from './texts';

const deliveredKept = 30;

export const entries = shallowRef<readonly Entry[]>([]);
/** The account that is, or was last, signed in here. */
export const account = ref('');
export const who = ref('');
export const sending = ref(false);
/** The store of this browser: full, or not there at all. */
export const store = ref<'good' | 'full' | 'missing'>('good');

export const waiting = computed(() => waitingOf(entries.value, account.value));
export const refused = computed(() =>
    entries.value.filter((one) => one.state === 'refused' && !one.seen && one.account === account.value),
);
export const unkept = computed(() => entries.value.filter((one) => one.unkept && one.state === 'waiting'));
/** Whose entries are on this phone beside one's own: [name, how many]. */
export const ofOthers = computed(() => {
    const found = new Map<string, number>();
    for (const one of entries.value)
        if (one.state === 'waiting' && one.account !== account.value)
            found.set(one.who, (found.get(one.who) ?? 0) + 1);
    return [...found];
});

let arrived: (entries: readonly Entry[]) => void = () => {};
/** Called with what one round of sending has brought to an end. */
export const onArrived = (listener: (entries: readonly Entry[]) => void) => void (arrived = listener);

let replaced = () => {};
/** Called when it turns out that somebody else has signed in with this browser. */
export const onReplaced = (listener: () => void) => void (replaced = listener);

const show = (list: readonly Entry[]) => (entries.value = [...list].sort((a, b) => a.number - b.number));
const put = (entry: Entry) => show([...entries.value.filter((one) => one.key !== entry.key), entry]);

export async function load(): Promise<void> {
    try {
        const known = await db.all<Entry>('entries');
        show([...known, ...entries.value.filter((one) => one.unkept)]);
    } catch {
        store.value = 'missing';
    }
}

/** Keeps what was said, then sends what waits. `notBefore`: of what it answers to, by the server's clock. */
export async function enter(deed: Deed, about: string, notBefore = 0): Promise<void> {
    const entry: Omit<Entry, 'number'> = {
        key: newKey(),
        account: account.value,
        who: who.value,
        deed,
        about,
        entered: Date.now(),
        offset: serverOffset(),
        notBefore,
        state: 'waiting',
        apart: !live.value,
        tries: 0,
    };
    try {
        put({...entry, number: await db.add(entry)});
        if (store.value === 'missing') store.value = 'good';
    } catch (error) {
        store.value = isFull(error) ? 'full' : 'missing';
        const last = entries.value[entries.value.length - 1]?.number ?? 0;
        put({...entry, number: last + 0.001, unkept: true});
    }
    void flush();
}

const isFull = (error: unknown) => error instanceof DOMException && error.name === 'QuotaExceededError';

/** Writes down what has changed. What does not fit stays on this page and is said so. */
async function record(entry: Entry): Promise<void> {
    put(entry);
    const {unkept: wasUnkept, ...rest} = entry;
    try {
        await db.replace(rest);
        if (wasUnkept) put(rest);
        if (unkept.value.length === 0) store.value = 'good';
    } catch (error) {
        store.value = isFull(error) ? 'full' : 'missing';
    }
}

let again = false;

export async function flush(): Promise<void> {
    if (sending.value) {
        again = true;
        return;
    }
    sending.value = true;
    try {
        do {
            again = false;
            await alone(sendWhatWaits);
        } while (again);
    } finally {
        sending.value = false;
    }
}

// Two pages of one phone do not send the same at the same time. Where there are no locks (plain http) the key
// alone keeps it from happening twice.
async function alone(act: () => Promise<void>): Promise<void> {
    if ('locks' in navigator) await navigator.locks.request('anlan-field-outbox', act);
    else await act();
}

async function sendWhatWaits(): Promise<void> {
    await load();
    const ended: Entry[] = [];
    let own = false;
    for (let going = true; going;) {
        const [next] = waiting.value;
        if (!next) break;
        // A call for help does not wait to be asked whose it is.
        if (next.deed.kind !== 'panic') own ||= await isOwn();
        if (next.deed.kind !== 'panic' && !own) break;
        const after = await attempt(next);
        going = after.state !== 'waiting';
        if (going) ended.push(after);
    }
    await tidy();
    if (ended.length > 0) arrived(ended);
}

/** The cookie is every page's of this browser: nobody's word is sent under another's name. */
async function isOwn(): Promise<boolean> {
    const signedIn = await whoIsSignedIn();
    if (signedIn !== undefined && signedIn !== account.value) replaced();
    return signedIn === account.value;
}

async function attempt(entry: Entry): Promise<Entry> {
    const earlier = entries.value.filter((one) => one.number < entry.number);
    const happened = entry.happened ?? instantOf(entry, serverOffset(), earlier, serverNow());
    let going: Entry = {...entry, happened, tries: entry.tries + 1};
    await record(going);
    try {
        const answer = await send(going.deed, going.key, happened);
        if (!isAnswer(answer)) return going; // a gateway that wants a sign-in of its own says 200 to anything
        going = delivered(
            {...going, about: going.about + cardWords(answer)},
            new Date(serverNow()).toISOString(),
            answer.position,
        );
    } catch (error) {
        if (!(error instanceof Trouble)) return going;
        const verdict = error.kind === 'refused' ? verdictOf(error.status, error.code) : 'later';
        if (verdict === 'clock' && going.tries < 3) return attempt({...going, happened: corrected(going)});
        if (verdict !== 'refused' && verdict !== 'clock') return going;
        going = {...going, state: 'refused', problem: error.problem};
    }
    await record(going);
    return going;
}

// This phone's clock was ahead. The server's is known by now: what was entered just now happened just now.
const corrected = (entry: Entry): string =>
    new Date(Math.min(serverNow() - 1000, entry.entered + (serverOffset() ?? 0))).toISOString();

const isAnswer = (answer: unknown): answer is {position: number} =>
    typeof answer === 'object' &&
    answer !== null &&
    'position' in answer &&
    typeof answer.position === 'number';

// What an answer card closed, what that saved, and what it did not close.
function cardWords(answer: Partial<Answer<'/v1/answer_cards', 'post'>>): string {
    if (answer.closed === undefined) return '';
    const left = (answer.results ?? []).flatMap(({problem}) => problem ?? []);
    const closed = ` · ${t('card_closed', {n: answer.closed, m: answer.minutes_saved ?? 0})}`;
    return left.length > 0
        ? `${closed} · ${t('card_left', {n: left.length, why: problemText(left[0])})}`
        : closed;
}

/** Delivered ones are a memory of this shift, not an archive. */
async function tidy(): Promise<void> {
    const over = inOrder(entries.value.filter((one) => one.state === 'delivered')).slice(0, -deliveredKept);
    for (const one of over) await drop(one);
}

async function drop(entry: Entry): Promise<void> {
    show(entries.value.filter((one) => one.key !== entry.key));
    try {
        await db.remove(entry.number);
    } catch {
        store.value = 'missing'; // it is read again with the next load
    }
}

/** The person has seen that it was refused. */
export const dismiss = (entry: Entry): Promise<void> => record({...entry, seen: true});

/** At signing out: what has arrived, or was seen to be refused, goes. What waits stays. */
export async function forgetDelivered(): Promise<void> {
    for (const one of entries.value)
        if (one.account === account.value && (one.state === 'delivered' || one.seen)) await drop(one);
}

/** What was said of this unit, and what was read up to there does not show yet. */
export const unshown = (unit: string, shownUpTo: number): readonly Entry[] =>
    unshownOf(entries.value, account.value, unit, shownUpTo);

/** What is read from now on shows everything up to here. */
export const reach = (): number => reachOf(entries.value, account.value);
