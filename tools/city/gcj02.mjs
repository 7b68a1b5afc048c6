// GCJ-02 is WGS-84 with a smooth offset of a few hundred metres that Chinese maps carry by law. The forward
// conversion is the published formula on the Krasovsky 1940 ellipsoid; the way back has no closed form and is
// found by fixed-point iteration, which converges to well under a centimetre in five steps. Shared with the
// C++ conversion through gcj02_vectors.json: both must agree with it.

const semiMajorAxis = 6378245.0;
const eccentricitySquared = 0.00669342162296594323;

function offsetNorth(x, y) {
    return -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) +
        waves(x, 6, 20, 2, 20) + sines(y, [[1, 20], [3, 40]], 2 / 3) +
        sines(y, [[12, 160], [30, 320]], 2 / 3);
}

function offsetEast(x, y) {
    return 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) +
        waves(x, 6, 20, 2, 20) + sines(x, [[1, 20], [3, 40]], 2 / 3) +
        sines(x, [[12, 150], [30, 300]], 2 / 3);
}

function waves(x, fast, fastSize, slow, slowSize) {
    return (fastSize * Math.sin(fast * x * Math.PI) + slowSize * Math.sin(slow * x * Math.PI)) * 2 / 3;
}

// Each term is [divisor, size]: size * sin(v * pi / divisor).
function sines(v, terms, factor) {
    return terms.reduce((sum, [divisor, size]) => sum + size * Math.sin(v * Math.PI / divisor), 0) * factor;
}

export function wgs84ToGcj02({latitude, longitude}) {
    const x = longitude - 105;
    const y = latitude - 35;
    const radians = latitude * Math.PI / 180;
    const root = 1 - eccentricitySquared * Math.sin(radians) ** 2;
    const meridian = semiMajorAxis * (1 - eccentricitySquared) / root ** 1.5;
    const parallel = semiMajorAxis / Math.sqrt(root) * Math.cos(radians);
    return {
        latitude: latitude + offsetNorth(x, y) / (meridian * Math.PI / 180),
        longitude: longitude + offsetEast(x, y) / (parallel * Math.PI / 180),
    };
}

export function gcj02ToWgs84(shifted) {
    let guess = {...shifted};
    for (let step = 0; step < 6; ++step) {
        const forward = wgs84ToGcj02(guess);
        guess = {
            latitude: guess.latitude - (forward.latitude - shifted.latitude),
            longitude: guess.longitude - (forward.longitude - shifted.longitude),
        };
    }
    return guess;
}
