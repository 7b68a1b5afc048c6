// One limit in words, without a name or a text of anybody: kinds, classes, areas, posts and call signs. So it
// may stand on a wall.
import {useAreas} from '@/domain/area/store';
import {useIncidents} from '@/domain/incident/store';
import {obligations} from '@/domain/incident/words';
import {postText} from '@/domain/post/words';
import {useUnits} from '@/domain/unit/store';
import {t, wordOf} from '@/words';
import {useCatalogue} from './catalogue';
import type {Owed} from './urgency';

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
        areas.name(owed.where?.station) || areas.name(owed.where?.district) || t('whole_city');
    /** The crew that is on its way, else the post. */
    const who = ({stream, owner}: Owed): string =>
        units.rows.get(stream)?.row.call_sign ?? (postText(owner) || areas.name(owner) || owner);
    const priorityOf = (owed: Owed) =>
        incidentOf(owed)?.row.priority ?? units.rows.get(owed.stream)?.row.priority;
    return {what, where, who, priorityOf};
}
