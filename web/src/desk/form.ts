// What a deed asks for, as fields of one dialog.
import type {Entry} from '@/desk/catalogue';

export interface Field {
    name: string;
    label: string;
    kind: 'line' | 'text' | 'choice' | 'many' | 'day';
    choices?: readonly Entry[];
    optional?: boolean;
    rows?: number;
    /** Characters at most. */
    most?: number;
    value?: string;
}
export interface Filled {
    values: Record<string, string>;
    many: string[];
}

/** Entries of a table of words. */
export const entries = (words: Readonly<Record<string, readonly [string, string]>>): Entry[] =>
    Object.entries(words).map(([code, [zh, en]]) => ({code, zh, en}));
