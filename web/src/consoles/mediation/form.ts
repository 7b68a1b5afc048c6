// What a deed asks for, as fields of one dialog.
import type {Entry} from '@/desk/catalogue';
import type {MediationText} from './words';

export interface Field {
    name: string;
    label: MediationText;
    kind: 'line' | 'text' | 'choice' | 'many' | 'day';
    choices?: readonly Entry[];
    optional?: boolean;
    rows?: number;
    most?: number;
    value?: string;
}
export interface PromiseLine {
    by: 'a' | 'b';
    what: string;
    day: string;
}
export interface Filled {
    values: Record<string, string>;
    many: string[];
    promises: PromiseLine[];
}

/** Entries of a table of words. */
export const entries = (words: Readonly<Record<string, readonly [string, string]>>): Entry[] =>
    Object.entries(words).map(([code, [zh, en]]) => ({code, zh, en}));
