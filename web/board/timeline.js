// What happened to a record, newest first, a line for each event.
import {h} from './dom.js';
import {civil} from '../shared/clock.js';
import {className, postText} from './marks.js';
import {wireWord, word} from './code_words.js';
import {pick, said, t} from './words.js';

export function timelineOf(store, given) {
    const events = [...given].reverse();
    return [
        h('h3', {}, t('timeline')),
        events.length === 0
            ? h('p', {class: 'hint'}, t('loading'))
            : h(
                  'ol',
                  {class: 'timeline'},
                  events.map((event) =>
                      h(
                          'li',
                          {},
                          h('time', {class: 'figures'}, civil(event.at)),
                          h(
                              'span',
                              {},
                              h('b', {}, wireWord(event.wire)),
                              ' ',
                              eventText(event, store),
                          ),
                          h('span', {class: 'hint'}, actorText(store, event.actor)),
                      ),
                  ),
              ),
    ];
}

// What of a payload a person wants to read in one line.
function eventText({payload}, store) {
    const parts = [
        payload.call_sign,
        payload.kind && payload.due_by ? word('obligation', payload.kind) : '',
        payload.told ? `→ ${postText(store, payload.told)}` : '',
        payload.class_code ? className(store, payload.class_code) : '',
        payload.priority && !payload.call_sign ? payload.priority.toUpperCase() : '',
        payload.post_id ? postText(store, payload.post_id) : '',
        payload.extent ? word('extent', payload.extent) : '',
        payload.reason,
        payload.outcome,
        said(payload.text),
        payload.disposition
            ? pick(
                  store.catalogue.dispositions.find((entry) => entry.code === payload.disposition),
                  payload.disposition,
              )
            : '',
    ];
    return parts.filter(Boolean).join(' · ');
}

function actorText(store, actor) {
    if (actor.kind === 'clock') return word('actor', 'clock');
    if (actor.kind === 'policy' || actor.kind === 'system') return word('actor', 'policy');
    const who = actor.post_id ? postText(store, actor.post_id) : (actor.actor_id ?? '');
    const right = actor.under?.startsWith('pst_') ? postText(store, actor.under) : actor.under;
    const second = actor.approved_by ? `+ ${actor.approved_by}` : '';
    return [who, right ? `${t('under')} ${right}` : '', second].filter(Boolean).join(' ');
}
