// Plane geometry on [longitude, latitude] pairs, good enough for a city: rings are open (the last point is
// not repeated), and distances scale longitude by the cosine of Wuhan's latitude.

const squash = Math.cos(30.6 * Math.PI / 180);
const metresPerDegree = 111_195;

export const metres = (a, b) => Math.hypot((a[0] - b[0]) * squash, a[1] - b[1]) * metresPerDegree;

export function inside(point, ring) {
    let odd = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [xi, yi] = ring[i];
        const [xj, yj] = ring[j];
        if (yi > point[1] !== yj > point[1] && point[0] < (xj - xi) * (point[1] - yi) / (yj - yi) + xi)
            odd = !odd;
    }
    return odd;
}

export function area(ring) {
    let twice = 0;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++)
        twice += ring[j][0] * ring[i][1] - ring[i][0] * ring[j][1];
    return Math.abs(twice) / 2 * squash * metresPerDegree ** 2;
}

export function centroid(ring) {
    let twice = 0, x = 0, y = 0;
    const [ox, oy] = ring[0];
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [xi, yi, xj, yj] = [ring[i][0] - ox, ring[i][1] - oy, ring[j][0] - ox, ring[j][1] - oy];
        const cross = xj * yi - xi * yj;
        twice += cross;
        x += (xi + xj) * cross;
        y += (yi + yj) * cross;
    }
    return twice === 0 ? ring[0] : [ox + x / (3 * twice), oy + y / (3 * twice)];
}

export function bounds(ring) {
    const xs = ring.map((p) => p[0]);
    const ys = ring.map((p) => p[1]);
    return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

// Douglas and Peucker's: the ring without the points that lie within `tolerance` metres of what remains.
export function simplify(ring, tolerance) {
    const keep = new Array(ring.length).fill(false);
    const far = ring.reduce((best, p, i) => (metres(p, ring[0]) > metres(ring[best], ring[0]) ? i : best), 0);
    const spans = [[0, far], [far, ring.length]];
    keep[0] = keep[far] = true;
    while (spans.length > 0) {
        const [from, to] = spans.pop();
        let worst = tolerance, at = -1;
        for (let i = from + 1; i < to; ++i) {
            const off = distanceToLine(ring[i], ring[from], ring[to % ring.length]);
            if (off > worst) [worst, at] = [off, i];
        }
        if (at < 0) continue;
        keep[at] = true;
        spans.push([from, at], [at, to]);
    }
    return ring.filter((_, i) => keep[i]);
}

function distanceToLine(p, a, b) {
    const [ax, ay] = [(b[0] - a[0]) * squash, b[1] - a[1]];
    const [px, py] = [(p[0] - a[0]) * squash, p[1] - a[1]];
    const length = Math.hypot(ax, ay);
    const off = length === 0 ? Math.hypot(px, py) : Math.abs(ax * py - ay * px) / length;
    return off * metresPerDegree;
}

// The part of `ring` that is nearer to `site` than to `other` (Sutherland and Hodgman's cut by one line).
function nearerPart(ring, site, other) {
    const middle = [(site[0] + other[0]) / 2, (site[1] + other[1]) / 2];
    const [nx, ny] = [(other[0] - site[0]) * squash * squash, other[1] - site[1]];
    const side = (p) => (p[0] - middle[0]) * nx + (p[1] - middle[1]) * ny;
    const kept = [];
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [from, to] = [side(ring[j]), side(ring[i])];
        if ((from <= 0) !== (to <= 0)) {
            const t = from / (from - to);
            kept.push(
                [ring[j][0] + t * (ring[i][0] - ring[j][0]), ring[j][1] + t * (ring[i][1] - ring[j][1])]);
        }
        if (to <= 0) kept.push(ring[i]);
    }
    return kept;
}

// The cells of `sites` within `ring`: together they are the ring, and each point belongs to its nearest site.
// Only the 24 nearest neighbours of a site are asked, which is enough for sites spread as ours are.
export function cells(sites, ring) {
    return sites.map((site) => {
        const near = sites.filter((s) => s !== site)
                         .map((s) => [metres(site, s), s])
                         .sort((a, b) => a[0] - b[0])
                         .slice(0, 24);
        return near.reduce((cell, [, s]) => (cell.length < 3 ? cell : nearerPart(cell, site, s)), ring);
    });
}

// `count` points inside the ring, well apart: chance, then a few rounds of moving each to its cell's centre.
export function spread(count, ring, random, rounds = 4) {
    let sites = Array.from({length: count}, () => randomInside(ring, random));
    for (let round = 0; round < rounds && count > 1; ++round) {
        sites = cells(sites, ring).map((cell, i) => {
            if (cell.length < 3) return sites[i];
            const centre = centroid(cell);
            return inside(centre, ring) ? centre : sites[i];
        });
    }
    return sites;
}

export function randomInside(ring, random) {
    const [west, south, east, north] = bounds(ring);
    for (let attempt = 0; attempt < 10_000; ++attempt) {
        const point = [west + random() * (east - west), south + random() * (north - south)];
        if (inside(point, ring)) return point;
    }
    return ring[0];
}

// Chance from a seed, the same on every machine: a linear congruential counter, its high bits folded into the
// low.
export function seeded(seed) {
    let state = seed >>> 0;
    const next = () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return (Math.imul(state ^ (state >>> 16), 0x45D9F3B) >>> 0) / 4294967296;
    };
    for (let i = 0; i < 8; ++i) next();
    return next;
}
