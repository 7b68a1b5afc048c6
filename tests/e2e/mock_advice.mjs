// The mock's advice: plausible figures, computed on the spot.
import * as data from './mock_data.mjs';
import {Refused} from './mock_city.mjs';

const metres = (a, b) =>
    Math.hypot((a.latitude - b.latitude) * 111_000, (a.longitude - b.longitude) * 95_600);

export function record(city, id) {
    const found = city.streams.get(id);
    if (!found) throw new Refused(404, 'record.unknown', '没有这条记录', 'There is no such record.');
    return found;
}

export function recommendation(city, [id]) {
    const {row} = record(city, id);
    if (!row.point) return {answers: [], price: {gaps: [], points: 0, weight: 0}};
    const near = city
        .all('units')
        .filter((unit) => unit.status !== 'off_duty')
        .map((unit) => ({
            unit,
            travel:
                Math.round((metres(unit.point, row.point) * 1.4) / (unit.kind === 'foot_patrol' ? 2.2 : 11)) +
                15,
        }))
        .sort((a, b) => a.travel - b.travel);
    const free = near.filter(({unit}) => unit.status === 'available' && unit.kind !== 'police_post');
    const passed = near
        .filter(
            ({unit, travel}) => !free.some((other) => other.unit === unit) && travel < (free[0]?.travel ?? 0),
        )
        .slice(0, 3)
        .map(({unit, travel}) => ({
            unit_id: unit.unit_id,
            call_sign: unit.call_sign,
            travel,
            travel_by: 'distance',
            code:
                unit.status === 'available'
                    ? 'wrong_kind'
                    : unit.status === 'out_of_service'
                      ? 'out_of_service'
                      : 'busy',
            figure: 2,
            missing: '',
        }));
    const propose = ({unit, travel}, index) => ({
        unit_id: unit.unit_id,
        call_sign: unit.call_sign,
        rank: index + 1,
        travel,
        travel_by: 'road',
        arrives_in: travel + 40,
        cost: {},
        reasons: [
            {code: index === 0 ? 'nearest_capable' : 'kind_matches', figure: index + 1},
            {code: index % 2 ? 'uncovers_rings' : 'keeps_rings_covered', figure: 2},
        ],
        why_not_nearer: index === 0 ? passed : [],
    });
    const two = row.priority === 'p1';
    return {
        answers: [
            {
                name: two ? 'patrol_car|motorcycle' : 'patrol_car',
                chosen: free.slice(0, two ? 2 : 1).map(propose),
                alternatives: free.slice(two ? 2 : 1, 5).map((one, index) => propose(one, index + 1)),
                shortfall: free.length === 0 ? 1 : 0,
                capable: free.length,
            },
        ].concat(two ? [{name: 'dog_team', chosen: [], alternatives: [], shortfall: 1, capable: 0}] : []),
        price: {
            gaps: two
                ? [
                      {
                          ring_id: '1',
                          name: '万松商圈',
                          within: 3,
                          points: 2,
                          weight: 2,
                          covered_again_in: 340,
                          covered_again_by: free[4]?.unit.unit_id ?? '',
                          refill: 'moves_up',
                      },
                  ]
                : [],
            points: 2,
            weight: 2,
        },
    };
}

export function addresses(city, _, __, query) {
    const text = (query.get('text') ?? '').replace(/\s/g, '');
    const fits = data.places.filter((place) =>
        [place.place_name, place.address, ...place.aliases].some(
            (name) => name && (name.includes(text) || (name.length > 1 && text.includes(name))),
        ),
    );
    const candidates = fits.map((place) => ({
        place_id: place.place_id,
        label: place.place_name || place.address,
        precision: place.place_name ? 'place' : 'number',
        point: place.point,
        jurisdiction: place.where,
    }));
    if (candidates.length === 1)
        return {verdict: 'resolved', place: candidates[0], point: candidates[0].point, choices: []};
    const choices = candidates.map((candidate) => ({
        value: candidate.label.slice(0, 3),
        candidates: [candidate],
    }));
    return {verdict: candidates.length > 0 ? 'ask' : 'unknown', choices};
}

export function classify(city, _, {text}) {
    const proposals = data.classes.classes
        .map((entry) => ({
            entry,
            words: entry.keywords.map(({word}) => word).filter((word) => text.includes(word)),
        }))
        .filter(({words}) => words.length > 0)
        .sort((a, b) => b.words.length - a.words.length)
        .slice(0, 3);
    return {
        proposals: proposals.map(({entry, words}) => ({
            class_code: entry.code,
            zh: entry.zh,
            en: entry.en,
            priority: entry.priority,
            urgency: entry.urgency,
            words: words.map((word) => ({word, weight: 2, negated: false})),
            questions: [],
        })),
    };
}

export function sameEvents(city, _, {text, point, class_code: classCode}) {
    const hits = city
        .all('incidents')
        .filter((row) => record(city, row.incident_id).open)
        .map((row) => {
            const words = pairs(text).filter(
                (pair) => row.private_.text.includes(pair) || (row.place_label ?? '').includes(pair),
            );
            const distance = point && row.point ? metres(point, row.point) : null;
            const near = distance !== null && distance < 500 ? 3 : 0;
            return {
                incident_id: row.incident_id,
                class_code: row.class_code,
                place_label: row.place_label ?? '',
                open: true,
                ...(distance === null ? {} : {distance_metres: distance}),
                age_s: Math.round((Date.now() - row.phases.opened_at) / 1000),
                likeness: words.length + near + (classCode && classCode === row.class_code ? 1 : 0),
                parts: {callback: 0},
                words,
            };
        });
    return {
        hits: hits
            .filter((hit) => hit.likeness >= 2)
            .sort((a, b) => b.likeness - a.likeness)
            .slice(0, 3),
    };
}

const pairs = (text) =>
    [
        ...new Set(Array.from({length: Math.max(0, text.length - 1)}, (_, at) => text.slice(at, at + 2))),
    ].filter((pair) => /^[\u4e00-\u9fff]{2}$/.test(pair) && pair !== '有人');
