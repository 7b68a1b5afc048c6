// With whom an incident is shared, how much of it and until when; each share can be ended here.
import {h} from './dom.js';
import {civil} from '../shared/clock.js';
import {postText} from './marks.js';
import {word} from './code_words.js';
import {t} from './words.js';

/** @param {{store: any, deeds: any, run: Function}} desk */
export function sharingOf(desk, incident) {
    const shares = incident.shared;
    return [
        h('h3', {}, t('shared_with')),
        shares.length === 0
            ? h('p', {class: 'hint'}, t('shared_with_nobody'))
            : h(
                  'ul',
                  {class: 'shares'},
                  shares.map((share) => shareLine(desk, incident, share)),
              ),
    ];
}

function shareLine(desk, incident, share) {
    // A share that follows an assignment ends with it: the unit is released, not the share withdrawn.
    const follows = share.assignment && !share.endsAt;
    const line = desk.deeds.line('end_sharing', incident, [], share.post);
    const deed = {verb: 'end_sharing', ok: true, incident, post: share.post};
    const until = follows
        ? t('share_follows', {assignment: share.assignment})
        : t('share_until', {time: civil(share.endsAt, true)});
    return h(
        'li',
        {},
        h('b', {}, postText(desk.store, share.post)),
        h('span', {class: 'hint'}, `${word('extent', share.extent)} · ${until}`),
        follows || !desk.store.rights.mayTo('end_sharing', incident)
            ? null
            : h(
                  'button',
                  {
                      class: 'plain',
                      type: 'button',
                      'data-focus': `unshare-${share.post}-${share.assignment}`,
                      on: {click: () => desk.run(deed, line)},
                  },
                  word('deed', 'end_sharing'),
                  h('code', {class: 'same'}, line),
              ),
    );
}
