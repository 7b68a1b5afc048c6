// What a page and the shared worker say to each other.
import type {Change} from '@/api/types';
import type {LineState} from './feed_reader';

/** `session`: whose feed it is; another person at the desk begins another feed. */
export type ToWorker = {kind: 'join'; session: string} | {kind: 'leave'} | {kind: 'hurry'};

export type FromWorker =
    | {kind: 'line'; state: LineState; heardAt: number; downSince: number}
    | {kind: 'heard'; heardAt: number}
    | {kind: 'changes'; changes: Change[]}
    | {kind: 'reset'};
