// The service worker of the field phone. Everything the page is made of lies in one cache that carries the
// version; it is filled as a whole or not at all, and a page is served from one cache only. So no page ever
// runs with parts of two versions. What the interface says is never kept here.
declare const __FILES__: readonly string[];
declare const __VERSION__: string;

// What is used of a worker's world: the library's types for it and for pages cannot be had together.
interface Lasting extends Event {
    waitUntil(until: Promise<unknown>): void;
}
interface Fetching extends Event {
    readonly request: Request;
    respondWith(answer: Promise<Response>): void;
}
interface Worker {
    readonly location: Location;
    readonly clients: {claim(): Promise<void>};
    skipWaiting(): Promise<void>;
    addEventListener(kind: 'install' | 'activate', act: (event: Lasting) => void): void;
    addEventListener(kind: 'fetch', act: (event: Fetching) => void): void;
    addEventListener(kind: 'message', act: (event: MessageEvent) => void): void;
}

const worker = self as unknown as Worker;
const prefix = 'anlan-field-';
const own = prefix + __VERSION__;
const page = '/field/';

worker.addEventListener('install', (event) => {
    event.waitUntil(
        caches
            .open(own)
            .then((cache) => cache.addAll(__FILES__.map((file) => new Request(file, {cache: 'reload'})))),
    );
});

worker.addEventListener('activate', (event) => {
    event.waitUntil(
        caches
            .keys()
            .then((names) =>
                Promise.all(
                    names
                        .filter((name) => name.startsWith(prefix) && name !== own)
                        .map((name) => caches.delete(name)),
                ),
            )
            .then(() => worker.clients.claim()),
    );
});

worker.addEventListener('message', (event) => {
    if (event.data === 'take over') void worker.skipWaiting();
});

worker.addEventListener('fetch', (event) => {
    const {request} = event;
    const url = new URL(request.url);
    if (
        request.method !== 'GET' ||
        url.origin !== worker.location.origin ||
        url.pathname.startsWith('/v1/')
    )
        return;
    const wanted = request.mode === 'navigate' ? page : url.pathname;
    if (request.mode === 'navigate' && !url.pathname.startsWith(page)) return;
    event.respondWith(
        caches
            .open(own)
            .then((cache) => cache.match(wanted))
            .then((known) => known ?? fetch(request)),
    );
});
