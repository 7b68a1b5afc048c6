// The place that is meant, as the register knows it.
import {client, settle} from '@/api/client';
import type {Addresses, Jurisdiction, PlaceCandidate, Point} from '@/api/types';

export interface Place {
    /** Empty: a district or a street, which is no place of the register. */
    placeId: string;
    name: string;
    /** What tells it from the others. */
    group: string;
    precision: PlaceCandidate['precision'];
    point: Point;
    where: Jurisdiction;
}

/** `settled`: the one that is meant, if the register leaves no doubt; else the `candidates` to ask about. */
export interface Found {
    settled?: Place;
    candidates: readonly Place[];
}

export async function findPlaces(text: string, signal: AbortSignal): Promise<Found> {
    return foundIn(await settle(client.GET('/v1/addresses', {params: {query: {text}}, signal})));
}

export function foundIn(answer: Addresses): Found {
    if (answer.place) {
        const settled = placeOf(answer.place, '', answer.point);
        return {settled, candidates: [settled]};
    }
    const candidates = (answer.choices ?? []).flatMap((choice) =>
        (choice.candidates ?? []).map((candidate) => placeOf(candidate, choice.value)),
    );
    return {candidates};
}

function placeOf(candidate: PlaceCandidate, group: string, point?: Point): Place {
    return {
        placeId: candidate.place_id.startsWith('plc_') ? candidate.place_id : '',
        name: [...new Set(candidate.label.split(' '))].join(' '),
        group,
        precision: candidate.precision,
        point: point ?? candidate.point,
        where: candidate.jurisdiction,
    };
}

export const samePlace = (a: Place | undefined, b: Place): boolean =>
    a !== undefined && a.placeId === b.placeId && a.name === b.name;
