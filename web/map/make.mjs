// The demo city's base map: districts, rivers and lakes as vector tiles in one PMTiles file, made from data
// that `./dev setup` installed. Nothing of it is kept in the tree: the districts' shapes are a vendor's, for
// a demo; rivers and lakes are GSHHG's. Where a source is missing the map lacks that layer, and says so.
import {execFileSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import geojsonvt from 'geojson-vt';
import vtpbf from 'vt-pbf';

import {shortNames} from '../../tools/city/names.mjs';
import {readShapes} from '../../tools/city/sources.mjs';
import {pmtilesOf} from './pmtiles.mjs';

const box = {west: 113.5, east: 115.3, south: 29.8, north: 31.6};
const zooms = {first: 6, last: 13};
const GeoJSONVT = geojsonvt.default ?? geojsonvt;

/** Writes city.pmtiles into `folder`; returns a line for the person who builds. */
export function makeMap(folder) {
    const missing = [];
    const layers = {
        districts: tried('districts', districts, missing),
        water: tried('water', water, missing),
    };
    const indexes = Object.entries(layers).map(([name, features]) => [name, index(features)]);
    const tiles = [];
    for (const {z, x, y} of tilesOf(box)) {
        const inTile = {};
        for (const [name, tree] of indexes) {
            const tile = tree.getTile(z, x, y);
            if (tile && tile.features.length > 0) inTile[name] = tile;
        }
        if (Object.keys(inTile).length > 0)
            tiles.push({z, x, y, data: Buffer.from(vtpbf.fromGeojsonVt(inTile, {version: 2}))});
    }
    mkdirSync(folder, {recursive: true});
    const file = pmtilesOf(tiles, {box, zooms, layers: Object.keys(layers)});
    writeFileSync(join(folder, 'city.pmtiles'), file);
    const lacks = missing.length > 0 ? `; without ${missing.join('; ')}` : '';
    return `map: ${tiles.length} tiles, ${(file.length / 1000).toFixed(0)} KB${lacks}`;
}

function tried(name, make, missing) {
    try {
        return make();
    } catch (error) {
        missing.push(`${name} (${String(error.message).split('\n')[0]})`);
        return [];
    }
}

const index = (features) =>
    new GeoJSONVT(
        {type: 'FeatureCollection', features},
        {maxZoom: zooms.last, indexMaxZoom: 6, tolerance: 3, buffer: 64},
    );

function districts() {
    return [...readShapes()].flatMap(([code, rings]) => [
        {
            type: 'Feature',
            properties: {kind: 'district', code},
            geometry: {type: 'MultiPolygon', coordinates: rings.map((ring) => [closed(ring)])},
        },
        {
            type: 'Feature',
            properties: {kind: 'label', code, name: shortNames[code] ?? ''},
            geometry: {type: 'Point', coordinates: middle(rings[0])},
        },
    ]);
}

const closed = (ring) => [...ring, ring[0]];

// A place for the name: the middle of what a west-east line at half height has inside the ring.
function middle(ring) {
    const y = (Math.min(...ring.map((p) => p[1])) + Math.max(...ring.map((p) => p[1]))) / 2;
    const cuts = [];
    ring.forEach((a, i) => {
        const b = ring[(i + 1) % ring.length];
        if (a[1] > y !== b[1] > y) cuts.push(a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0]));
    });
    cuts.sort((a, b) => a - b);
    let best = [cuts[0], cuts[1]];
    for (let i = 0; i + 1 < cuts.length; i += 2)
        if (cuts[i + 1] - cuts[i] > best[1] - best[0]) best = [cuts[i], cuts[i + 1]];
    return [(best[0] + best[1]) / 2, y];
}

// GMT writes a segment after each line that begins with ">". A lake is closed, a river is a line.
function water() {
    const region = `-R${box.west}/${box.east}/${box.south}/${box.north}`;
    const rivers = segments(['coast', region, '-Df', '-Ia', '-M']);
    const shores = segments(['coast', region, '-Df', '-W', '-A0/0/4', '-M']);
    return [
        ...rivers.map((line) => ({
            type: 'Feature',
            properties: {kind: 'river'},
            geometry: {type: 'LineString', coordinates: line},
        })),
        ...shores.map((line) => ({
            type: 'Feature',
            properties: {kind: 'lake'},
            geometry: isClosed(line)
                ? {type: 'Polygon', coordinates: [line]}
                : {type: 'LineString', coordinates: line},
        })),
    ];
}

const isClosed = (line) => line.length > 3 && line[0].join() === line[line.length - 1].join();

function segments(command) {
    const text = execFileSync('gmt', command, {
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
        stdio: ['ignore', 'pipe', 'pipe'],
        cwd: tmpdir(), // gmt leaves its history where it runs
    });
    return text
        .split(/^>.*$/m)
        .map((part) =>
            part
                .trim()
                .split('\n')
                .map((line) => line.split(/\s+/).slice(0, 2).map(Number))
                .filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y)),
        )
        .filter((line) => line.length > 1);
}

function* tilesOf({west, east, south, north}) {
    for (let z = zooms.first; z <= zooms.last; ++z) {
        const [left, top] = tileAt(west, north, z);
        const [right, bottom] = tileAt(east, south, z);
        for (let x = left; x <= right; ++x) for (let y = top; y <= bottom; ++y) yield {z, x, y};
    }
}

function tileAt(longitude, latitude, z) {
    const n = 2 ** z;
    const phi = (latitude * Math.PI) / 180;
    return [
        Math.floor(((longitude + 180) / 360) * n),
        Math.floor(((1 - Math.log(Math.tan(phi) + 1 / Math.cos(phi)) / Math.PI) / 2) * n),
    ];
}
