// What was built: within its budget, fitting the program beside it, well typed, compressed, and made of
// nothing but files of its own.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';

import {root, tell} from './desk.mjs';

const web = join(root, 'web');
const built = join(root, 'build/web');
const program = process.env.ANLAN_BINARY ?? join(root, 'build/release/anlan');
const kilobyte = 1000;
const desks = [
    '/calls',
    '/centre',
    '/design',
    '/dispatch',
    '/mediation',
    '/partner',
    '/station',
    '/supervision',
    '/tasks',
    '/wall',
    '/watch',
];
const budget = {...Object.fromEntries(desks.map((page) => [page, 250])), '/field': 60};
const {sizesOf} = await import(join(web, 'sizes.mjs'));
const {typesOf, typesFile} = await import(join(web, 'types.mjs'));

const assets = () => readdirSync(join(built, 'assets')).map((name) => join(built, 'assets', name));

process.exit(
    await tell({
        async consoles_are_within_their_budget() {
            const sizes = sizesOf(built);
            assert.deepEqual(
                sizes.map(({page}) => page),
                Object.keys(budget).sort(),
            );
            for (const {page, bytes, parts} of sizes) {
                assert.ok(parts > 3, `${page} is counted with what it loads`);
                assert.ok(bytes <= budget[page] * kilobyte, `${page} has ${bytes} bytes compressed`);
            }
        },

        async field_phone_carries_its_worker_and_nothing_of_the_desks() {
            const worker = readFileSync(join(built, 'field/sw.js'), 'utf8');
            const kept = [...worker.matchAll(/"(\/(?:assets|field)\/[^"]*)"/g)].map(([, name]) => name);
            assert.ok(kept.length >= 5, `${kept}`);
            for (const name of kept) assert.ok(existsSync(join(built, name)), name);
            const page = readFileSync(join(built, 'field/index.html'), 'utf8');
            for (const [, name] of page.matchAll(/(?:src|href)="(\/[^"]+)"/g))
                assert.ok(kept.includes(name), `${name} is there without a signal, too`);
            const script = kept.find((name) => name.endsWith('.js'));
            assert.doesNotMatch(readFileSync(join(built, script), 'utf8'), /待接与在办报警|推荐警力/);
        },

        async worker_is_counted() {
            const worker = assets().find((path) => /worker-[\w-]+\.js$/.test(path));
            assert.ok(worker, 'a shared worker was built');
            const scripts = assets().filter((path) => path.endsWith('.js'));
            assert.ok(scripts.some((path) => readFileSync(path, 'utf8').includes(worker.split('/').pop())));
        },

        async types_fit_the_program_beside_them() {
            const said = spawnSync(program, ['openapi'], {encoding: 'utf8', maxBuffer: 64 * 1024 * 1024});
            assert.equal(said.status, 0, said.stderr);
            const file = join(process.env.TMPDIR ?? '/tmp', `openapi-${process.pid}.json`);
            const {writeFileSync, rmSync} = await import('node:fs');
            writeFileSync(file, said.stdout);
            const text = await typesOf(file);
            rmSync(file);
            assert.equal(readFileSync(typesFile, 'utf8') === text, true, './dev build makes them anew');
        },

        async everything_is_well_typed() {
            const ended = spawnSync(
                process.execPath,
                [join(web, 'node_modules/vue-tsc/bin/vue-tsc.js'), '--noEmit'],
                {cwd: web, encoding: 'utf8'},
            );
            assert.equal(ended.status, 0, ended.stdout);
        },

        async what_is_compressed_is_the_same() {
            let compressed = 0;
            for (const path of assets().filter((name) => name.endsWith('.gz'))) {
                assert.ok(gunzipSync(readFileSync(path)).equals(readFileSync(path.slice(0, -3))), path);
                compressed += 1;
            }
            assert.ok(compressed > 3);
        },

        async pages_hold_no_script_and_no_style_of_their_own() {
            for (const page of Object.keys(budget)) {
                const text = readFileSync(join(built, page, 'index.html'), 'utf8');
                assert.doesNotMatch(text, /<style|style=|<script(?![^>]*\bsrc=)|https?:/);
            }
        },

        async modules_mirror_those_of_the_program() {
            for (const name of readdirSync(join(web, 'src/domain')))
                assert.ok(existsSync(join(root, 'src/domain', name)), `src/domain/${name} is there`);
        },

        async map_of_the_city_has_districts_and_water() {
            const file = readFileSync(join(built, 'map/city.pmtiles'));
            assert.equal(file.subarray(0, 7).toString(), 'PMTiles');
            assert.equal(file.readUInt8(7), 3);
            const tiles = Number(file.readBigUInt64LE(72));
            assert.ok(tiles > 500, `${tiles} tiles`);
            const at = Number(file.readBigUInt64LE(56));
            const length = Number(file.readBigUInt64LE(64));
            assert.equal(at + length, statSync(join(built, 'map/city.pmtiles')).size);
            const [metadata, size] = [Number(file.readBigUInt64LE(24)), Number(file.readBigUInt64LE(32))];
            const layers = JSON.parse(gunzipSync(file.subarray(metadata, metadata + size))).vector_layers;
            assert.deepEqual(
                layers.map(({id}) => id),
                ['districts', 'water'],
            );
        },
    }),
);
