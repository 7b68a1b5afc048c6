// What a wall says of one limit: no name and no text of anybody, only kinds, classes, areas, posts and
// call signs.
import {useCatalogue} from '@/desk/catalogue';
import type {Owed} from '@/desk/urgency';
import {useAreas} from '@/domain/area/store';
import {useIncidents} from '@/domain/incident/store';
import {obligations} from '@/domain/incident/words';
import {postText} from '@/domain/post/words';
import {useUnits} from '@/domain/unit/store';
import {wordOf} from '@/words';
import {w} from './words';

export function useSaid() {
    const areas = useAreas();
    const incidents = useIncidents();
    const units = useUnits();
    const catalogue = useCatalogue();

    const incidentOf = ({stream}: Owed) =>
        incidents.rows.get(stream) ?? incidents.rows.get(units.rows.get(stream)?.row.incident_id ?? '');
    /** "到场 · 打架", and "接听" where there is no class yet. */
    function what(owed: Owed): string {
        const incident = incidentOf(owed);
        const kind = wordOf(obligations, owed.kind);
        return incident ? `${kind} · ${catalogue.className(incident.row.class_code)}` : kind;
    }
    const where = (owed: Owed): string =>
        areas.name(owed.where?.station) || areas.name(owed.where?.district) || w('whole_city');
    /** The crew that is on its way, else the post. */
    const who = ({stream, owner}: Owed): string =>
        units.rows.get(stream)?.row.call_sign ?? (postText(owner) || areas.name(owner) || owner);
    const priorityOf = (owed: Owed) =>
        incidentOf(owed)?.row.priority ?? units.rows.get(owed.stream)?.row.priority;
    return {what, where, who, priorityOf};
}
