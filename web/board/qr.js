// A QR code (ISO/IEC 18004) of a short text as an SVG: byte mode, error correction M, versions 1 to 9, which
// is 180 bytes. So that the secret of an authenticator is not typed, and leaves this page in no request.

/** By version: check bytes of a block, then [blocks, data bytes of each]. */
const BLOCKS = [
    null,
    [10, [1, 16]],
    [16, [1, 28]],
    [26, [1, 44]],
    [18, [2, 32]],
    [24, [2, 43]],
    [16, [4, 27]],
    [18, [4, 31]],
    [22, [2, 38], [2, 39]],
    [22, [3, 36], [2, 37]],
];
const ALIGNED = [
    null,
    [],
    [6, 18],
    [6, 22],
    [6, 26],
    [6, 30],
    [6, 34],
    [6, 22, 38],
    [6, 24, 42],
    [6, 26, 46],
];
const QUIET = 4;

const MASKS = [
    (x, y) => (x + y) % 2,
    (x, y) => y % 2,
    (x) => x % 3,
    (x, y) => (x + y) % 3,
    (x, y) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2,
    (x, y) => ((x * y) % 2) + ((x * y) % 3),
    (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2,
    (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
];

/** Products in the field of 256 elements of the code, by logarithms. */
const field = (() => {
    const powers = [];
    const logarithms = [];
    for (let exponent = 0, value = 1; exponent < 255; exponent += 1) {
        powers[exponent] = value;
        logarithms[value] = exponent;
        value = value * 2 ^ (value > 127 ? 0x11d : 0);
    }
    const times = (a, b) => (a && b ? powers[(logarithms[a] + logarithms[b]) % 255] : 0);
    return {powers, times};
})();

function checkBytes(data, count) {
    let generator = [1];
    for (let i = 0; i < count; i += 1) {
        const next = [...generator, 0];
        generator.forEach((factor, at) => {
            next[at + 1] ^= field.times(factor, field.powers[i]);
        });
        generator = next;
    }
    const rest = [...data, ...new Array(count).fill(0)];
    for (let i = 0; i < data.length; i += 1) {
        const factor = rest[i];
        generator.forEach((other, at) => {
            rest[i + at] ^= field.times(other, factor);
        });
    }
    return rest.slice(data.length);
}

const room = (version) => BLOCKS[version].slice(1).reduce((sum, [blocks, bytes]) => sum + blocks * bytes, 0);

/** Head, text, end and padding as bytes. */
function dataBytes(text, version) {
    const bits = [];
    const put = (value, count) => {
        for (let i = count - 1; i >= 0; i -= 1) bits.push((value >> i) & 1);
    };
    put(4, 4);
    put(text.length, 8);
    for (const byte of text) put(byte, 8);
    put(0, Math.min(4, room(version) * 8 - bits.length));
    while (bits.length % 8) bits.push(0);
    const bytes = [];
    for (let i = 0; i < bits.length; i += 8) bytes.push(parseInt(bits.slice(i, i + 8).join(''), 2));
    for (let pad = 0xec; bytes.length < room(version); pad ^= 0xec ^ 0x11) bytes.push(pad);
    return bytes;
}

/** The blocks' bytes in turn, then their check bytes in turn. */
function interleaved(data, version) {
    const [checks, ...groups] = BLOCKS[version];
    const blocks = [];
    let at = 0;
    for (const [count, size] of groups)
        for (let i = 0; i < count; i += 1, at += size) blocks.push(data.slice(at, at + size));
    const all = [blocks, blocks.map((block) => checkBytes(block, checks))];
    return all.flatMap((parts) => {
        const longest = Math.max(...parts.map((part) => part.length));
        return Array.from({length: longest}, (_, i) => parts.map((part) => part[i]))
            .flat()
            .filter((byte) => byte !== undefined);
    });
}

/** Value and its check bits, by division. */
function withCheck(value, generator, degree) {
    let rest = value << degree;
    for (let bit = 31 - Math.clz32(rest); bit >= degree; bit -= 1)
        if ((rest >> bit) & 1) rest ^= generator << (bit - degree);
    return (value << degree) | rest;
}

class Grid {
    constructor(version) {
        this.version = version;
        this.size = 17 + 4 * version;
        this.dark = Array.from({length: this.size}, () => new Array(this.size).fill(0));
        this.fixed = Array.from({length: this.size}, () => new Array(this.size).fill(false));
    }

    fix(x, y, dark) {
        if (x < 0 || y < 0 || x >= this.size || y >= this.size) return;
        this.dark[y][x] = dark ? 1 : 0;
        this.fixed[y][x] = true;
    }

    /** Squares around a centre: dark where the distance is not in `light`. */
    square(cx, cy, radius, light) {
        for (let dy = -radius; dy <= radius; dy += 1)
            for (let dx = -radius; dx <= radius; dx += 1)
                this.fix(cx + dx, cy + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
    }

    patterns() {
        const end = this.size - 4;
        for (let i = 0; i < this.size; i += 1) {
            this.fix(6, i, i % 2 === 0);
            this.fix(i, 6, i % 2 === 0);
        }
        for (const [x, y] of [[3, 3], [end, 3], [3, end]]) this.square(x, y, 4, [2, 4]);
        const aligned = ALIGNED[this.version];
        const last = aligned.length - 1;
        aligned.forEach((x, i) =>
            aligned.forEach((y, j) => {
                const corner = (!i && !j) || (!i && j === last) || (i === last && !j);
                if (!corner) this.square(x, y, 2, [1]);
            }),
        );
        this.format(0);
        if (this.version < 7) return;
        const bits = withCheck(this.version, 0x1f25, 12);
        for (let i = 0; i < 18; i += 1) {
            const [a, b] = [this.size - 11 + (i % 3), Math.floor(i / 3)];
            this.fix(a, b, (bits >> i) & 1);
            this.fix(b, a, (bits >> i) & 1);
        }
    }

    /** Correction M is 00, so the mask's number is all there is to say. */
    format(mask) {
        const bits = withCheck(mask, 0x537, 10) ^ 0x5412;
        const bit = (i) => (bits >> i) & 1;
        for (let i = 0; i < 8; i += 1) {
            this.fix(8, i < 6 ? i : i + 1, bit(i));
            this.fix(this.size - 1 - i, 8, bit(i));
        }
        this.fix(8, 8, bit(7));
        this.fix(7, 8, bit(8));
        for (let i = 9; i < 15; i += 1) this.fix(14 - i, 8, bit(i));
        for (let i = 8; i < 15; i += 1) this.fix(8, this.size - 15 + i, bit(i));
        this.fix(8, 7, bit(6));
        this.fix(8, this.size - 8, 1);
    }

    /** In columns of two from the right, up and down by turns. */
    fill(bytes) {
        let at = 0;
        for (let right = this.size - 1, up = true; right > 0; right -= 2, up = !up) {
            if (right === 6) right = 5;
            for (let i = 0; i < this.size; i += 1) {
                const y = up ? this.size - 1 - i : i;
                for (const x of [right, right - 1]) {
                    if (this.fixed[y][x]) continue;
                    this.dark[y][x] = at < bytes.length * 8 ? (bytes[at >> 3] >> (7 - (at & 7))) & 1 : 0;
                    at += 1;
                }
            }
        }
    }

    masked(mask) {
        return this.dark.map((row, y) =>
            row.map((dark, x) => (this.fixed[y][x] || MASKS[mask](x, y) ? dark : 1 - dark)),
        );
    }
}

/** Runs of one colour and blocks of four: what a camera finds hard. */
function unrest(rows) {
    let found = 0;
    const runs = (line) => {
        for (let i = 4; i < line.length; i += 1)
            if (line.slice(i - 4, i + 1).every((dark) => dark === line[i])) found += 1;
    };
    rows.forEach((row, y) => {
        runs(row);
        runs(rows.map((other) => other[y]));
        for (let x = 1; y > 0 && x < row.length; x += 1)
            if ([row[x - 1], rows[y - 1][x], rows[y - 1][x - 1]].every((dark) => dark === row[x])) found += 3;
    });
    return found;
}

/** Rows of 0 and 1; null where the text is too long. */
export function qrRows(words) {
    const text = new TextEncoder().encode(words);
    const version = BLOCKS.findIndex((_, i) => i > 0 && text.length + 2 <= room(i));
    if (version < 1) return null;
    const grid = new Grid(version);
    grid.patterns();
    grid.fill(interleaved(dataBytes(text, version), version));
    const masks = MASKS.map((_, mask) => {
        grid.format(mask);
        return grid.masked(mask);
    });
    return masks.reduce((best, rows) => (unrest(rows) < unrest(best) ? rows : best));
}

export function qrPicture(words, label) {
    const rows = qrRows(words);
    if (!rows) return null;
    const side = rows.length + 2 * QUIET;
    const make = (tag, values) => {
        const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
        for (const [name, value] of Object.entries(values)) element.setAttribute(name, value);
        return element;
    };
    const box = {viewBox: `0 0 ${side} ${side}`, class: 'qr', role: 'img', 'aria-label': label};
    const picture = make('svg', box);
    picture.append(make('rect', {width: side, height: side, fill: '#ffffff'}));
    const dark = rows.flatMap((row, y) =>
        row.map((one, x) => (one ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : '')),
    );
    picture.append(make('path', {d: dark.join(''), fill: '#000000', 'shape-rendering': 'crispEdges'}));
    return picture;
}
