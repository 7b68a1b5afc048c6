// What the board reads of the server: paths and members, and nothing else. Each reading function turns one
// answer into the board's own shape, so that a change of the wire is corrected here and only here.
import {ask} from './http.js';
import {noteCivilOffset} from '../shared/clock.js';

const PURPOSE = 'dispatch';
const enc = encodeURIComponent;
const time = (text) => (text ? Date.parse(text) : null);

// --- session ------------------------------------------------------------------------------------------

/** `given`: login and password, or a passkey; the post and a code where they are asked for. */
export async function signIn(given) {
    return sessionFrom(await ask('POST', '/v1/session', {body: given, quiet: true}));
}

/** How one can sign in here. */
export async function ways() {
    return ask('GET', '/v1/session/ways', {quiet: true});
}

/** What a passkey is to sign. */
export async function challenge() {
    return ask('POST', '/v1/session/challenge', {quiet: true});
}

export async function session() {
    return sessionFrom(await ask('GET', '/v1/session', {quiet: true}));
}

export async function signOut() {
    await ask('DELETE', '/v1/session', {quiet: true});
}

function sessionFrom(answer) {
    noteCivilOffset(answer.civil_offset_minutes);
    return {
        account: answer.account_id,
        display: answer.display || answer.login,
        post: answer.post.post_id,
        permissions: answer.permissions ?? [],
        sharedOnly: answer.reach === 'shared_only',
        sharedPermissions: answer.shared_permissions ?? [],
        area: answer.post.reach ?? {},
        lacksFactor: Boolean(answer.second_factor_missing),
    };
}

/** What else would do, where the password alone does not. */
export function factorsOf(trouble) {
    return trouble.problem?.factors ?? [];
}

/** The posts to choose from, where only that choice is missing. */
export function postsOf(trouble) {
    return trouble.problem?.posts ?? [];
}

// --- lists --------------------------------------------------------------------------------------------

export const readers = {incidents: incidentFrom, units: unitFrom, calls: callRowFrom};

/**
 * Every page of a list. `each` gets the rows as they come. Returns the position the last page was true of.
 */
export async function list(resource, parameters, each) {
    let after = '';
    let position = 0;
    do {
        const query = new URLSearchParams({...parameters, limit: '500'});
        if (after) query.set('after', after);
        const page = await ask('GET', `/v1/${resource}?${query}`);
        each(page.rows);
        position = position || page.position;
        after = page.next ?? '';
    } while (after);
    return position;
}

export function incidentFrom({stream, version, row}) {
    const phases = row.phases ?? {};
    return {
        id: stream,
        version,
        status: row.status ?? 'waiting',
        priority: row.priority ?? 'p3',
        classCode: row.class_code ?? '',
        level: row.level ?? '',
        place: row.place_label ?? '',
        where: row.where ?? {},
        point: row.point ?? null,
        openedAt: time(phases.opened_at ?? phases.received_at),
        units: (row.units ?? [])
            .filter((unit) => !ENDED.has(unit.progress))
            .map((unit) => ({id: unit.unit_id, callSign: unit.call_sign, progress: unit.progress})),
        calls: row.calls ?? 0,
        silent: Boolean(row.duress),
        quiet: [row.quiet?.no_ringing && 'no_ringing', row.quiet?.no_siren && 'no_siren'].filter(Boolean),
        contested: Boolean(row.contested_by),
        episode: row.episode ?? 1,
        next: nextFrom(row.next),
        shared: (row.shared_with ?? []).map((share) => ({
            post: share.post_id,
            extent: share.extent,
            endsAt: time(share.ends_at),
            assignment: share.assignment_id ?? '',
        })),
    };
}

const ENDED = new Set(['cleared', 'released', 'preempted']);

export function unitFrom({stream, version, row}) {
    return {
        id: stream,
        version,
        callSign: row.call_sign ?? stream,
        kind: row.kind ?? '',
        status: row.status ?? 'off_duty',
        since: time(row.status_since),
        incident: row.incident_id ?? '',
        priority: row.priority ?? '',
        change: row.change
            ? {
                  parts: row.change.parts,
                  from: row.change.from_priority ?? '',
                  acknowledgeBy: time(row.change.acknowledge_by),
              }
            : null,
        waiting: row.waiting_incident_ids ?? [],
        home: row.home ?? {},
        skills: row.skills ?? [],
        why: row.out_of_service_reason ?? '',
        panic: Boolean(row.panic),
        generated: Boolean(row.generated),
    };
}

export function callRowFrom({stream, version, row}) {
    return {
        id: stream,
        version,
        channel: row.channel,
        decided: row.status === 'decided',
        duress: Boolean(row.duress),
        classCode: row.class_code ?? '',
        place: row.place_label ?? '',
        receivedAt: time(row.received_at),
        next: nextFrom(row.next),
    };
}

/** What a row says of the first thing that its record owes. */
function nextFrom(next) {
    if (!next) return null;
    return {kind: next.kind, owner: next.owner, dueBy: time(next.due_by), missed: Boolean(next.missed)};
}

export const OWED_MAX = 500;

export async function obligations() {
    const answer = await ask('GET', `/v1/obligations?limit=${OWED_MAX}&without=errand,task`);
    return answer.rows.map(({stream, module, obligation: owed}) => ({
        id: `${stream}/${owed.kind}/${owed.key}`,
        stream,
        module,
        kind: owed.kind,
        owner: owed.owner,
        since: time(owed.since),
        dueBy: time(owed.due_by),
        warnAt: time(owed.warn_at),
        missed: owed.missed,
        climbed: owed.climbed,
        told: owed.ladder.slice(0, owed.climbed).map((rung) => rung.post),
    }));
}

/** Names of areas by id, those of beats last: there are many. */
export async function areas(each) {
    for (const level of ['city,district,station', 'beat'])
        await list('areas', {level}, (rows) =>
            each(rows.map(({stream, row}) => [stream, row.area_name ?? ''])),
        );
}

/** Posts that an incident can be shared with; none to whom may not read them. */
export async function posts() {
    const known = [];
    try {
        await list('posts', {}, (rows) =>
            known.push(...rows.map(({stream, row}) => ({id: stream, name: row.post_name ?? stream}))),
        );
    } catch (trouble) {
        if (trouble.status !== 403) throw trouble;
    }
    return known;
}

/** The classes, questions, dispositions, agencies, reasons of the rulebook. */
export async function catalogue() {
    const read = (section) => ask('GET', `/v1/rulebook/${section}`);
    const [classes, dispositions, call, unit] = await Promise.all(
        ['classes', 'dispositions', 'call', 'unit'].map(read),
    );
    return {
        classes: classes.classes ?? [],
        questions: classes.questions ?? [],
        agencies: classes.agencies ?? [],
        dispositions: dispositions.dispositions ?? [],
        voids: call.void_reasons ?? [],
        skills: unit.skills ?? [],
    };
}

// --- one incident -------------------------------------------------------------------------------------

export async function incident(id, signal) {
    const answer = await ask('GET', `/v1/incidents/${enc(id)}`, {purpose: PURPOSE, signal});
    const state = answer.state ?? answer;
    const location = state.location ?? {};
    return {
        version: answer.version ?? 0,
        stage: state.stage ?? 'open',
        classCode: state.class_code ?? '',
        priority: state.priority ?? '',
        level: state.level ?? '',
        summary: state.summary ?? '',
        place: {
            label: location.place_label ?? '',
            text: location.place_text ?? '',
            point: location.point ?? null,
            where: location.where ?? {},
        },
        answers: (state.answers ?? []).map((answered) => ({
            question: answered.question_id,
            value: answered.value,
        })),
        duress: Boolean(state.duress),
        disposition: state.disposition ?? '',
        calls: (state.calls ?? []).map((seen) => seen.call_id),
        phases: Object.fromEntries(Object.entries(state.phases ?? {}).map(([name, at]) => [name, time(at)])),
        earlier: state.earlier ?? [],
        missed: (state.missed ?? []).map((missed) => ({kind: missed.kind, dueBy: time(missed.due_by)})),
        assignments: (state.assignments ?? []).map((seen) => ({
            id: seen.assignment_id,
            unit: seen.unit_id,
            callSign: seen.call_sign,
            kind: seen.kind,
            assignedAt: time(seen.assigned_at),
            acknowledgedAt: time(seen.acknowledged_at),
            enRouteAt: time(seen.en_route_at),
            arrivedAt: time(seen.arrived_at),
            heldAt: time(seen.held_at),
            endedAt: time(seen.ended_at),
            end: seen.end ?? '',
            outcome: seen.outcome ?? '',
        })),
    };
}

/** Every event from version `first` on, oldest first. */
export async function timeline(id, first, signal) {
    const events = [];
    for (let from = first; from !== null; ) {
        const path = `/v1/incidents/${enc(id)}/timeline?first=${from}&limit=500`;
        const page = await ask('GET', path, {purpose: PURPOSE, signal});
        events.push(...page.events);
        from = page.next ?? null;
    }
    return events.map((event) => ({
        version: event.version,
        wire: event.wire,
        at: time(event.happened_at),
        actor: event.actor,
        payload: event.payload,
    }));
}

export async function call(id, signal) {
    const answer = await ask('GET', `/v1/calls/${enc(id)}`, {purpose: PURPOSE, signal});
    const state = answer.state ?? answer;
    return {
        id,
        version: answer.version ?? 0,
        channel: state.channel ?? '',
        text: state.report?.narrative || state.text || '',
        report: state.report ?? null,
        place: state.report?.location?.place_text ?? '',
        callback: state.callback ?? '',
        receivedAt: time(state.received_at),
        silent: Boolean(state.duress),
    };
}

// --- advice: computed, never deciding -----------------------------------------------------------------

export async function recommendation(incidentId, signal) {
    const answer = await ask('GET', `/v1/incidents/${enc(incidentId)}/recommendation`, {signal});
    const said = answer.recommendation ?? answer;
    return {
        at: time(answer.computed_at) ?? null,
        needs: (said.answers ?? []).map((need) => ({
            name: need.name,
            chosen: (need.chosen ?? []).map(proposalFrom),
            alternatives: (need.alternatives ?? []).map(proposalFrom),
            shortfall: need.shortfall ?? 0,
            capable: need.capable ?? 0,
        })),
        gaps: (said.price?.gaps ?? []).map((gap) => ({
            name: gap.name,
            within: gap.within,
            points: gap.points,
            again: gap.covered_again_in ?? null,
            by: gap.covered_again_by ?? '',
            refill: gap.refill ?? '',
        })),
    };
}

function proposalFrom(proposal) {
    return {
        unit: proposal.unit_id,
        callSign: proposal.call_sign,
        rank: proposal.rank,
        travel: proposal.travel,
        travelBy: proposal.travel_by,
        arrivesIn: proposal.arrives_in,
        reasons: proposal.reasons ?? [],
        passedOver: (proposal.why_not_nearer ?? []).map((other) => ({
            unit: other.unit_id,
            callSign: other.call_sign,
            travel: other.travel,
            travelBy: other.travel_by,
            code: other.code,
            figure: other.figure ?? 0,
            missing: other.missing ?? '',
        })),
    };
}

/** `settled`: the one that is meant, if the register leaves no doubt; else the `candidates` to ask about. */
export async function addresses(text, signal) {
    const answer = await ask('GET', `/v1/addresses?text=${enc(text)}`, {signal});
    const settled = answer.place ? placeFrom(answer.place, '', answer.point) : null;
    const asked = answer.choices.flatMap((choice) =>
        choice.candidates.map((candidate) => placeFrom(candidate, choice.value)),
    );
    return {settled, candidates: settled ? [settled] : asked};
}

function placeFrom(candidate, group, point) {
    return {
        // A district or a street is no place of the register: its point and its area are what is known.
        placeId: candidate.place_id.startsWith('plc_') ? candidate.place_id : '',
        name: [...new Set(candidate.label.split(' '))].join(' '),
        group,
        precision: candidate.precision,
        point: point ?? candidate.point,
        where: candidate.jurisdiction,
    };
}

export async function classifications(text, signal) {
    const answer = await ask('POST', '/v1/classifications', {body: {text}, signal});
    return answer.proposals.map((proposal) => ({
        code: proposal.class_code,
        zh: proposal.zh,
        en: proposal.en,
        priority: proposal.priority ?? '',
        urgency: proposal.urgency ?? '',
        words: proposal.words.filter((found) => !found.negated).map((found) => found.word),
    }));
}

export async function sameEvents(question, signal) {
    const answer = await ask('POST', '/v1/same_events', {
        body: {callback: '', ...question},
        purpose: PURPOSE,
        signal,
    });
    return answer.hits.slice(0, 3).map((hit) => ({
        incident: hit.incident_id,
        classCode: hit.class_code,
        place: hit.place_label,
        metres: hit.distance_metres ?? null,
        age: hit.age_s,
        words: hit.words,
        sameCallback: hit.parts.callback > 0,
        open: hit.open,
    }));
}

/** What was reported before from the same number or at the same place as this call. */
export async function history(callId) {
    const answer = await ask('GET', `/v1/calls/${enc(callId)}/history`, {purpose: 'same_place_history'});
    return {
        more: answer.more,
        entries: answer.entries.map((entry) => ({
            incident: entry.incident_id ?? '',
            call: entry.call_id ?? '',
            classCode: entry.class_code ?? '',
            at: time(entry.reported_at),
            outcome: entry.outcome ?? '',
            disposition: entry.disposition ?? '',
            sameNumber: entry.same_number,
            samePlace: entry.same_place,
            metres: entry.distance_metres ?? null,
        })),
    };
}
