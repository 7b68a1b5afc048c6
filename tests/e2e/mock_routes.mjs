// What the mock answers on each path.
import * as data from './mock_data.mjs';
import {addresses, classify, recommendation, record, sameEvents} from './mock_advice.mjs';
import {Refused} from './mock_city.mjs';

function list(resource) {
    return (city, _, __, query) => {
        const listed =
            resource === 'areas'
                ? data.areaRows.filter(
                      ({row}) => !query.get('level') || query.get('level').split(',').includes(row.level),
                  )
                : [...city.streams.values()].filter(
                      (record) =>
                          record.resource === resource && (query.get('only_open') !== 'true' || record.open),
                  );
        const rows = listed
            .map(({stream, version, row}) => ({stream, version, row: city.shown(resource, row)}))
            .sort((a, b) => (a.stream < b.stream ? 1 : -1))
            .filter((row) => !query.get('after') || row.stream < query.get('after'));
        const limit = Number(query.get('limit') ?? 50);
        return {
            rows: rows.slice(0, limit),
            next: rows.length > limit ? rows[limit - 1].stream : null,
            position: city.position,
        };
    };
}

const wanted = (request) => {
    if (!request.headers['anlan-purpose'])
        throw new Refused(403, 'access.purpose_required', '需要说明查阅目的', 'A purpose is needed.');
};

function incident(city, [id], _, __, request) {
    wanted(request);
    const {row, version} = record(city, id);
    const shown = city.shown('incidents', row);
    return {
        stream: id,
        version,
        state: {
            stage: 'open',
            class_code: row.class_code,
            priority: row.priority,
            level: row.level,
            summary: row.private_.text,
            location: {
                place_text: shown.place_label ?? '',
                place_label: shown.place_label,
                point: row.point,
                where: row.where,
            },
            answers: row.private_.answers,
            duress: row.duress,
            calls: row.call_ids.map((call) => ({call_id: call, channel: 'phone'})),
            phases: shown.phases,
            missed: [],
            assignments: [],
        },
    };
}

function timeline(city, [id], _, query) {
    const first = Number(query.get('first') ?? 1);
    return {events: record(city, id).events.filter((event) => event.version >= first), next: null};
}

// Each unit is accepted or refused by itself.
function dispatch(city, _, {incident_id: id, units}) {
    const results = units.map(({unit_id: unitId, override_reason: reason}) => {
        const unit = record(city, unitId).row;
        const no = (code, zh, detail, remedy) => ({
            stream: unitId,
            status: 409,
            problem: new Refused(409, code, zh, detail, remedy).body,
        });
        if (unit.status === 'off_duty')
            return no('unit.off_duty', '该警力已下勤，不能派警', 'The unit is off duty.', 'none');
        if (unit.incident_id && !reason)
            return no(
                'unit.already_assigned',
                '该警力正在处置另一警情',
                `${unit.call_sign} is on another incident.`,
                'override_with_reason',
            );
        city.assign(unit, record(city, id).row);
        return {
            stream: unitId,
            status: 200,
            accepted: {
                stream: unitId,
                version: record(city, unitId).version,
                position: city.position,
                repeated: false,
            },
        };
    });
    return {results};
}

function receive(city, _, body) {
    const id = city.id('cal_');
    return city.put(
        id,
        'calls',
        {
            call_id: id,
            channel: body.channel,
            text: body.text,
            callback: body.callback,
            received_at: Date.now(),
        },
        'call.received.v1',
    );
}

function undecided(city, id) {
    const {row} = record(city, id);
    if (row.outcome)
        throw new Refused(409, 'call.decided', '该报警已有结果', 'The call has its outcome.', 'reload');
    return row;
}

function openFromCall(city, [id], {report}) {
    const call = undecided(city, id);
    const place = data.places.find((other) => other.place_id === report.location?.place_id);
    const row = city.open({
        id: `inc_${id.slice(4)}`,
        classCode: report.class_code,
        place,
        text: report.narrative,
        answers: report.answers,
        callId: id,
    });
    return city.put(
        id,
        'calls',
        {...call, outcome: {kind: 'opened', incident_id: row.incident_id}},
        'call.incident_opened.v1',
    );
}

function join(city, [id], {incident_id: incidentId}) {
    const call = undecided(city, id);
    city.link(record(city, incidentId).row, id);
    return city.put(
        id,
        'calls',
        {...call, outcome: {kind: 'joined', incident_id: incidentId}},
        'call.joined.v1',
    );
}

function undoJoin(city, [id]) {
    const {row: call} = record(city, id);
    if (call.outcome?.kind !== 'joined')
        throw new Refused(409, 'call.not_joined', '该报警没有并入', 'The call is not joined.');
    const {row} = record(city, call.outcome.incident_id);
    city.put(
        row.incident_id,
        'incidents',
        {...row, calls: row.calls - 1, call_ids: row.call_ids.filter((other) => other !== id)},
        'incident.call_removed.v1',
    );
    return city.put(id, 'calls', {...call, outcome: undefined}, 'call.join_undone.v1');
}

function share(city, [id], {post_id: postId, extent, reason}) {
    const {row} = record(city, id);
    const others = (row.shared_with ?? []).filter((other) => other.post_id !== postId);
    const made = {post_id: postId, extent, ends_at: new Date(Date.now() + 28_800_000).toISOString()};
    const next = {...row, shared_with: [...others, made]};
    return city.put(id, 'incidents', next, 'incident.shared.v1', Date.now(), {...made, reason});
}

function endSharing(city, [id, postId]) {
    const {row} = record(city, id);
    const kept = (row.shared_with ?? []).filter((other) => other.post_id !== postId);
    const payload = {post_id: postId, because: 'withdrawn'};
    const next = {...row, shared_with: kept};
    return city.put(id, 'incidents', next, 'incident.sharing_ended.v1', Date.now(), payload);
}

// What the server's policy does: the units on it learn the incident's new priority.
function tellUnits(city, incident, priority) {
    for (const unit of city.all('units').filter((other) => other.incident_id === incident.incident_id)) {
        const from = unit.change?.from_priority ?? incident.priority;
        const change = {parts: ['priority'], from_priority: from, changed_at: new Date().toISOString()};
        const next = {...unit, priority, change: from === priority ? undefined : change};
        city.put(unit.unit_id, 'units', next, 'unit.assignment_informed.v1');
    }
}

function knowChange(city, [id]) {
    const {row} = record(city, id);
    return city.put(id, 'units', {...row, change: undefined}, 'unit.change_acknowledged.v1');
}

const decide =
    (kind) =>
    (city, [id]) =>
        city.put(id, 'calls', {...undecided(city, id), outcome: {kind}}, `call.${kind}.v1`);
const unitStep =
    (status) =>
    (city, [id]) =>
        city.step(id, status);

export const table = [
    ...['incidents', 'units', 'calls', 'areas'].map((resource) => ['GET', `/v1/${resource}`, list(resource)]),
    [
        'GET',
        '/v1/obligations',
        (city, _, __, query) => ({
            // The first, as the server gives them.
            rows: city.owed().slice(0, Number(query.get('limit') ?? 100)),
            now: new Date().toISOString(),
            position: city.position,
        }),
    ],
    ['GET', '/v1/rulebook/classes', () => data.classes],
    ['GET', '/v1/rulebook/dispositions', () => data.dispositions],
    ['GET', '/v1/rulebook/call', () => data.callRules],
    ['GET', '/v1/rulebook/unit', () => ({skills: [{code: 'first_aid', zh: '急救', en: 'first aid'}]})],
    ['GET', '/v1/incidents/{incident_id}/recommendation', recommendation],
    ['GET', '/v1/incidents/{incident_id}/timeline', timeline],
    ['GET', '/v1/incidents/{incident_id}', incident],
    [
        'GET',
        '/v1/calls/{call_id}',
        (city, [id], _, __, request) => {
            wanted(request);
            const {row, version} = record(city, id);
            return {
                stream: id,
                version,
                state: {...row, received_at: new Date(row.received_at).toISOString()},
            };
        },
    ],
    ['GET', '/v1/addresses', addresses],
    ['POST', '/v1/classifications', classify, {advice: true}],
    ['POST', '/v1/same_events', sameEvents, {advice: true}],
    ['POST', '/v1/dispatches', dispatch],
    ['POST', '/v1/incidents/{incident_id}/shares', share],
    ['DELETE', '/v1/incidents/{incident_id}/shares/{post_id}', endSharing],
    ['GET', '/v1/posts', () => data.postPage],
    ['POST', '/v1/units/{unit_id}/change_acknowledgement', knowChange],
    ['POST', '/v1/units/{unit_id}/acknowledgement', unitStep('acknowledged')],
    ['POST', '/v1/units/{unit_id}/departure', unitStep('en_route')],
    ['POST', '/v1/units/{unit_id}/arrival', unitStep('on_scene')],
    ['POST', '/v1/units/{unit_id}/clearance', unitStep('available')],
    ['POST', '/v1/units/{unit_id}/release', unitStep('available')],
    [
        'POST',
        '/v1/incidents/{incident_id}/notes',
        (city, [id], {text}) =>
            city.put(id, 'incidents', record(city, id).row, 'incident.note_added.v1', Date.now(), {text}),
    ],
    [
        'POST',
        '/v1/incidents/{incident_id}/priority',
        (city, [id], {priority, reason}) => {
            const {row} = record(city, id);
            const changed = city.put(
                id,
                'incidents',
                {...row, priority},
                'incident.priority_changed.v1',
                Date.now(),
                {priority, reason},
            );
            tellUnits(city, row, priority);
            return changed;
        },
    ],
    [
        'POST',
        '/v1/incidents/{incident_id}/closure',
        (city, [id], {disposition}) => {
            const {row} = record(city, id);
            if (city.all('units').some((unit) => unit.incident_id === id))
                throw new Refused(
                    409,
                    'incident.units_active',
                    '还有警力在处置，不能结案',
                    'Units are still on it.',
                    'override_with_reason',
                );
            return city.put(
                id,
                'incidents',
                {...row, status: 'closed'},
                'incident.closed.v1',
                Date.now(),
                {disposition},
                false,
            );
        },
    ],
    ['POST', '/v1/calls', receive],
    ...['report', 'caller', 'duress'].map((part) => [
        'POST',
        `/v1/calls/{call_id}/${part}`,
        (city, [id], body) =>
            city.put(
                id,
                'calls',
                {...record(city, id).row, ...(body.narrative ? {text: body.narrative} : {})},
                `call.${part}.v1`,
            ),
    ]),
    [
        'GET',
        '/v1/calls/{call_id}/history',
        (city, [id], _, __, request) => {
            wanted(request);
            const {row} = record(city, id);
            const before = city
                .all('calls')
                .filter((other) => other !== row && row.callback && other.callback === row.callback);
            return {
                more: false,
                entries: before.map((other) => ({
                    call_id: other.call_id,
                    class_code: 'noise.social',
                    reported_at: new Date(other.received_at).toISOString(),
                    outcome: 'opened',
                    disposition: 'mediated',
                    same_number: true,
                    same_place: false,
                })),
            };
        },
    ],
    ['POST', '/v1/calls/{call_id}/incident', openFromCall],
    ['POST', '/v1/calls/{call_id}/joining', join],
    ['POST', '/v1/calls/{call_id}/joining/undo', undoJoin],
    ['POST', '/v1/calls/{call_id}/voiding', decide('voided')],
    ['POST', '/v1/calls/{call_id}/transfer', decide('transferred')],
    ['POST', '/v1/calls/{call_id}/enquiry', decide('enquiry')],
];
