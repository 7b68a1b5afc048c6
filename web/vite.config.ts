// The consoles as one program of several pages. What is built lies in build/web and is served by `anlan`
// itself; every asset has the hash of its content in its name.
import {fileURLToPath} from 'node:url';

import vue from '@vitejs/plugin-vue';
import {defineConfig} from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export const pages = [
    'dispatch',
    'calls',
    'station',
    'centre',
    'mediation',
    'partner',
    'tasks',
    'supervision',
    'wall',
    'watch',
    'design',
];

export default defineConfig({
    root: here('.'),
    base: '/',
    publicDir: false,
    plugins: [vue()],
    resolve: {alias: {'@': here('./src'), '@shared': here('./shared')}},
    worker: {format: 'es'},
    build: {
        target: 'chrome86',
        outDir: here('../build/web'),
        emptyOutDir: true,
        manifest: 'manifest.json',
        reportCompressedSize: false,
        modulePreload: {polyfill: false},
        assetsInlineLimit: 0, // a strict policy of content takes no scripts or fonts from inside a page
        rollupOptions: {
            input: Object.fromEntries(pages.map((page) => [page, here(`./${page}/index.html`)])),
        },
    },
});
