// One incident, beside the lists: its facts, its clocks, who should go, who is on it, who called, what
// happened.
import {fill, h, keepingFocus, show, write} from './dom.js';
import {call as readCall, incident as readIncident, timeline as readTimeline} from './api.js';
import {civil, span} from '../shared/clock.js';
import {Advice} from './advice.js';
import {areaText, changeText, className, clockTag, postText, priorityBadge, statusTag} from './marks.js';
import {troubleText, word} from './code_words.js';
import {sharingOf} from './sharing.js';
import {timelineOf} from './timeline.js';
import {pick, said, t} from './words.js';

const STEPS = {
    assigned: ['acknowledge'],
    acknowledged: ['depart'],
    en_route: ['arrive'],
    on_scene: ['clear'],
};

export class Detail {
    /** @param {{store: any, deeds: any, run: Function, offer: Function, close: Function}} parts */
    constructor(parts) {
        Object.assign(this, parts);
        this.id = '';
        this.state = null;
        this.events = [];
        this.callTexts = new Map();
        this.advice = new Advice(parts);
        this.badge = priorityBadge();
        this.title = h('h2', {id: 'detail-title', tabindex: '-1'});
        this.closeButton = h('button', {class: 'plain', type: 'button', on: {click: () => this.close()}});
        this.trouble = h('p', {class: 'trouble', role: 'alert', hidden: true});
        this.parts = Object.fromEntries(
            ['facts', 'clocks', 'actions', 'units', 'sharing', 'calls', 'timeline'].map((name) => [
                name,
                h('section', {class: `detail-${name}`}),
            ]),
        );
        this.scroller = h(
            'div',
            {class: 'panel-scroller', tabindex: '0', role: 'group'},
            this.trouble,
            this.parts.facts,
            this.parts.clocks,
            this.advice.element,
            this.parts.units,
            this.parts.actions,
            this.parts.sharing,
            this.parts.calls,
            this.parts.timeline,
        );
        this.element = h(
            'section',
            {class: 'panel detail', 'aria-labelledby': 'detail-title', hidden: true},
            h('div', {class: 'panel-head'}, this.badge.element, this.title, this.closeButton),
            this.scroller,
        );
        this.words();
    }

    words() {
        write(this.closeButton, `${t('close_panel')} Esc`);
        this.scroller.setAttribute('aria-label', t('detail'));
        this.advice.words();
        if (this.id) this.draw(true);
    }

    get incident() {
        return this.store.incidents.get(this.id) ?? this.last;
    }

    open(incident) {
        const other = this.id !== incident.id;
        this.id = incident.id;
        this.last = incident;
        show(this.element, true);
        if (other) {
            this.state = null;
            this.events = [];
            this.callTexts.clear();
            this.scroller.scrollTop = 0;
            this.load();
        }
        this.advice.of(incident);
        this.draw(true);
    }

    shut() {
        this.id = '';
        this.abort?.abort();
        show(this.element, false);
    }

    async load() {
        this.abort?.abort();
        const stop = (this.abort = new AbortController());
        try {
            const state = await readIncident(this.id, stop.signal);
            const events = await readTimeline(
                this.id,
                (this.events[this.events.length - 1]?.version ?? 0) + 1,
                stop.signal,
            );
            this.state = state;
            this.events = this.events.concat(events);
            this.draw(true);
            await this.loadCalls(state.calls, stop.signal);
            show(this.trouble, false);
        } catch (trouble) {
            if (stop.signal.aborted) return;
            write(this.trouble, t('load_failed', {why: troubleText(trouble)}));
            show(this.trouble, true);
        }
        this.draw(true);
    }

    async loadCalls(ids, signal) {
        this.callsHidden = false;
        for (const id of ids.filter((other) => !this.callTexts.has(other)).slice(0, 20)) {
            try {
                this.callTexts.set(id, await readCall(id, signal));
            } catch (trouble) {
                if (trouble.status !== 403) throw trouble;
                this.callsHidden = true; // the incident is shared with this post, its callers are not
                return;
            }
        }
        for (const id of this.callTexts.keys()) if (!ids.includes(id)) this.callTexts.delete(id);
    }

    /** A change of this incident's stream. Each reading is recorded as a look, so a burst is read once. */
    heard({stream}) {
        if (!this.id || stream !== this.id || this.soon) return;
        this.soon = setTimeout(() => {
            this.soon = 0;
            if (this.id) this.load();
        }, 700);
    }

    tick(now) {
        if (!this.id || !this.incident) return;
        if (this.store.incidents.has(this.id)) this.last = this.store.incidents.get(this.id);
        for (const [owed, tag] of this.running ?? []) tag.show(owed, now, this.incident.openedAt);
        for (const [unit, cell] of this.ages ?? []) write(cell, unit.since ? span(now - unit.since) : '');
    }

    draw(force = false) {
        if (!this.id || !this.incident) return;
        const incident = this.incident;
        const signature = JSON.stringify([
            incident.version,
            this.store.unitsOn(this.id).map((unit) => unit.version),
            (this.store.owedByStream.get(this.id) ?? []).map((owed) => [owed.id, owed.missed]),
            this.store.areas.size,
        ]);
        if (!force && signature === this.drawn) return;
        this.drawn = signature;
        this.badge.show(this.state?.priority || incident.priority);
        write(this.title, `${this.store.numbers.of(incident)} ${className(this.store, incident.classCode)}`);
        keepingFocus(this.element, () => {
            fill(this.parts.facts, this.facts(incident));
            fill(this.parts.clocks, this.clocks());
            fill(this.parts.actions, this.actions(incident));
            fill(this.parts.units, this.units(incident));
            fill(this.parts.sharing, sharingOf(this, incident));
            fill(this.parts.calls, this.calls());
            fill(this.parts.timeline, timelineOf(this.store, this.events));
        });
        this.advice.of(incident);
        this.tick(this.store.now());
    }

    facts(incident) {
        const place = this.state?.place ?? {
            label: incident.place,
            point: incident.point,
            where: incident.where,
        };
        const {point} = place;
        const rows = [
            [t('report_place'), place.label || said(place.text) || t('unplaced')],
            place.text && place.label && place.text !== place.label
                ? [t('report_text_place'), said(place.text)]
                : null,
            [t('where'), areaText(this.store, place.where, ['district', 'station', 'beat']) || '–'],
            [
                t('point'),
                point
                    ? `${point.latitude.toFixed(5)}, ${point.longitude.toFixed(5)} (WGS-84)`
                    : t('no_point'),
            ],
            [t('opened_at'), incident.openedAt ? civil(incident.openedAt, true) : '–'],
            incident.level ? [t('level'), word('level', incident.level)] : null,
            ...(this.state?.answers ?? []).map((answered) => [
                this.question(answered.question),
                this.answer(answered),
            ]),
        ];
        return [
            this.store.incidents.has(this.id) ? null : h('p', {class: 'note'}, `◇ ${t('gone')}`),
            this.state?.duress || incident.silent ? h('p', {class: 'duress'}, `◆ ${t('silent')}`) : null,
            (incident.quiet ?? []).map((wish) => h('p', {class: 'note'}, `◇ ${t(wish)}`)),
            incident.contested ? h('p', {class: 'note'}, `◇ ${t('contested')}`) : null,
            this.state?.summary ? h('p', {class: 'summary'}, said(this.state.summary)) : null,
            h(
                'dl',
                {class: 'facts'},
                rows.filter(Boolean).map(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]),
            ),
        ];
    }

    question(id) {
        return pick(
            this.store.catalogue.questions.find((question) => question.id === id),
            id,
        );
    }

    answer({question, value}) {
        const known = this.store.catalogue.questions.find((other) => other.id === question);
        if (value === 'yes' || value === 'no') return t(`answer_${value}`);
        return pick(
            known?.choices?.find((choice) => choice.code === value),
            said(value),
        );
    }

    clocks() {
        this.running = [];
        const owed = [...(this.store.owedByStream.get(this.id) ?? [])].sort((a, b) => a.dueBy - b.dueBy);
        const running = owed.map((item) => {
            const tag = clockTag();
            this.running.push([item, tag]);
            return h('li', {}, tag.element, h('span', {class: 'hint'}, postText(this.store, item.owner)));
        });
        const phases = this.state?.phases ?? {};
        const since = phases.received_at ?? phases.opened_at;
        const met = [
            ['answered_at', 'answer'],
            ['dispatched_at', 'dispatch'],
            ['en_route_at', 'depart'],
            ['arrived_at', 'arrive'],
            ['closed_at', 'close'],
        ]
            .filter(([name]) => phases[name] && since)
            .map(([name, kind]) =>
                h(
                    'li',
                    {},
                    h(
                        'span',
                        {class: 'clock clock-met'},
                        `✓ ${word('obligation', kind)} `,
                        h('span', {class: 'figures'}, span(phases[name] - since)),
                    ),
                    h('span', {class: 'hint figures'}, civil(phases[name])),
                ),
            );
        const missed = (this.state?.missed ?? []).map((item) =>
            h(
                'li',
                {},
                h('span', {class: 'clock clock-late'}, `◆ ${word('obligation', item.kind)} ${t('late_by')}`),
                h('span', {class: 'hint figures'}, civil(item.dueBy)),
            ),
        );
        return [
            h('h3', {}, t('clocks')),
            h(
                'ul',
                {class: 'clocks'},
                running,
                missed,
                met,
                running.length + missed.length + met.length === 0
                    ? h('li', {class: 'hint'}, t('no_limit'))
                    : null,
            ),
        ];
    }

    /** Buttons that fill the line, so that the line is learnt, and what each stands for. */
    actions(incident) {
        const offers = [
            ['priority', ' '],
            ['note', ' '],
            ['share', ' '],
            ['close', ' '],
        ]
            .filter(([verb]) => this.store.rights.mayTo(verb, incident))
            .map(([verb, tail]) => this.offerOf(verb, tail, incident));
        return [h('h3', {class: 'unseen'}, t('actions')), h('div', {class: 'buttons'}, offers)];
    }

    offerOf(verb, tail, incident) {
        const line = this.deeds.line(verb, incident);
        return h(
            'button',
            {
                class: 'plain',
                type: 'button',
                'data-focus': `offer-${verb}`,
                on: {click: () => this.offer(line + tail)},
            },
            word('deed', verb),
            h('code', {class: 'same'}, line),
        );
    }

    units(incident) {
        this.ages = [];
        const units = this.store.unitsOn(this.id);
        const waiting = [...this.store.units.values()].filter((unit) => unit.waiting.includes(this.id));
        return [
            h('h3', {}, t('dispatched_units')),
            units.length + waiting.length === 0
                ? h('p', {class: 'hint'}, t('no_dispatched'))
                : h(
                      'ul',
                      {class: 'units-on'},
                      units.map((unit) => this.unit(unit)),
                      waiting.map((unit) => this.waits(unit, incident)),
                  ),
        ];
    }

    /** A unit that was given another incident first. */
    waits(unit, incident) {
        const line = this.deeds.line('resume', null, [unit]);
        return h(
            'li',
            {},
            h('b', {class: 'sign'}, unit.callSign),
            h('span', {class: 'status'}, `◇ ${t('waits_for_it')}`),
            this.store.rights.may('resume')
                ? h(
                      'button',
                      {
                          class: 'plain',
                          type: 'button',
                          'data-focus': `resume-${unit.id}`,
                          on: {
                              click: () =>
                                  this.run({verb: 'resume', ok: true, units: [unit], incident}, line),
                          },
                      },
                      word('deed', 'resume'),
                      h('code', {class: 'same'}, line),
                  )
                : null,
        );
    }

    /** A button that says the crew's next word. */
    step(verb, unit) {
        const line = this.deeds.line(verb, null, [unit]);
        return h(
            'button',
            {
                class: 'plain',
                type: 'button',
                'data-focus': `${verb}-${unit.id}`,
                on: {click: () => this.run({verb, ok: true, units: [unit]}, line)},
            },
            word('deed', verb),
            h('code', {class: 'same'}, line),
        );
    }

    unit(unit) {
        const tag = statusTag();
        tag.show(unit.status);
        const age = h('span', {class: 'figures'});
        this.ages.push([unit, age]);
        const {rights} = this.store;
        const steps = (STEPS[unit.status] ?? [])
            .filter((verb) => rights.may(verb))
            .map((verb) => this.step(verb, unit));
        if (unit.change && rights.may('know')) steps.unshift(this.step('know', unit));
        const release = this.deeds.line('release', null, [unit]);
        return h(
            'li',
            {},
            h('b', {class: 'sign'}, unit.callSign),
            tag.element,
            age,
            unit.change ? h('strong', {class: 'change'}, `▲ ${changeText(unit)}`) : null,
            steps,
            rights.may('release')
                ? h(
                      'button',
                      {
                          class: 'plain',
                          type: 'button',
                          'data-focus': `release-${unit.id}`,
                          on: {click: () => this.offer(`${release} `)},
                      },
                      word('deed', 'release'),
                      h('code', {class: 'same'}, release),
                  )
                : null,
        );
    }

    callsHint() {
        if (this.callsHidden) return t('calls_hidden');
        return this.state ? t('no_calls') : t('loading');
    }

    calls() {
        const calls = [...this.callTexts.values()];
        return [
            h('h3', {}, t('calls')),
            calls.length === 0
                ? h('p', {class: 'hint'}, this.callsHint())
                : h(
                      'ul',
                      {class: 'calls'},
                      calls.map((one) =>
                          h(
                              'li',
                              {},
                              h(
                                  'span',
                                  {class: 'hint'},
                                  h('time', {class: 'figures'}, one.receivedAt ? civil(one.receivedAt) : ''),
                                  ' ',
                                  word('channel', one.channel),
                                  one.callback ? ` · ${t('caller')} ${said(one.callback)}` : '',
                                  one.silent ? ` · ◆ ${t('silent')}` : '',
                              ),
                              h('p', {}, said(one.text)),
                          ),
                      ),
                  ),
        ];
    }
}
