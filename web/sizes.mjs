// What a page loads, compressed: itself, its scripts and styles, what these load later, and the worker.
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';

/** For each page of the builds: {page, parts, bytes}, bytes as gzip sends them. */
export function sizesOf(folder) {
    return ['manifest.json', 'manifest-field.json']
        .flatMap((name) => pagesOf(folder, JSON.parse(readFileSync(join(folder, name), 'utf8'))))
        .sort((a, b) => (a.page < b.page ? -1 : 1));
}

function pagesOf(folder, manifest) {
    return Object.values(manifest)
        .filter((chunk) => chunk.isEntry)
        .map((entry) => {
            const files = new Set([entry.src]);
            gather(manifest, entry, files);
            for (const file of [...files]) for (const worker of workersIn(folder, file)) files.add(worker);
            const ownWorker = entry.src.replace('index.html', 'sw.js');
            if (existsSync(join(folder, ownWorker))) files.add(ownWorker);
            const bytes = [...files].reduce((sum, file) => sum + compressed(folder, file), 0);
            return {page: `/${entry.src.replace(/\/index\.html$/, '')}`, parts: files.size, bytes};
        });
}

function gather(manifest, chunk, files) {
    files.add(chunk.file);
    for (const style of chunk.css ?? []) files.add(style);
    for (const name of [...(chunk.imports ?? []), ...(chunk.dynamicImports ?? [])])
        if (!files.has(manifest[name].file)) gather(manifest, manifest[name], files);
}

// A worker is no chunk of the manifest: its name stands in the script that starts it.
function workersIn(folder, file) {
    if (!file.endsWith('.js')) return [];
    const text = readFileSync(join(folder, file), 'utf8');
    return [...text.matchAll(/\/?assets\/worker-[\w-]+\.js/g)].map(([name]) => name.replace(/^\//, ''));
}

const compressed = (folder, file) => gzipSync(readFileSync(join(folder, file)), {level: 9}).length;
