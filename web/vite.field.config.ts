// The field phone, built by itself: it carries nothing of the desks, and its service worker knows every file
// that it is made of. It lands beside the consoles in build/web.
import {createHash} from 'node:crypto';
import {copyFileSync, mkdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

import vue from '@vitejs/plugin-vue';
import {build, defineConfig, type Plugin} from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const out = here('../build/web');
const target = 'chrome86';
const manifest = 'manifest-field.json';
const besides = ['icon.svg', 'field.webmanifest'];

type Chunk = {file: string; css?: string[]; assets?: string[]};

/** The worker is built last: which files it keeps, and what the version is called, is known only then. */
function serviceWorker(): Plugin {
    return {
        name: 'anlan-field-worker',
        apply: 'build',
        async closeBundle() {
            mkdirSync(join(out, 'field'), {recursive: true});
            for (const name of besides) copyFileSync(here(`field/${name}`), join(out, 'field', name));
            const chunks = Object.values(
                JSON.parse(readFileSync(join(out, manifest), 'utf8')) as Record<string, Chunk>,
            );
            const assets = chunks.flatMap(({file, css = [], assets: more = []}) => [file, ...css, ...more]);
            const files = [...new Set(assets), ...besides.map((name) => `field/${name}`)].sort();
            const hash = createHash('sha256');
            for (const file of [...files, 'field/index.html'])
                hash.update(file).update(readFileSync(join(out, file)));
            await build({
                configFile: false,
                logLevel: 'warn',
                define: {
                    __FILES__: JSON.stringify(['/field/', ...files.map((file) => `/${file}`)]),
                    __VERSION__: JSON.stringify(hash.digest('hex').slice(0, 12)),
                },
                build: {
                    target,
                    outDir: join(out, 'field'),
                    emptyOutDir: false,
                    copyPublicDir: false,
                    reportCompressedSize: false,
                    lib: {entry: here('src/field/sw.ts'), formats: ['es'], fileName: () => 'sw.js'},
                },
            });
        },
    };
}

export default defineConfig({
    root: here('.'),
    base: '/',
    publicDir: false,
    plugins: [vue(), serviceWorker()],
    resolve: {alias: {'@': here('./src'), '@shared': here('./shared')}},
    define: {
        __VUE_OPTIONS_API__: 'false',
        __VUE_PROD_DEVTOOLS__: 'false',
        __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    build: {
        target,
        outDir: out,
        emptyOutDir: false,
        manifest,
        reportCompressedSize: false,
        modulePreload: false,
        assetsInlineLimit: 0,
        rollupOptions: {input: {field: here('./field/index.html')}},
    },
});
