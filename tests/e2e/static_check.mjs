// What can be said of the page's files without a browser: every text in both languages, every text that is
// asked for is there, nothing that a Chromium of 2020 does not know, no markup from strings, nothing from
// elsewhere.
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

function filesOf(web) {
    const folder = join(web, 'board');
    return readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
}

export async function checkWords(web) {
    const {words} = await import(join(web, 'board/words.js'));
    const faults = Object.entries(words)
        .filter(([, pair]) => pair.length !== 2 || pair.some((text) => !text))
        .map(([key]) => `${key} lacks a language`);
    for (const [key, [zh, en]] of Object.entries(words)) {
        const blanks = (text) =>
            [...text.matchAll(/\{\w+\}/g)]
                .map(([name]) => name)
                .sort()
                .join();
        if (blanks(zh) !== blanks(en)) faults.push(`${key} has other blanks in English`);
    }
    const used = new Set();
    for (const [name, text] of filesOf(web)) {
        if (!name.endsWith('.js')) continue;
        for (const [, key] of text.matchAll(/\bt\('(\w+)'/g)) {
            used.add(key);
            if (!words[key]) faults.push(`${name} asks for the text ${key}, which is not there`);
        }
        for (const [, key] of text.matchAll(/'(\w+)'/g)) used.add(key);
        for (const [, stem] of text.matchAll(/`(\w+_)\$\{/g))
            Object.keys(words)
                .filter((key) => key.startsWith(stem))
                .forEach((key) => used.add(key));
    }
    faults.push(
        ...Object.keys(words)
            .filter((key) => !used.has(key))
            .map((key) => `the text ${key} is used nowhere`),
    );
    return faults;
}

/** Every kind of obligation that an event has ever carried has a word on the board. */
export async function checkKinds(web) {
    const {knows} = await import(join(web, 'board/code_words.js'));
    const kinds = new Set();
    const domain = join(web, '../src/domain');
    for (const module of readdirSync(domain)) {
        const golden = join(domain, module, 'golden');
        if (!existsSync(golden)) continue;
        for (const name of readdirSync(golden))
            for (const [, kind] of readFileSync(join(golden, name), 'utf8').matchAll(/"kind":"(\w+)","key"/g))
                kinds.add(kind);
    }
    if (kinds.size < 5) return [`only ${kinds.size} kinds of obligation were found`];
    return [...kinds].filter((kind) => !knows('obligation', kind)).map((kind) => `no word for ${kind}`);
}

// [what, since which Chromium, pattern]
const tooNew = {
    '.css': [
        [':has()', 105, /:has\(/],
        [':is()', 88, /:is\(/],
        [':where()', 88, /:where\(/],
        ['color-mix', 111, /color-mix\(/],
        ['inset', 87, /[\s;{]inset\s*:/],
        ['nesting', 112, /^\s+&/m],
        ['aspect-ratio', 88, /aspect-ratio\s*:/],
        ['accent-color', 93, /accent-color\s*:/],
        ['overflow: clip', 90, /overflow[-\w]*\s*:\s*clip/],
        ['dvh', 108, /\d(dvh|svh|lvh)\b/],
        ['@container', 105, /@container/],
        ['@layer', 99, /@layer/],
    ],
    '.js': [
        ['.at()', 92, /\.at\(-?\d/],
        ['Object.hasOwn', 93, /Object\.hasOwn/],
        ['structuredClone', 98, /structuredClone/],
        ['randomUUID', 92, /randomUUID\(/],
        ['AbortSignal.timeout', 103, /AbortSignal\.timeout/],
        ['findLast', 97, /\.findLast/],
        ['static block', 94, /\bstatic\s*\{/],
        ['top-level await', 89, /^await\b|^const .*= await\b/m],
        ['replaceChildren', 86.1, /\.replaceChildren\(/],
        ['toSorted', 110, /\.to(Sorted|Reversed|Spliced)\(/],
        ['Object.groupBy', 117, /\.groupBy\(/],
        ['inert', 102, /\.inert\b/],
    ],
};

export function checkFiles(web) {
    const faults = [];
    for (const [name, text] of filesOf(web)) {
        const kind = name.slice(name.lastIndexOf('.'));
        for (const [what, since, pattern] of tooNew[kind] ?? [])
            if (pattern.test(text)) faults.push(`${name}: ${what} needs Chromium ${since}`);
        if (
            kind === '.js' &&
            /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/.test(text)
        )
            faults.push(`${name}: markup or code from a string`);
        if (/https?:\/\/(?!www\.w3\.org)/.test(text)) faults.push(`${name}: names another host`);
    }
    const page = readFileSync(join(web, 'index.html'), 'utf8');
    if (/<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=/.test(page))
        faults.push('index.html: inline script or style');
    return faults;
}
