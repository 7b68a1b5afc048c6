// A deed in words, before it is done and afterwards in the log.
import {reasonSaid, sentence, sentences} from '@shared/verbs.js';

import type {Incident} from '@/domain/incident/store';
import {levels, priorities} from '@/domain/incident/words';
import {chinese, pick, t, wordOf, type Pair} from '@/words';
import {useCatalogue} from './catalogue';
import {deskNumber} from './desk_numbers';
import type {Deed, Verb} from './grammar';

const said: Partial<Record<Verb, Pair>> = {
    ...sentences,
    level: ['{incident} → {code}{reason}', '{incident} → {code}{reason}'],
    join: ['{call} 并入 {incident}', 'join {call} to {incident}'],
    merge: ['{incident} 合并到 {into}{reason}', 'merge {incident} into {into}{reason}'],
    split: ['从 {incident} 拆出 {units} {callers}{reason}', 'split {units} {callers} off {incident}{reason}'],
};

export function incidentName(incident: Incident): string {
    const name = useCatalogue().className(incident.row.class_code);
    const place = incident.row.place_label;
    return `${deskNumber(incident.id)} ${name}${place ? ` (${place})` : ''}`;
}

function codeOf(deed: Deed): string {
    if (deed.verb === 'priority') return `${deed.priority} ${wordOf(priorities, deed.priority)}`;
    if (deed.verb === 'level') return wordOf(levels, deed.level);
    return pick(deed.disposition, deed.disposition?.code);
}

/** What the deed would do, for the preview and the log. */
export function say(deed: Deed): string {
    const pair = said[deed.verb];
    if (!pair) return t(deed.verb === 'undo' ? 'undo' : 'help');
    return sentence(pair, chinese(), {
        units: (deed.units ?? []).map((one) => one.row.call_sign).join(' '),
        incident: deed.incident ? incidentName(deed.incident) : '',
        reason: reasonSaid(deed.reason, chinese()),
        text: deed.text || (deed.verb === 'filter' ? t('units_everyone') : '…'),
        code: codeOf(deed),
        into: deed.into ? incidentName(deed.into) : '',
        callers: (deed.callers ?? []).map((figure) => `#${figure}`).join(' '),
        call: deed.call ? t('call_no', {n: deskNumber(deed.call.id)}) : '',
    });
}
