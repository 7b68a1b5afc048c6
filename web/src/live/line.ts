// A page's connection to the hub: through a shared worker where there is one.
import {Hub} from './hub';
import type {FromWorker, ToWorker} from './messages';

export interface Line {
    send(message: ToWorker): void;
}

export function openLine(hear: (message: FromWorker) => void): Line {
    if (typeof SharedWorker === 'undefined') {
        const hub = new Hub();
        const port = {postMessage: hear};
        return {send: (message) => hub.take(port, message)};
    }
    const worker = new SharedWorker(new URL('./worker.ts', import.meta.url), {
        type: 'module',
        name: 'anlan',
    });
    worker.port.onmessage = (message: MessageEvent<FromWorker>) => hear(message.data);
    return {send: (message) => worker.port.postMessage(message)};
}
