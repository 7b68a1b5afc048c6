// Units of every kind, with call signs as they are spoken: the district's short name and a number (江汉-21).
import {randomInside} from './geometry.mjs';
import {shortNames, urban} from './names.mjs';

const crews = {
    patrol_car: 3,
    foot_patrol: 2,
    motorcycle: 1,
    dog_team: 2,
    drone: 1,
    police_post: 6,
    auxiliary: 4,
    volunteer_team: 6,
    guard_team: 4,
    specialist: 3,
    fire_engine: 6,
    ambulance: 3,
};
const partnerClasses =
    ['missing.elder', 'help.lost_property', 'noise.social', 'noise.square_dance', 'crowd.event_order'];

export function makeUnits(made, random) {
    const units = [];
    for (const district of made.districts) {
        const numbers = {next: 10};
        const add = (kind, home, point, extra = {}) =>
            units.push(makeUnit(district, numbers, kind, home, point, extra));
        const stations = made.stations.filter((s) => s.district === district);
        stations.forEach((station, i) => addStationUnits(add, station, i, random));
        addDistrictUnits(add, district, stations, random);
    }
    return units;
}

function makeUnit(district, numbers, kind, home, point, {skills = [], partner} = {}) {
    numbers.next += 1;
    return {
        id: `unt_${district.code}-${numbers.next}`,
        kind,
        callSign: `${shortNames[district.code]}-${numbers.next}`,
        skills,
        home,
        point,
        crew: crews[kind],
        partner,
    };
}

function addStationUnits(add, station, index, random) {
    const dense = urban.has(station.district.code);
    const near = () => randomInside(station.rings[0], random);
    add('patrol_car', station.where, station.centre, {skills: ['first_aid']});
    if (dense) add('patrol_car', station.where, near());
    if (dense) add('foot_patrol', station.where, near());
    if (dense || index % 3 === 0) add('motorcycle', station.where, near());
    if (index % 2 === 0) add('auxiliary', station.where, near());
    if (dense && index % 3 === 0) add('police_post', station.where, near(), {skills: ['first_aid']});
}

function addDistrictUnits(add, district, stations, random) {
    const {where} = district;
    const near = () => randomInside(district.rings[0], random);
    const base = stations[0].centre;
    add('dog_team', where, base, {skills: ['dog_search']});
    add('drone', where, base, {skills: ['drone']});
    add('specialist', where, base, {skills: ['traffic']});
    for (const skills of [['armed', 'swat_patrol'], ['armed', 'swat_patrol', 'crowd']])
        add('patrol_car', where, near(), {skills});
    add('motorcycle', where, near(), {skills: ['traffic', 'traffic_rider']});
    add('motorcycle', where, near(), {skills: ['traffic', 'traffic_rider']});
    add('fire_engine', where, near(), {skills: ['fire', 'water_rescue', 'lift']});
    add('fire_engine', where, near(), {skills: ['fire']});
    add('ambulance', where, near(), {skills: ['first_aid', 'als']});
    add('ambulance', where, near(), {skills: ['first_aid', 'als']});
    add('specialist', where, base, {skills: ['mediation']});
    add('specialist', where, base, {skills: ['forensics']});
    add('specialist', where, base, {skills: ['negotiation']});
    for (const who of ['红袖章志愿服务队', '社区平安志愿队'])
        add('volunteer_team', where, near(), {partner: partnerOf(`${district.name}${who}`)});
    for (const who of ['保安联防队', '物业秩序队'])
        add('guard_team', where, near(), {partner: partnerOf(`${district.name}${who}`)});
}

const partnerOf = (organisation) => ({organisation, incident_classes: partnerClasses, most_urgent: 'p3'});
