// Every command the board can send: method, path, body; and the sending. The other half of what the board
// knows of the server's paths and members; reading is in api.js.
import {ask} from './http.js';

const PURPOSE = 'dispatch';
const enc = encodeURIComponent;

const unitPath = (id, tail) => `/v1/units/${enc(id)}/${tail}`;
const incidentPath = (id, tail) => `/v1/incidents/${enc(id)}/${tail}`;
const callPath = (id, tail) => `/v1/calls/${enc(id)}/${tail}`;

/** What to send for each thing a person can do: {method, path, body}. Sending is send()'s business. */
export const requests = {
    dispatch: (incident, units, reason) => [
        post('/v1/dispatches', {
            incident_id: incident.id,
            priority: incident.priority,
            ...(incident.classCode ? {incident_class: incident.classCode} : {}),
            units: units.map((unit) => ({unit_id: unit.id, ...(reason ? {override_reason: reason} : {})})),
        }),
    ],
    acknowledge: (unit) => post(unitPath(unit, 'acknowledgement'), {}),
    depart: (unit) => post(unitPath(unit, 'departure'), {}),
    arrive: (unit) => post(unitPath(unit, 'arrival'), {}),
    clear: (unit) => post(unitPath(unit, 'clearance'), {}),
    release: (unit, reason, incident) =>
        post(unitPath(unit, 'release'), {
            reason,
            ...(incident ? {incident_id: incident} : {}),
        }),
    resume: (unit, incident) =>
        post(unitPath(unit, 'resumption'), incident ? {incident_id: incident.id} : {}),
    know: (unit) => post(unitPath(unit, 'change_acknowledgement'), {}),
    safe: (unit) => post(unitPath(unit, 'safety_answer'), {}),
    clearPanic: (unit, reason) => post(unitPath(unit, 'panic_clearance'), {reason}),
    close: (incident, disposition, note) =>
        post(incidentPath(incident, 'closure'), {disposition, note: note ?? ''}),
    priority: (incident, priority, reason) => post(incidentPath(incident, 'priority'), {priority, reason}),
    note: (incident, text) => post(incidentPath(incident, 'notes'), {text}),
    share: (incident, postId, extent, reason) =>
        post(incidentPath(incident, 'shares'), {post_id: postId, extent, reason}),
    endSharing: (incident, postId, reason) => ({
        method: 'DELETE',
        path: incidentPath(incident, `shares/${enc(postId)}`),
        body: reason ? {reason} : {},
    }),
    // A report: received first, then it gets its outcome.
    receive: (draft) =>
        post('/v1/calls', {
            channel: draft.channel,
            callback: draft.callback,
            caller_name: '',
            text: draft.text,
            duress: draft.silent,
        }),
    stateCaller: (call, draft) => post(callPath(call, 'caller'), {callback: draft.callback}),
    duress: (call) => post(callPath(call, 'duress'), {}),
    writeReport: (call, draft) => post(callPath(call, 'report'), reportFrom(draft)),
    openIncident: (call, draft) => post(callPath(call, 'incident'), {report: reportFrom(draft)}),
    join: (call, incident, hit) =>
        post(callPath(call, 'joining'), {
            incident_id: incident,
            matched_words: hit?.words ?? [],
            ...(hit?.metres === null || hit?.metres === undefined ? {} : {distance_metres: hit.metres}),
        }),
    undoJoin: (call, reason) => post(callPath(call, 'joining/undo'), {reason, then: 'decide_again'}),
    void: (call, reason) => post(callPath(call, 'voiding'), {reason_code: reason, note: ''}),
    transfer: (call, agency) => post(callPath(call, 'transfer'), {agency, warm: false, note: ''}),
    enquiry: (call, answer) => post(callPath(call, 'enquiry'), {note: answer}),
};

const post = (path, body) => ({method: 'POST', path, body});

function reportFrom(draft) {
    const {place} = draft;
    const location = {
        place_text: draft.placeText,
        ...(place?.placeId ? {place_id: place.placeId} : {}),
        ...(place ? {place_label: place.name} : {}),
        ...(place?.point ? {point: place.point} : {}),
        where: {city: '', district: '', station: '', beat: '', ...place?.where},
    };
    return {
        narrative: draft.text,
        ...(draft.classCode ? {class_code: draft.classCode} : {}),
        ...(draft.placeText ? {location} : {}),
        answers: Object.entries(draft.answers ?? {})
            .filter(([, value]) => value !== '')
            .map(([question, value]) => ({question_id: question, value})),
    };
}

/** The id of the incident that a call opens: the call's own number. */
export const incidentOfCall = (call) => `inc_${call.slice(4)}`;

/** Carries out one of `requests` under `key`; the same key again is the same deed. */
export async function send(request, key) {
    const answer = await ask(request.method, request.path, {body: request.body, key, purpose: PURPOSE});
    return {
        stream: answer?.stream ?? '',
        version: answer?.version ?? 0,
        position: answer?.position ?? 0,
        refused: refusedOf(answer),
        answer,
    };
}

/** A dispatch of several units may be accepted for some and refused for others. */
function refusedOf(answer) {
    return (answer?.results ?? [])
        .filter((result) => result.problem)
        .map((result) => ({unit: result.stream, problem: result.problem}));
}
