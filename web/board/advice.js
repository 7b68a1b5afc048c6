// Who should go: ranked units with seconds and reasons, why not a nearer one, what is still missing, and
// which rings it leaves uncovered. A suggestion; a person decides. F8 sends the first choice.
import {fill, h, show, write} from './dom.js';
import {civil} from '../shared/clock.js';
import {recommendation} from './api.js';
import {seconds} from './marks.js';
import {troubleText, word} from './code_words.js';
import {pick, t} from './words.js';

export class Advice {
    /** @param {{store: any, deeds: any, run: (deed: any, line: string) => Promise<boolean>}} parts */
    constructor(parts) {
        Object.assign(this, parts);
        this.incident = null;
        this.said = null;
        this.title = h('h3', {id: 'advice-title'});
        this.note = h('span', {class: 'hint'});
        this.again = h('button', {class: 'plain', type: 'button', on: {click: () => this.load()}});
        this.body = h('div', {class: 'advice-body', 'aria-live': 'polite'});
        this.element = h(
            'section',
            {class: 'advice', 'aria-labelledby': 'advice-title'},
            h('div', {class: 'section-head'}, this.title, this.note, this.again),
            this.body,
        );
        this.words();
    }

    words() {
        write(this.title, t('advice'));
        write(this.again, t('refresh'));
        if (this.said) this.draw();
        else write(this.note, t('is_suggestion'));
    }

    /** Who cannot send anybody is not advised whom to send. */
    of(incident) {
        show(this.element, this.mayDispatch());
        if (!this.mayDispatch()) return;
        if (this.incident?.id === incident.id) {
            this.incident = incident;
            return;
        }
        this.incident = incident;
        this.said = null;
        this.load();
    }

    async load() {
        this.abort?.abort();
        const stop = (this.abort = new AbortController());
        if (!this.said) fill(this.body, h('p', {class: 'empty'}, t('loading')));
        this.again.disabled = true;
        try {
            this.said = await recommendation(this.incident.id, stop.signal);
            this.saidAt = this.said.at ?? this.store.now();
            this.draw();
        } catch (trouble) {
            if (stop.signal.aborted) return;
            this.said = null;
            fill(this.body, h('p', {class: 'trouble'}, t('load_failed', {why: troubleText(trouble)})));
        }
        this.again.disabled = false;
    }

    draw() {
        const {needs, gaps} = this.said;
        write(this.note, `${t('is_suggestion')} · ${t('advice_age', {time: civil(this.saidAt)})}`);
        const chosen = this.mayDispatch() ? needs.flatMap((need) => need.chosen) : [];
        const nobody = needs.every((need) => need.chosen.length + need.alternatives.length === 0);
        fill(
            this.body,
            needs.length === 0 ? h('p', {class: 'empty'}, t('advice_enough')) : null,
            needs.length > 0 && nobody ? h('p', {class: 'empty'}, t('advice_none')) : null,
            chosen.length > 0 ? this.sendAll(chosen) : null,
            needs.map((need) => this.need(need)),
            chosen.length > 0 ? this.price(gaps) : null,
        );
    }

    mayDispatch() {
        return this.store.rights.may('dispatch');
    }

    unitOf(proposal) {
        return this.store.units.get(proposal.unit) ?? {id: proposal.unit, callSign: proposal.callSign};
    }

    sendAll(chosen) {
        const units = chosen.map((proposal) => this.unitOf(proposal));
        const line = this.deeds.line('dispatch', this.incident, units);
        return h(
            'button',
            {class: 'primary wide send-first', type: 'button', on: {click: () => this.send(units)}},
            `${t('dispatch_all')} ${units.map((unit) => unit.callSign).join(' ')} `,
            h('kbd', {}, 'F8'),
            h('code', {class: 'same'}, line),
        );
    }

    /** The first choice, for the key. */
    sendFirst() {
        const chosen = (this.mayDispatch() && this.said?.needs.flatMap((need) => need.chosen)) || [];
        if (chosen.length > 0) this.send(chosen.map((proposal) => this.unitOf(proposal)));
    }

    async send(units) {
        const deed = {verb: 'dispatch', ok: true, incident: this.incident, units};
        if (await this.run(deed, this.deeds.line('dispatch', this.incident, units))) this.load();
    }

    need(need) {
        return h(
            'div',
            {class: 'need'},
            need.name ? h('h4', {}, needText(need.name, this.store)) : null,
            need.shortfall > 0
                ? h(
                      'p',
                      {class: 'shortfall'},
                      `◆ ${t('shortfall', {n: need.shortfall, name: needText(need.name, this.store)})}`,
                  )
                : null,
            h(
                'ol',
                {class: 'proposals'},
                need.chosen.map((proposal) => this.proposal(proposal, true)),
                need.alternatives.map((proposal) => this.proposal(proposal, false)),
            ),
        );
    }

    proposal(proposal, first) {
        const unit = this.unitOf(proposal);
        const reasons = [
            travelText(proposal),
            ...proposal.reasons.map((reason) => word('reason', reason.code, {n: figure(reason.figure)})),
        ].join(' · ');
        return h(
            'li',
            {class: first ? 'proposal is-first' : 'proposal'},
            h('span', {class: 'rank'}, t(first ? 'first_choice' : 'alternative')),
            h('b', {class: 'sign'}, proposal.callSign),
            h('span', {class: 'figures'}, t('arrives_in', {time: seconds(proposal.arrivesIn)})),
            first
                ? h('span', {class: 'spring'})
                : h(
                      'button',
                      {
                          class: 'plain',
                          type: 'button',
                          title: t('same_as', {line: this.deeds.line('dispatch', this.incident, [unit])}),
                          'aria-label': `${t('dispatch')} ${proposal.callSign}`,
                          on: {click: () => this.send([unit])},
                      },
                      t('dispatch'),
                  ),
            h('span', {class: 'reasons'}, reasons),
            proposal.passedOver.length > 0 ? this.passedOver(proposal.passedOver, first) : null,
        );
    }

    passedOver(others, open) {
        return h(
            'details',
            {open},
            h('summary', {}, `${t('why_not_nearer')} (${others.length})`),
            h(
                'ul',
                {},
                others.map((other) =>
                    h(
                        'li',
                        {},
                        h('b', {}, other.callSign),
                        ` ${travelText(other)} – `,
                        word('passed_over', other.code, {n: figure(other.figure), missing: other.missing}),
                    ),
                ),
            ),
        );
    }

    price(gaps) {
        return h(
            'div',
            {class: 'price'},
            h('h4', {}, t('price')),
            gaps.length === 0
                ? h('p', {class: 'hint'}, t('price_none'))
                : h(
                      'ul',
                      {},
                      gaps.map((gap) =>
                          h(
                              'li',
                              {},
                              h('span', {}, `◇ ${gapText(gap)}`),
                              h(
                                  'span',
                                  {class: 'hint'},
                                  gap.again === null
                                      ? t('price_never')
                                      : t('price_again', {
                                            time: seconds(gap.again),
                                            unit: this.signOf(gap.by),
                                        }),
                              ),
                          ),
                      ),
                  ),
        );
    }

    signOf(unitId) {
        return this.store.units.get(unitId)?.callSign ?? unitId.replace(/^unt_/, '');
    }
}

// "patrol_car|motorcycle+first_aid": any of these kinds, with this skill.
function needText(name, store) {
    const [kinds, skill] = name.split('+');
    const named = kinds
        .split('|')
        .filter(Boolean)
        .map((kind) => word('kind', kind))
        .join(' / ');
    return [
        named || t('any_unit'),
        skill
            ? pick(
                  store.catalogue.skills.find((entry) => entry.code === skill),
                  skill,
              )
            : '',
    ]
        .filter(Boolean)
        .join(' + ');
}

/** How long, and what that rests on: a road graph, or the straight line. */
const travelText = ({travel, travelBy}) =>
    travelBy
        ? word('travel_by', travelBy, {time: seconds(travel)})
        : t('travel_of', {time: seconds(travel)});

const figure = (value) =>
    Number.isInteger(value) ? String(value) : String(Math.round(Number(value) * 10) / 10);

function gapText({name, within, points}) {
    return t('price_gap', {ring: name || t('gap_ring_unnamed'), within, points});
}
