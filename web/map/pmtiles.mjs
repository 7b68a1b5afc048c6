// Writes a PMTiles 3 archive: header, root directory, metadata, leaves, tiles. Tiles of the same content are
// stored once, and runs of them take one entry.
import {createHash} from 'node:crypto';
import {gzipSync} from 'node:zlib';

import {zxyToTileId} from 'pmtiles';

const headerBytes = 127;
const rootBytesMax = 16384 - headerBytes;
const leafEntries = 4096;
const gzipped = 2; // both of directories and of tiles
const vector = 1;

/** @param {{z: number, x: number, y: number, data: Buffer}[]} tiles */
export function pmtilesOf(tiles, {box, zooms, layers}) {
    const {entries, data, contents} = gather(tiles);
    const {root, leaves} = directories(entries);
    const metadata = gzipSync(
        JSON.stringify({name: 'Anlan demo city', vector_layers: layers.map((id) => ({id, fields: {}}))}),
    );
    const header = Buffer.alloc(headerBytes);
    header.write('PMTiles', 0, 'latin1');
    header.writeUInt8(3, 7);
    const parts = [root, metadata, leaves, data];
    let offset = headerBytes;
    parts.forEach((part, i) => {
        header.writeBigUInt64LE(BigInt(offset), 8 + i * 16);
        header.writeBigUInt64LE(BigInt(part.length), 16 + i * 16);
        offset += part.length;
    });
    [tiles.length, entries.length, contents].forEach((count, i) =>
        header.writeBigUInt64LE(BigInt(count), 72 + i * 8),
    );
    header.writeUInt8(0, 96); // tiles are not in the order of their ids: some stand for several
    [gzipped, gzipped, vector, zooms.first, zooms.last].forEach((value, i) =>
        header.writeUInt8(value, 97 + i),
    );
    [box.west, box.south, box.east, box.north].forEach((degrees, i) =>
        header.writeInt32LE(Math.round(degrees * 1e7), 102 + i * 4),
    );
    header.writeUInt8(zooms.first, 118);
    header.writeInt32LE(Math.round(((box.west + box.east) / 2) * 1e7), 119);
    header.writeInt32LE(Math.round(((box.south + box.north) / 2) * 1e7), 123);
    return Buffer.concat([header, ...parts]);
}

function gather(tiles) {
    const sorted = tiles
        .map((tile) => ({id: zxyToTileId(tile.z, tile.x, tile.y), data: tile.data}))
        .sort((a, b) => a.id - b.id);
    const known = new Map();
    const pieces = [];
    const entries = [];
    let end = 0;
    for (const {id, data} of sorted) {
        const digest = createHash('sha256').update(data).digest('hex');
        let place = known.get(digest);
        if (!place) {
            const piece = gzipSync(data, {level: 9});
            place = {offset: end, length: piece.length};
            known.set(digest, place);
            pieces.push(piece);
            end += piece.length;
        }
        const last = entries[entries.length - 1];
        if (last && last.offset === place.offset && last.id + last.run === id) ++last.run;
        else entries.push({id, run: 1, ...place});
    }
    return {entries, data: Buffer.concat(pieces), contents: known.size};
}

// One directory while it fits beside the header, else a root of leaves.
function directories(entries) {
    const whole = directory(entries);
    if (whole.length <= rootBytesMax) return {root: whole, leaves: Buffer.alloc(0)};
    const pieces = [];
    const roots = [];
    let end = 0;
    for (let at = 0; at < entries.length; at += leafEntries) {
        const leaf = directory(entries.slice(at, at + leafEntries));
        roots.push({id: entries[at].id, run: 0, offset: end, length: leaf.length});
        pieces.push(leaf);
        end += leaf.length;
    }
    return {root: directory(roots), leaves: Buffer.concat(pieces)};
}

function directory(entries) {
    const bytes = [];
    const put = (value) => {
        let rest = value;
        while (rest > 127) {
            bytes.push(rest % 128 | 128);
            rest = Math.floor(rest / 128);
        }
        bytes.push(rest);
    };
    put(entries.length);
    entries.forEach((entry, i) => put(entry.id - (i > 0 ? entries[i - 1].id : 0)));
    for (const entry of entries) put(entry.run);
    for (const entry of entries) put(entry.length);
    entries.forEach((entry, i) => {
        const before = entries[i - 1];
        put(before && before.offset + before.length === entry.offset ? 0 : entry.offset + 1);
    });
    return gzipSync(Buffer.from(bytes), {level: 9});
}
