// The middle column: units, those with something to say first; filtered by what is wanted now.
import {h, later, show, write} from './dom.js';
import {span} from '../shared/clock.js';
import {Grid} from './grid.js';
import {initials} from './grammar.js';
import {areaText, changeMark, changeText, statusTag} from './marks.js';
import {word} from './code_words.js';
import {t} from './words.js';

const BUSY = new Set(['assigned', 'acknowledged', 'en_route', 'on_scene']);
const kinds = new Map([
    ['on_duty', (unit) => unit.status !== 'off_duty'],
    ['free', (unit) => unit.status === 'available'],
    ['busy', (unit) => BUSY.has(unit.status)],
    ['everyone', () => true],
]);
const order = {
    on_scene: 3,
    en_route: 2,
    acknowledged: 1,
    assigned: 0,
    available: 4,
    out_of_service: 5,
    off_duty: 6,
};

export class UnitList {
    constructor(store, {open, key, picked}) {
        this.store = store;
        this.kind = 'on_duty';
        this.text = '';
        this.picked = picked;
        this.title = h('h2', {id: 'units-title'});
        this.count = h('span', {class: 'count figures'});
        this.news = h('button', {class: 'news', type: 'button', on: {click: () => this.grid.letGo()}});
        this.search = h('input', {
            class: 'filter',
            type: 'search',
            autocomplete: 'off',
            spellcheck: 'false',
            on: {input: later(120, () => this.filter(this.search.value))},
        });
        this.choices = [...kinds.keys()].map((kind) =>
            h('button', {type: 'button', 'data-kind': kind, on: {click: () => this.choose(kind)}}),
        );
        this.choiceGroup = h('div', {class: 'choices', role: 'group'}, this.choices);
        this.empty = h('p', {class: 'empty'});
        this.heads = ['col_unit', 'col_status', 'col_for', 'col_incident', 'col_station'].map((key_) => [
            key_,
            h('span', {role: 'columnheader'}),
        ]);
        const header = h(
            'div',
            {class: 'grid-head', role: 'rowgroup'},
            h(
                'div',
                {class: 'unit-row', role: 'row', 'aria-rowindex': '1'},
                this.heads.map(([, element]) => element),
            ),
        );
        this.grid = new Grid({
            label: t('units'),
            rowHeight: 30,
            row: () => this.row(),
            open,
            key,
            header,
            held: (news) => this.heldNews(news),
        });
        this.element = h(
            'section',
            {class: 'column units', 'aria-labelledby': 'units-title'},
            h(
                'div',
                {class: 'column-head'},
                this.title,
                this.count,
                this.news,
                this.search,
                this.choiceGroup,
            ),
            this.empty,
            this.grid.element,
        );
        show(this.news, false);
        this.words();
    }

    words() {
        write(this.title, t('units'));
        this.grid.label(t('units'));
        this.search.placeholder = t('filter_hint');
        this.search.setAttribute('aria-label', t('filter_units'));
        this.choiceGroup.setAttribute('aria-label', t('filter_units'));
        for (const button of this.choices) write(button, t(button.dataset.kind));
        for (const [key, element] of this.heads) write(element, t(key));
    }

    heldNews(news) {
        show(this.news, news.length > 0);
        write(this.news, t('new_rows', {n: news.length}));
    }

    choose(kind) {
        this.kind = kind;
        this.grid.touchedAt = 0;
        this.update(this.store.now());
    }

    filter(text) {
        this.text = text.normalize('NFKC').toLowerCase().trim();
        if (this.search.value !== text) this.search.value = text;
        this.grid.touchedAt = 0;
        this.update(this.store.now());
    }

    row() {
        const status = statusTag();
        const parts = {
            sign: h('span', {class: 'sign'}),
            kind: h('span', {class: 'kind'}),
            age: h('span', {class: 'figures', role: 'gridcell'}),
            incident: h('span', {class: 'on-incident', role: 'gridcell'}),
            station: h('span', {class: 'station', role: 'gridcell'}),
        };
        const element = h(
            'div',
            {class: 'unit-row'},
            h('span', {class: 'unit-name', role: 'gridcell'}, parts.sign, parts.kind),
            h('span', {role: 'gridcell'}, status.element),
            parts.age,
            parts.incident,
            parts.station,
        );
        return {
            element,
            show: (unit, now) => {
                write(parts.sign, unit.callSign);
                write(parts.kind, word('kind', unit.kind));
                status.show(unit.status);
                write(parts.age, unit.since ? span(now - unit.since) : '–');
                write(parts.incident, this.incidentText(unit));
                parts.incident.title = changeText(unit);
                write(parts.station, areaText(this.store, unit.home));
                element.classList.toggle('is-panic', unit.panic);
            },
        };
    }

    incidentText(unit) {
        if (unit.panic) return `◆ ${t('panic')}`;
        const incident = this.store.incidents.get(unit.incident);
        if (!unit.incident) return '';
        const where = incident
            ? `${this.store.numbers.of(incident)} · ${incident.place || ''}`
            : unit.incident.slice(-4);
        return unit.change ? `${changeMark(unit)} · ${where}` : where;
    }

    /** Several words all have to fit; each may be the beginning letters of a Chinese name. */
    fits(unit) {
        if (!kinds.get(this.kind)(unit)) return false;
        if (!this.text) return true;
        const text = [unit.callSign, areaText(this.store, unit.home), word('kind', unit.kind), ...unit.skills]
            .join(' ')
            .toLowerCase();
        const short = initials(text);
        return this.text.split(/\s+/).every((part) => text.includes(part) || short.includes(part));
    }

    update(now) {
        const fitting = [...this.store.units.values()].filter((unit) => this.fits(unit)).sort(byNeed);
        write(this.count, `${fitting.length} / ${this.store.units.size}`);
        for (const button of this.choices)
            button.setAttribute('aria-pressed', String(button.dataset.kind === this.kind));
        this.grid.set(fitting, (unit) => unit.id, now);
        show(this.empty, fitting.length === 0);
        write(
            this.empty,
            !this.store.loaded ? t('loading') : t(this.store.units.size ? 'no_units' : 'no_units_at_all'),
        );
    }
}

const inOrder = new Intl.Collator('zh', {numeric: true});

function byNeed(a, b) {
    if (a.panic !== b.panic) return a.panic ? -1 : 1;
    return (
        (order[a.status] ?? 9) - (order[b.status] ?? 9) ||
        inOrder.compare(a.callSign, b.callSign)
    );
}
