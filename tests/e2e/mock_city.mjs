// The mock server's memory: an invented city whose records change as commands say. Test use only.
import * as data from './mock_data.mjs';

const iso = (at) => (at === null || at === undefined ? undefined : new Date(at).toISOString());
const limits = {
    dispatch: {p1: 60, p2: 180, p3: 300, p4: 1800},
    arrive: {p1: 300, p2: 600, p3: 1800, p4: 7200},
    acknowledge: {p1: 30, p2: 30, p3: 90, p4: 600},
};

export class Refused extends Error {
    constructor(status, code, zh, detail, remedy = 'none', extra = {}) {
        super(detail);
        this.status = status;
        this.body = {
            type: `urn:anlan:problem:${code}`,
            title: detail,
            status,
            detail,
            code,
            remedy,
            zh,
            ...extra,
        };
    }
}

export class City {
    constructor() {
        this.position = 0;
        this.log = [];
        this.streams = new Map();
        this.listeners = new Set();
        this.done = new Map();
        this.sequence = 0;
        this.seed();
    }

    id(prefix) {
        this.sequence += 1;
        return `${prefix}0DEM0${String(this.sequence).padStart(4, '0')}${
                                                                      '3K7Q2VXZ8M'.slice(
                                                                          this.sequence % 7,
                                                                          (this.sequence % 7) + 3)}`;
    }

    seed() {
        const now = Date.now();
        for (const unit of data.seedUnits(now))
            this.put(unit.unit_id, 'units', unit, 'unit.registered.v1', now);
        let next = 0;
        for (const [code, priority, place, minutes, statuses, calls, text] of data.seedIncidents) {
            const openedAt = now - minutes * 60_000;
            const incident = this.open(
                {classCode: code, priority, place: data.places[place], text, callback: '13900000000'},
                openedAt,
            );
            for (let index = 1; index < calls; ++index)
                this.addCall(
                    incident,
                    {text: `又一人报警：${text}`, callback: '13800000000'},
                    openedAt + 40_000,
                );
            for (const status of statuses) {
                const units = this.all('units').filter((unit) => unit.status === 'available');
                const unit = units.find((other) => other.home.station === incident.where.station) ??
                    units[next++ % units.length];
                this.assign(unit, incident, openedAt + 50_000);
                for (const step of ['acknowledged', 'en_route', 'on_scene']) {
                    if (['assigned', 'acknowledged', 'en_route', 'on_scene'].indexOf(status) >=
                        ['assigned', 'acknowledged', 'en_route', 'on_scene'].indexOf(step))
                        this.step(unit.unit_id, step, openedAt + 90_000);
                }
            }
        }
    }

    all(resource) {
        return [...this.streams.values()]
            .filter((record) => record.resource === resource)
            .map((record) => record.row);
    }

    put(stream, resource, row, wire, at = Date.now(), payload = {}, open = true) {
        const known = this.streams.get(stream) ?? {stream, resource, version: 0, events: []};
        known.version += 1;
        known.row = row;
        known.open = open && !(resource === 'calls' && row.outcome);
        this.streams.set(stream, known);
        this.position += 1;
        const change = {
            position: this.position,
            stream,
            version: known.version,
            wire,
            resource,
            recorded_at: iso(Date.now()),
            happened_at: iso(at),
        };
        known.events.push({
            ...change,
            actor: {kind: 'person', actor_id: 'acc_demo', post_id: 'pst_dispatcher.420103'},
            payload,
        });
        const event = `event: change\nid: mock-${this.position}\ndata: ${
            JSON.stringify({...change, row: this.shown(resource, row), open: known.open})}\n\n`;
        this.log.push([this.position, event]);
        for (const listener of this.listeners) listener(event);
        return {stream, version: known.version, position: this.position};
    }

    shown(resource, row) {
        if (resource === 'units') return {...row, status_since: iso(row.status_since)};
        if (resource === 'calls') {
            const {text: _, callback: __, received_at: at, ...shown} = row;
            const owner = 'pst_call-taker.420100';
            const next = {kind: 'outcome', owner, due_by: iso(at + 90_000), missed: false};
            return {
                ...shown,
                status: row.outcome ? 'decided' : 'in_progress',
                received_at: iso(at),
                ...(row.outcome ? {} : {next}),
            };
        }
        if (resource !== 'incidents') return {...row};
        const {private_: _, call_ids: __, ...open} = row;
        return {
            ...open,
            phases: Object.fromEntries(Object.entries(row.phases).map(([name, at]) => [name, iso(at)])),
            units: this.all('units')
                       .filter((unit) => unit.incident_id === row.incident_id)
                       .map((unit) => ({
                                unit_id: unit.unit_id,
                                call_sign: unit.call_sign,
                                kind: unit.kind,
                                progress: unit.status,
                            })),
        };
    }

    open({id, classCode, priority, place, text, callback, answers = [], callId}, at = Date.now()) {
        const entry = data.classes.classes.find((other) => other.code === classCode);
        const incidentId = id ?? this.id('inc_');
        const row = {
            incident_id: incidentId,
            class_code: classCode,
            priority: priority ?? entry.priority,
            level: 'station',
            status: 'waiting',
            where: place?.where ?? {city: 'are_420100', district: '', station: '', beat: ''},
            place_label: place ? place.place_name || place.address : undefined,
            point: place?.point,
            phases: {received_at: at, opened_at: at},
            episode: 1,
            calls: 0,
            duress: false,
            private_: {text, answers},
            call_ids: [],
        };
        this.put(incidentId, 'incidents', row, 'incident.opened.v1', at, {
            class_code: classCode,
            priority: row.priority,
        });
        if (callId)
            this.link(row, callId);
        else
            this.addCall(row, {text, callback}, at);
        return this.streams.get(incidentId).row;
    }

    /** So many people call at once, and nobody has decided yet; what they are called. */
    flood(count) {
        const at = Date.now();
        return Array.from({length: count}, () => {
            const callId = this.id('cal_');
            const call = {call_id: callId, channel: 'phone', text: '有人报警', callback: '', received_at: at};
            this.put(callId, 'calls', call, 'call.received.v1', at);
            return callId;
        });
    }

    ebb(calls) {
        for (const id of calls)
            this.put(id, 'calls', {...this.streams.get(id).row, outcome: {kind: 'void'}}, 'call.voided.v1');
    }

    addCall(incident, {text, callback}, at) {
        const callId = this.id('cal_');
        this.put(
            callId,
            'calls',
            {call_id: callId, channel: 'phone', text, callback, received_at: at, outcome: {kind: 'opened'}},
            'call.received.v1',
            at,
        );
        this.link(incident, callId, at);
    }

    link(incident, callId, at = Date.now()) {
        const row = this.streams.get(incident.incident_id).row;
        this.put(
            row.incident_id,
            'incidents',
            {...row, calls: row.calls + 1, call_ids: [...row.call_ids, callId]},
            'incident.call_added.v1',
            at,
        );
    }

    assign(unit, incident, at = Date.now()) {
        const row = this.streams.get(incident.incident_id).row;
        this.put(
            unit.unit_id,
            'units',
            {
                ...unit,
                status: 'assigned',
                status_since: at,
                incident_id: row.incident_id,
                priority: row.priority,
                change: undefined,
            },
            'unit.assigned.v1',
            at,
        );
        this.put(
            row.incident_id,
            'incidents',
            {...row, status: 'assigned', phases: {dispatched_at: at, ...row.phases}},
            'incident.assignment_noted.v1',
            at,
            {call_sign: unit.call_sign},
        );
    }

    step(unitId, status, at = Date.now()) {
        const unit = this.streams.get(unitId).row;
        const incident = this.streams.get(unit.incident_id)?.row;
        if (!incident)
            throw new Refused(409, 'unit.no_assignment', '该警力没有任务', 'The unit has no assignment.');
        const free = status === 'available';
        const kept = this.put(
            unitId,
            'units',
            {...unit, status, status_since: at, incident_id: free ? undefined : unit.incident_id},
            `unit.${status}.v1`,
            at,
        );
        const stamp = {en_route: 'en_route_at', on_scene: 'arrived_at'}[status];
        this.put(
            incident.incident_id,
            'incidents',
            {
                ...incident,
                status: free ? 'waiting' : status,
                phases: stamp ? {[stamp]: at, ...incident.phases} : incident.phases,
            },
            'incident.departure_noted.v1',
            at,
            {call_sign: unit.call_sign},
        );
        return kept;
    }

    owed() {
        const rows = [];
        const add = (stream, module, kind, since, within, owner) => {
            const dueBy = since + within * 1000;
            const obligation = {
                kind,
                key: '',
                owner,
                since: iso(since),
                due_by: iso(dueBy),
                warn_at: iso(dueBy - within * 250),
                ladder: [],
                warned: false,
                missed: Date.now() > dueBy,
                climbed: Date.now() > dueBy + 60_000 ? 1 : 0,
            };
            rows.push({stream, module, obligation});
        };
        for (const {stream, row, resource, open} of this.streams.values()) {
            if (!open) continue;
            if (resource === 'calls')
                add(stream, 'call', 'outcome', row.received_at, 90, 'pst_call-taker.420100');
            const district = (row.where ?? row.home)?.district.slice(4);
            if (resource === 'incidents' && !row.phases.dispatched_at)
                add(
                    stream,
                    'incident',
                    'dispatch',
                    row.phases.opened_at,
                    limits.dispatch[row.priority],
                    `pst_dispatcher.${district}`,
                );
            else if (resource === 'incidents' && !row.phases.arrived_at)
                add(
                    stream,
                    'incident',
                    'arrive',
                    row.phases.opened_at,
                    limits.arrive[row.priority],
                    `pst_dispatcher.${district}`,
                );
            if (resource === 'units' && row.status === 'assigned')
                add(
                    stream,
                    'unit',
                    'acknowledge',
                    row.status_since,
                    limits.acknowledge[this.streams.get(row.incident_id).row.priority],
                    `pst_patrol.${row.home.station.slice(4)}`,
                );
        }
        return rows.sort((a, b) => (a.obligation.due_by < b.obligation.due_by ? -1 : 1));
    }
}
