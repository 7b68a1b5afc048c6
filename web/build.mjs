// Builds the consoles: the client's types from the program's own description of its interface, the map, the
// pages; compresses what is served; prints the sizes. `./dev build` calls it when something of it changed.
//
// usage: node build.mjs DESCRIPTION   (what `anlan openapi` printed)
import {copyFileSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {gzipSync} from 'node:zlib';

import {build} from 'vite';

import {makeMap} from './map/make.mjs';
import {sizesOf} from './sizes.mjs';
import {writeTypes} from './types.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const out = join(here, '../build/web');
const compressible = /\.(js|css|html|svg|json|webmanifest)$/;

const [description] = process.argv.slice(2);
if (!description) throw new Error('usage: node build.mjs DESCRIPTION');

await writeTypes(description);
await build({configFile: join(here, 'vite.config.ts'), logLevel: 'warn'});
await build({configFile: join(here, 'vite.field.config.ts'), logLevel: 'warn'});
copyFileSync(join(here, 'index.html'), join(out, 'index.html')); // the plain board, until consoles replace it
const map = makeMap(join(out, 'map'));
for (const file of filesBelow(out)) {
    if (!compressible.test(file) || statSync(file).size < 1024) continue;
    writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), {level: 9}));
}
for (const {page, parts, bytes} of sizesOf(out))
    console.error(`${page}: ${(bytes / 1000).toFixed(0)} KB compressed in ${parts} files`);
console.error(map);

function* filesBelow(folder) {
    for (const name of readdirSync(folder)) {
        const path = join(folder, name);
        if (statSync(path).isDirectory()) yield* filesBelow(path);
        else yield path;
    }
}
