// Rights and those who watch over them, beside the incidents: outages, broken glass, what waits for a second
// person, the day's looks that deserve an eye, what was given for a time. Parts that the post may not read
// are not there.
import {fill, h, keepingFocus, show, write} from './dom.js';
import {civil, civilDay} from '../shared/clock.js';
import {glassesOf, looksOf, oversightDeeds, ownRights, proposalsOf} from './oversight_api.js';
import {postText} from './marks.js';
import {outagesOf, outagesPart} from './outages.js';
import {remedyText, troubleText, word} from './code_words.js';
import {t} from './words.js';

const PARTS = ['outages', 'glass', 'proposals', 'looks', 'rights'];

export class Oversight {
    /** @param {{store: any, post: string, account: string, close: Function}} parts */
    constructor(parts) {
        Object.assign(this, parts);
        this.found = {};
        this.remarks = new Map();
        this.onlyOpen = true;
        this.opened = false;
        this.title = h('h2', {id: 'oversight-title', tabindex: '-1'});
        this.closeButton = h('button', {class: 'plain', type: 'button', on: {click: () => this.close()}});
        this.trouble = h('p', {class: 'trouble', role: 'alert', hidden: true});
        this.said = h('p', {class: 'hint', role: 'status'});
        this.parts = Object.fromEntries(
            PARTS.map((name) => [name, h('section', {class: `oversight-${name}`})]),
        );
        this.scroller = h(
            'div',
            {class: 'panel-scroller', tabindex: '0', role: 'group'},
            this.trouble,
            this.said,
            PARTS.map((name) => this.parts[name]),
        );
        this.element = h(
            'section',
            {class: 'panel oversight', 'aria-labelledby': 'oversight-title', hidden: true},
            h('div', {class: 'panel-head'}, this.title, this.closeButton),
            this.scroller,
        );
        this.words();
    }

    words() {
        write(this.title, t('oversight'));
        write(this.closeButton, `${t('close_panel')} Esc`);
        this.scroller.setAttribute('aria-label', t('oversight'));
        this.say(this.saying ?? '');
        if (this.opened) this.draw();
    }

    /** A text of words.js, so that it follows the language. */
    say(key) {
        this.saying = key;
        write(this.said, key ? t(key) : '');
    }

    open() {
        this.opened = true;
        this.day ??= civilDay(this.store.now());
        show(this.element, true);
        this.scroller.scrollTop = 0;
        this.say('');
        this.load();
        this.title.focus({preventScroll: true});
    }

    shut() {
        this.opened = false;
        show(this.element, false);
    }

    async load() {
        this.draw();
        try {
            const [outages, looks, glass, proposals, rights] = await Promise.all([
                outagesOf(),
                looksOf(this.day),
                glassesOf(),
                proposalsOf(),
                ownRights(),
            ]);
            this.found = {outages, looks, glass, proposals, rights};
            show(this.trouble, false);
        } catch (trouble) {
            this.tell(trouble);
        }
        if (this.opened) this.draw();
    }

    tell(trouble) {
        write(this.trouble, [troubleText(trouble), remedyText(trouble)].filter(Boolean).join(' '));
        show(this.trouble, true);
    }

    /** `spent`: what was written for it and is not needed again. */
    async deed(carryOut, spent = []) {
        show(this.trouble, false);
        try {
            await carryOut();
            for (const name of spent) this.remarks.delete(name);
            this.say('done');
        } catch (trouble) {
            this.say('');
            this.tell(trouble);
            return;
        }
        await this.load();
    }

    draw() {
        keepingFocus(this.scroller, () => {
            this.part('outages', outagesPart(this));
            this.part('glass', this.glass());
            this.part('proposals', this.proposals());
            this.part('looks', this.looks());
            this.part('rights', this.rights());
        });
    }

    part(name, children) {
        show(this.parts[name], children !== null);
        fill(this.parts[name], children ?? []);
    }

    /** The line a person writes before a finding; kept while the panel is drawn anew. */
    remark(id, label = t('remark')) {
        return h('input', {
            type: 'text',
            class: 'remark',
            'data-focus': `remark-${id}`,
            'aria-label': `${label} ${id}`,
            placeholder: label,
            maxlength: '300',
            value: this.remarks.get(id) ?? '',
            on: {input: (event) => this.remarks.set(id, event.target.value)},
        });
    }

    button(key, focus, action, kind = 'plain') {
        return h(
            'button',
            {class: kind, type: 'button', 'data-focus': focus, on: {click: action}},
            t(key),
        );
    }

    findings(id, send) {
        const judge = (finding) => this.deed(() => send(id, finding, this.remarks.get(id) ?? ''));
        return h(
            'span',
            {class: 'findings'},
            this.remark(id, t('remark_hint')),
            this.button('in_order', `order-${id}`, () => judge('in_order')),
            this.button('questioned', `question-${id}`, () => judge('questioned')),
        );
    }

    looks() {
        const {looks} = this.found;
        if (!looks) return null;
        const rows = looks.rows.filter((look) => !this.onlyOpen || !look.reviewed);
        return [
            h(
                'div',
                {class: 'section-head'},
                h('h3', {}, t('looks_title')),
                h('span', {class: 'hint'}, t('looks_count', looks)),
                h(
                    'label',
                    {},
                    `${t('looks_day')} `,
                    h('input', {
                        type: 'date',
                        id: 'looks-day',
                        'data-focus': 'looks-day',
                        value: this.day,
                        on: {
                            change: (event) => {
                                this.day = event.target.value || civilDay(this.store.now());
                                this.load();
                            },
                        },
                    }),
                ),
                h(
                    'label',
                    {class: 'switch'},
                    h('input', {
                        type: 'checkbox',
                        'data-focus': 'looks-open',
                        checked: this.onlyOpen,
                        on: {
                            change: (event) => {
                                this.onlyOpen = event.target.checked;
                                this.draw();
                            },
                        },
                    }),
                    t('looks_only_open'),
                ),
            ),
            rows.length === 0
                ? h('p', {class: 'hint'}, t('no_looks'))
                : h(
                      'ul',
                      {class: 'looks'},
                      rows.map((look) => this.look(look)),
                  ),
        ];
    }

    look(look) {
        return h(
            'li',
            {'data-look': look.id},
            h('time', {class: 'figures'}, civil(look.at)),
            h('b', {}, look.by),
            h('span', {}, postText(this.store, look.post)),
            h('code', {}, look.record),
            h(
                'span',
                {class: 'whys'},
                look.why.map((why) => h('span', {class: 'why'}, word('look_why', why))),
            ),
            h(
                'span',
                {class: 'hint told'},
                [
                    word('purpose', look.purpose),
                    look.reason || t('no_reason'),
                    look.under ? `${t('under')} ${look.under}` : '',
                ]
                    .filter(Boolean)
                    .join(' · '),
            ),
            look.reviewed ? found(look.reviewed) : this.findings(look.id, oversightDeeds.reviewLook),
        );
    }

    glass() {
        const {glass} = this.found;
        if (!glass) return null;
        return [
            h('h3', {}, t('glass_title')),
            glass.length === 0
                ? h('p', {class: 'hint'}, t('no_glass'))
                : h(
                      'ul',
                      {class: 'looks'},
                      glass.map((broken) => this.broken(broken)),
                  ),
        ];
    }

    broken(broken) {
        const state = broken.closedAt
            ? t('glass_closed', {time: civil(broken.closedAt)})
            : t('glass_open_until', {time: civil(broken.until)});
        return h(
            'li',
            {'data-glass': broken.id},
            h('time', {class: 'figures'}, civil(broken.at, true)),
            h('b', {}, broken.by),
            h('span', {}, postText(this.store, broken.post)),
            h('code', {}, broken.record),
            h('span', {class: 'told'}, broken.reason),
            h(
                'span',
                {class: 'hint told'},
                [state, broken.reviewBy ? t('glass_review_by', {time: civil(broken.reviewBy, true)}) : '']
                    .filter(Boolean)
                    .join(' · '),
            ),
            broken.reviewed ? found(broken.reviewed) : null,
            broken.reviewed || broken.by === this.account
                ? null
                : this.findings(broken.id, oversightDeeds.reviewGlass),
            broken.closedAt
                ? null
                : this.button('glass_close', `close-${broken.id}`, () =>
                      this.deed(() => oversightDeeds.closeGlass(broken.id)),
                  ),
        );
    }

    proposals() {
        const {proposals} = this.found;
        if (!proposals) return null;
        return [
            h('h3', {}, t('proposals_title')),
            proposals.waiting.length === 0
                ? h('p', {class: 'hint'}, t('no_proposals'))
                : h(
                      'ul',
                      {class: 'looks'},
                      proposals.waiting.map((proposal) => this.proposal(proposal)),
                  ),
            proposals.hindered.length === 0
                ? null
                : h(
                      'ul',
                      {class: 'looks'},
                      proposals.hindered.map((proposal) => this.proposal(proposal)),
                  ),
        ];
    }

    proposal(proposal) {
        const words = () => this.remarks.get(proposal.id) ?? '';
        return h(
            'li',
            {'data-proposal': proposal.id},
            h('time', {class: 'figures'}, civil(proposal.at, true)),
            h('b', {}, proposal.by),
            h('span', {}, word('command', proposal.command)),
            h('code', {}, proposal.target),
            h('span', {class: 'told'}, proposal.reason),
            h('code', {class: 'told'}, proposal.body),
            proposal.hinderedBy
                ? h('span', {class: 'told'}, t('proposal_hindered', {code: proposal.hinderedBy}))
                : h('span', {class: 'hint told'}, t('proposal_until', {time: civil(proposal.until, true)})),
            proposal.by === this.account || proposal.hinderedBy
                ? null
                : h(
                      'span',
                      {class: 'findings'},
                      this.remark(proposal.id),
                      this.button('approve', `approve-${proposal.id}`, () =>
                          this.deed(() => oversightDeeds.approve(proposal.id, words())),
                      ),
                      this.button('refuse', `refuse-${proposal.id}`, () =>
                          this.deed(() => oversightDeeds.refuse(proposal.id, words())),
                      ),
                  ),
        );
    }

    rights() {
        const rights = this.found.rights ?? [];
        return [
            h('h3', {}, t('rights_title')),
            rights.length === 0
                ? h('p', {class: 'hint'}, t('no_rights'))
                : h(
                      'ul',
                      {class: 'looks'},
                      rights.map((right) => this.right(right)),
                  ),
            this.delegateForm(),
            this.glassForm(),
        ];
    }

    right(right) {
        const given = right.givenBy === this.account;
        return h(
            'li',
            {'data-right': `${right.by}/${right.account}`},
            h('b', {}, right.record ? t('glass_title') : postText(this.store, right.by)),
            h('span', {}, given ? `→ ${right.account}` : ''),
            right.record ? h('code', {}, right.record) : null,
            h('span', {}, right.record ? '' : right.permissions.join(' ') || t('right_all')),
            h(
                'span',
                {class: 'hint told'},
                [
                    t('right_until', {time: civil(right.until, true)}),
                    right.givenBy && !given ? t('right_from', {who: right.givenBy}) : '',
                    right.reason,
                ]
                    .filter(Boolean)
                    .join(' · '),
            ),
            given
                ? this.button('withdraw', `withdraw-${right.by}-${right.account}`, () =>
                      this.deed(() => oversightDeeds.endDelegation(right.by, right.account)),
                  )
                : null,
        );
    }

    field(name, key, props = {}) {
        const input = h('input', {
            type: 'text',
            id: `oversight-${name}`,
            'data-focus': `oversight-${name}`,
            value: this.remarks.get(name) ?? '',
            on: {input: (event) => this.remarks.set(name, event.target.value)},
            ...props,
        });
        return h('label', {}, `${t(key)} `, input);
    }

    delegateForm() {
        const of = (name) => this.remarks.get(name) ?? '';
        const send = (event) => {
            event.preventDefault();
            const hours = Number(of('delegate-hours') || 1);
            this.deed(() =>
                oversightDeeds.delegate(
                    this.post,
                    of('delegate-to'),
                    this.store.now() + hours * 3_600_000,
                    of('delegate-reason'),
                ),
                ['delegate-to', 'delegate-hours', 'delegate-reason'],
            );
        };
        return h(
            'form',
            {class: 'oversight-form', on: {submit: send}},
            h('h4', {}, t('delegate_form')),
            this.field('delegate-to', 'delegate_to', {placeholder: 'acc_'}),
            this.field('delegate-hours', 'delegate_hours', {inputmode: 'decimal', placeholder: '1'}),
            this.field('delegate-reason', 'reason'),
            h('button', {class: 'plain', type: 'submit', 'data-focus': 'delegate-send'}, t('delegate')),
        );
    }

    glassForm() {
        const of = (name) => this.remarks.get(name) ?? '';
        const send = (event) => {
            event.preventDefault();
            this.deed(
                () => oversightDeeds.breakGlass(of('glass-record'), of('glass-reason')),
                ['glass-record', 'glass-reason'],
            );
        };
        return h(
            'form',
            {class: 'oversight-form', on: {submit: send}},
            h('h4', {}, t('glass_form')),
            this.field('glass-record', 'record_id', {placeholder: 'inc_'}),
            this.field('glass-reason', 'reason'),
            h('button', {class: 'plain', type: 'submit', 'data-focus': 'glass-send'}, t('glass_break')),
            h('p', {class: 'hint'}, t('glass_warning')),
        );
    }
}

function found(reviewed) {
    return h(
        'span',
        {class: reviewed.finding === 'questioned' ? 'why' : 'hint'},
        [t(`found_${reviewed.finding}`), reviewed.remark, reviewed.reviewed_by].filter(Boolean).join(' · '),
    );
}
