// The queue: incidents, calls and units of which something is owed, in the order in which it breaks. Pure.
import type {Priority} from '@/api/types';
import {owedOfRow, urgencyOf, type Owed} from '@/desk/urgency';
import type {Call} from '@/domain/call/store';
import {isUndecided} from '@/domain/call/words';
import type {Incident} from '@/domain/incident/store';
import type {Unit} from '@/domain/unit/store';

export type QueueFilter = 'incidents' | 'all' | 'waiting' | 'late' | 'mine';

export interface QueueItem {
    id: string;
    kind: 'incident' | 'call' | 'unit';
    priority: Priority;
    owed?: Owed;
    incident?: Incident;
    call?: Call;
    unit?: Unit;
}

export interface Sources {
    incidents: Iterable<Incident>;
    calls: Iterable<Call>;
    units: ReadonlyMap<string, Unit>;
    unitsOn(incident: string): readonly Unit[];
    owedOf(stream: string): readonly Owed[];
    owed: readonly Owed[];
}

// What a crew owes on its incident is shown at the incident; that it is long in one state is a matter of the
// unit.
const ofIncident: ReadonlySet<string> = new Set(['acknowledge', 'depart', 'acknowledge_change']);
const ofUnit: ReadonlySet<string> = new Set(['panic', 'safety_check']);

export function queueOf(from: Sources, now: number): QueueItem[] {
    const items: QueueItem[] = [];
    for (const incident of from.incidents) {
        const crews = from
            .unitsOn(incident.id)
            .flatMap((unit) => from.owedOf(unit.id).filter((owed) => ofIncident.has(owed.kind)));
        const {next, phases} = incident.row;
        const since = Date.parse(phases?.received_at ?? phases?.opened_at ?? '');
        const owed =
            [...from.owedOf(incident.id), ...crews].sort((a, b) => a.dueBy - b.dueBy)[0] ??
            owedOfRow(incident.id, next, since);
        items.push({
            id: incident.id,
            kind: 'incident',
            priority: incident.row.priority,
            incident,
            ...(owed ? {owed} : {}),
        });
    }
    for (const call of from.calls) {
        const {next, received_at} = call.row;
        const owed = from.owedOf(call.id)[0] ?? owedOfRow(call.id, next, Date.parse(received_at));
        if (!isUndecided(call.row) && !owed) continue;
        const priority = call.row.duress ? 'p1' : (call.row.priority ?? 'p3');
        items.push({id: call.id, kind: 'call', priority, call, ...(owed ? {owed} : {})});
    }
    for (const owed of from.owed) {
        const unit = from.units.get(owed.stream);
        if (!unit || !ofUnit.has(owed.kind)) continue;
        items.push({id: owed.id, kind: 'unit', priority: 'p1', unit, owed});
    }
    return items.sort((a, b) => byWhatBreaks(a, b, now));
}

const never = Number.MAX_SAFE_INTEGER;

// Panic, then what is broken by how urgent it is, then what breaks next.
function byWhatBreaks(a: QueueItem, b: QueueItem, now: number): number {
    const rank = (item: QueueItem) =>
        item.owed?.kind === 'panic' ? 0 : urgencyOf(item.owed, now) === 'late' ? 1 : 2;
    const [first, second] = [rank(a), rank(b)];
    if (first !== second) return first - second;
    if (first === 1 && a.priority !== b.priority) return a.priority < b.priority ? -1 : 1;
    return (
        (a.owed?.dueBy ?? never) - (b.owed?.dueBy ?? never) ||
        a.priority.localeCompare(b.priority) ||
        a.id.localeCompare(b.id)
    );
}

export function fits(item: QueueItem, filter: QueueFilter, now: number, post: string): boolean {
    if (filter === 'all') return true;
    if (filter === 'late') return urgencyOf(item.owed, now) === 'late';
    if (filter === 'mine') return item.owed?.owner === post || (item.owed?.told.includes(post) ?? false);
    if (filter === 'incidents') return item.kind !== 'call';
    return item.incident?.row.status === 'waiting';
}
