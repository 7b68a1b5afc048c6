// The oversight panel's part on outages: which deadlines fell due while the service was not there, each of
// them, and the person who has read them says what was done.
import {ask} from './http.js';
import {newKey} from '../shared/command_key.js';
import {h} from './dom.js';
import {civil} from '../shared/clock.js';
import {postText} from './marks.js';
import {word} from './code_words.js';
import {t} from './words.js';

const enc = encodeURIComponent;
const time = (text) => (text ? Date.parse(text) : null);

/** What nobody has reviewed, each with all that fell into it; null: this post may not read them. */
export async function outagesOf() {
    try {
        const {rows} = await ask('GET', '/v1/outages?only_open=true&limit=50');
        return await Promise.all(rows.map(({row}) => outageFrom(row)));
    } catch (trouble) {
        if (trouble.status === 403) return null;
        throw trouble;
    }
}

async function outageFrom(row) {
    const fell = [];
    let after = 0;
    do {
        const page = await ask('GET', `/v1/outages/${enc(row.outage_id)}/deadlines?after=${after}`);
        fell.push(...page.rows);
        after = page.next ?? 0;
    } while (after);
    return {
        id: row.outage_id,
        from: time(row.from),
        until: time(row.until),
        recoveredAt: time(row.recovered_at),
        reviewBy: time(row.review_by),
        fell,
    };
}

export const reviewOutage = (id, remark) =>
    ask('POST', `/v1/outages/${enc(id)}/review`, {body: {remark}, key: newKey(), purpose: 'supervision'});

/** @param panel the oversight panel */
export function outagesPart(panel) {
    const {outages} = panel.found;
    if (!outages) return null;
    return [
        h('h3', {}, t('outages_title')),
        outages.length === 0
            ? h('p', {class: 'hint'}, t('no_outages'))
            : h(
                  'ul',
                  {class: 'looks'},
                  outages.map((outage) => outageItem(panel, outage)),
              ),
    ];
}

function outageItem(panel, outage) {
    const review = () =>
        panel.deed(() => reviewOutage(outage.id, panel.remarks.get(outage.id) ?? ''), [outage.id]);
    const counted = (what) => outage.fell.filter((one) => one.what === what).length;
    return h(
        'li',
        {'data-outage': outage.id},
        h('b', {class: 'figures'}, `${civil(outage.from, true)} – ${civil(outage.until, true)}`),
        h(
            'span',
            {},
            t('outage_counts', {
                missed: counted('missed'),
                warned: counted('warned'),
                told: counted('told'),
            }),
        ),
        h(
            'span',
            {class: 'hint told'},
            [
                outage.recoveredAt ? '' : t('outage_not_recovered'),
                outage.reviewBy ? t('glass_review_by', {time: civil(outage.reviewBy, true)}) : '',
            ]
                .filter(Boolean)
                .join(' · '),
        ),
        h(
            'details',
            {class: 'told'},
            h('summary', {}, t('outage_deadlines')),
            h(
                'ol',
                {class: 'fell'},
                outage.fell.map((one) => fellItem(panel, one)),
            ),
        ),
        h(
            'span',
            {class: 'findings'},
            panel.remark(outage.id, t('outage_remark')),
            panel.button('outage_review', `review-${outage.id}`, review),
        ),
    );
}

function fellItem(panel, one) {
    return h(
        'li',
        {},
        h('time', {class: 'figures'}, civil(time(one.due_by), true)),
        ' ',
        word('fell', one.what),
        ' ',
        word('obligation', one.kind),
        ' ',
        h('code', {}, one.record),
        ' ',
        postText(panel.store, one.told ?? one.owner),
    );
}
