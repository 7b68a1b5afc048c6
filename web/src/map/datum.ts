// Where a point lies on a map of another datum. Chinese maps carry GCJ-02: WGS-84 shifted by some hundred
// metres along a published sum of sines on the Krasovsky 1940 ellipsoid; outside of the rectangle around
// China both are the same. The service keeps WGS-84 only; src/planning/datum.cpp is the same over there, and
// both are held to tools/city/gcj02_vectors.json.
import type {Answer, Point} from '@/api/types';

export type Datum = NonNullable<Answer<'/v1/maps'>['rows']>[number]['datum'];

const halfAxis = 6_378_245;
const eccentricitySquared = 0.00669342162296594323;
const rounds = 6;

export function onMap(point: Point, datum: Datum): Point {
    if (datum === 'wgs84' || !isShifted(point)) return point;
    const shift = shiftAt(point);
    return {latitude: point.latitude + shift.latitude, longitude: point.longitude + shift.longitude};
}

/** The way back has no closed form: the forward shift is repeated until it stands still. */
export function fromMap(shown: Point, datum: Datum): Point {
    let guess = shown;
    for (let round = 0; round < rounds; ++round) {
        const there = onMap(guess, datum);
        guess = {
            latitude: guess.latitude - (there.latitude - shown.latitude),
            longitude: guess.longitude - (there.longitude - shown.longitude),
        };
    }
    return guess;
}

function isShifted({latitude, longitude}: Point): boolean {
    return longitude >= 72.004 && longitude <= 137.8347 && latitude >= 0.8293 && latitude <= 55.8271;
}

const sine = (x: number) => Math.sin(x * Math.PI);

function shiftAt({latitude, longitude}: Point): Point {
    const x = longitude - 105;
    const y = latitude - 35;
    const waves = ((20 * sine(6 * x) + 20 * sine(2 * x)) * 2) / 3;
    const north =
        -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) + waves +
        ((20 * sine(y) + 40 * sine(y / 3)) * 2) / 3 +
        ((160 * sine(y / 12) + 320 * sine(y / 30)) * 2) / 3;
    const east =
        300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) + waves +
        ((20 * sine(x) + 40 * sine(x / 3)) * 2) / 3 +
        ((150 * sine(x / 12) + 300 * sine(x / 30)) * 2) / 3;
    const radians = (latitude / 180) * Math.PI;
    const flat = 1 - eccentricitySquared * Math.sin(radians) ** 2;
    const metresNorth = ((halfAxis * (1 - eccentricitySquared)) / (flat * Math.sqrt(flat))) * (Math.PI / 180);
    const metresEast = (halfAxis / Math.sqrt(flat)) * Math.cos(radians) * (Math.PI / 180);
    return {latitude: north / metresNorth, longitude: east / metresEast};
}
