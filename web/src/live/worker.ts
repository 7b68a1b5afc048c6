// The shared worker: one connection to the feed for all pages of a desk. A browser opens at most six to one
// host over HTTP/1.1, so that a seventh page with a feed of its own would hang.
import {Hub} from './hub';
import type {ToWorker} from './messages';

const hub = new Hub();

(self as unknown as {onconnect: (event: MessageEvent) => void}).onconnect = (event) => {
    const port = event.ports[0]!;
    port.onmessage = (message: MessageEvent<ToWorker>) => hub.take(port, message.data);
};
