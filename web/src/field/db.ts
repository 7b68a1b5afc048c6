// What this phone keeps, in IndexedDB. A write is done when its transaction is on the disk, not when it was
// asked for; whoever writes hears of a full disk as a rejection and has to deal with it.
//
// stores: `entries` what was entered, numbered in that order; `kept` single values by name.
const name = 'anlan-field';
const version = 1;

export type Store = 'entries' | 'kept';

let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
    opened ??= new Promise<IDBDatabase>((resolve, reject) => {
        const asked = indexedDB.open(name, version);
        asked.onupgradeneeded = () => {
            asked.result.createObjectStore('entries', {keyPath: 'number', autoIncrement: true});
            asked.result.createObjectStore('kept');
        };
        asked.onsuccess = () => {
            // The browser may take the store away, or another page may renew it: it is opened again then.
            asked.result.onclose = () => (opened = undefined);
            asked.result.onversionchange = () => {
                asked.result.close();
                opened = undefined;
            };
            resolve(asked.result);
        };
        asked.onerror = () => reject(asked.error);
    }).catch((error: unknown) => {
        opened = undefined;
        throw error;
    });
    return opened;
}

async function inside<T>(
    store: Store,
    mode: IDBTransactionMode,
    act: (in_: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
    const database = await open();
    return new Promise<T>((resolve, reject) => {
        const transaction = database.transaction(store, mode, {durability: 'strict'});
        const asked = act(transaction.objectStore(store));
        transaction.oncomplete = () => resolve(asked.result);
        transaction.onabort = () => reject(transaction.error ?? asked.error);
    });
}

export const all = <T>(store: Store): Promise<T[]> =>
    inside(store, 'readonly', (in_) => in_.getAll() as IDBRequest<T[]>);
/** The number that it was given. */
export const add = (value: object): Promise<number> =>
    inside('entries', 'readwrite', (in_) => in_.add(value) as IDBRequest<number>);
export const replace = (value: object): Promise<IDBValidKey> =>
    inside('entries', 'readwrite', (in_) => in_.put(value));
export const remove = (number: number): Promise<undefined> =>
    inside('entries', 'readwrite', (in_) => in_.delete(number));

export const kept = <T>(key: string): Promise<T | undefined> =>
    inside('kept', 'readonly', (in_) => in_.get(key) as IDBRequest<T | undefined>);
export const keepAs = (key: string, value: unknown): Promise<IDBValidKey> =>
    inside('kept', 'readwrite', (in_) => in_.put(value, key));
export const forget = (key: string): Promise<undefined> =>
    inside('kept', 'readwrite', (in_) => in_.delete(key));
