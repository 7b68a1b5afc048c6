// Two languages, each text a pair: a text that lacks one does not compile. What is shown follows `language`.
// A page brings its own table of texts, so that the field phone does not carry those of the desks.
import {ref} from 'vue';

export type Language = 'zh' | 'en';
export type Pair = readonly [zh: string, en: string];
export type Words = Readonly<Record<string, Pair>>;
export type Values = Record<string, string | number>;

export const language = ref<Language>(remembered('anlan.language') === 'en' ? 'en' : 'zh');
showLanguage();

export const chinese = (): boolean => language.value === 'zh';

export function setLanguage(wanted: Language): void {
    language.value = wanted;
    keep('anlan.language', wanted);
    showLanguage();
}

function showLanguage(): void {
    document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
}

const filled = (text: string, values: Values) =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));

/** What says the texts of a table. */
export const speaker =
    <Key extends string>(texts: Readonly<Record<Key, Pair>>) =>
    (key: Key, values: Values = {}): string =>
        filled(texts[key][chinese() ? 0 : 1], values);

/** The word of a code; a code that has none is shown as it is, so that a newer server's are not hidden. */
export function wordOf(words: Words, code: string | undefined, values: Values = {}): string {
    const pair = code === undefined ? undefined : words[code];
    return pair ? filled(pair[chinese() ? 0 : 1], values) : (code ?? '').replace(/_/g, ' ');
}

/** The fitting one of {zh, en}, as entries of the rulebook carry them. */
export function pick(entry: {zh: string; en: string} | undefined, fallback = ''): string {
    return (chinese() ? entry?.zh || entry?.en : entry?.en || entry?.zh) || fallback;
}

const erased = ['已到期清除', 'erased, its time is over'] as const;

/** A text about a person; once its record's key is destroyed the server says only that it was erased. */
export function said(text: string | {erased?: true} | undefined): string {
    if (text === undefined) return '';
    return typeof text === 'string' ? text : `⌫ ${pick({zh: erased[0], en: erased[1]})}`;
}

/** What this desk remembers; a private window may refuse. */
export function remembered(key: string): string | null {
    try {
        return localStorage.getItem(key);
    } catch {
        return null;
    }
}

export function keep(key: string, value: string): void {
    try {
        localStorage.setItem(key, value);
    } catch {
        // The choice then lasts until the page is left.
    }
}
