// The left column: open incidents, by priority and then by age.
import {h, show, write} from './dom.js';
import {Grid} from './grid.js';
import {areaText, className, clockTag, priorityBadge, urgencyOf} from './marks.js';
import {t} from './words.js';
import {word} from './code_words.js';

export class IncidentList {
    constructor(store, {open, key}) {
        this.store = store;
        this.acknowledged = new Set(); // P1 that somebody at this desk has looked at
        this.title = h('h2', {id: 'incidents-title', tabindex: '-1'});
        this.count = h('span', {class: 'count figures'});
        this.news = h('button', {class: 'news', type: 'button', on: {click: () => this.grid.letGo()}});
        this.empty = h('p', {class: 'empty'});
        this.grid = new Grid({
            label: t('incidents'),
            rowHeight: 68,
            row: () => this.row(),
            open,
            key,
            held: (news) => this.heldNews(news),
        });
        this.element = h(
            'section',
            {class: 'column incidents', 'aria-labelledby': 'incidents-title'},
            h('div', {class: 'column-head'}, this.title, this.count, this.news),
            this.empty,
            this.grid.element,
        );
        show(this.news, false);
        this.words();
    }

    words() {
        write(this.title, t('incidents'));
        this.grid.label(t('incidents'));
    }

    /** New rows stand below while the order is held; a P1 among them is said aloud. */
    heldNews(news) {
        show(this.news, news.length > 0);
        const urgent = news.filter((incident) => incident.priority === 'p1').length;
        const first = urgent > 0 ? `◆ P1 ×${urgent} · ` : '';
        write(this.news, `${first}${t('new_rows', {n: news.length})} · ${t('resort')}`);
        this.news.classList.toggle('is-urgent', urgent > 0);
    }

    row() {
        const badge = priorityBadge();
        const clock = clockTag();
        const parts = {
            number: h('span', {class: 'number', role: 'gridcell'}),
            name: h('span', {class: 'name'}),
            flags: h('span', {class: 'flags'}),
            place: h('span', {class: 'place'}),
            where: h('span', {class: 'where'}),
            units: h('span', {class: 'on-it'}),
        };
        const element = h(
            'div',
            {class: 'incident-row'},
            parts.number,
            h('span', {class: 'line-one', role: 'gridcell'}, badge.element, parts.name, parts.flags),
            h('span', {class: 'line-clock', role: 'gridcell'}, clock.element),
            h('span', {class: 'line-two', role: 'gridcell'}, parts.place, parts.where),
            h('span', {class: 'line-units', role: 'gridcell'}, parts.units),
        );
        return {
            element,
            show: (incident, now, {gone}) => {
                const owed = this.store.nextOwed(incident.id);
                badge.show(incident.priority);
                clock.show(owed, now, incident.openedAt);
                write(parts.number, this.store.numbers.of(incident));
                write(parts.name, className(this.store, incident.classCode));
                write(parts.flags, this.flags(incident, gone));
                write(parts.place, incident.place || t('unplaced'));
                write(parts.where, areaText(this.store, incident.where));
                write(parts.units, this.unitsText(incident));
                element.classList.toggle('is-late', urgencyOf(owed, now) === 'late');
                element.classList.toggle('is-p1', incident.priority === 'p1');
                element.classList.toggle('is-calling', this.isCalling(incident) && !gone);
            },
        };
    }

    flags(incident, gone) {
        return [
            gone && t('gone'),
            incident.silent && t('silent'),
            incident.calls > 1 && t('calls_n', {n: incident.calls}),
        ]
            .filter(Boolean)
            .join(' · ');
    }

    unitsText(incident) {
        const units = this.store.unitsOn(incident.id);
        if (units.length === 0) return word('incident_status', 'waiting');
        const first = units
            .slice(0, 2)
            .map((unit) => `${unit.callSign} ${word('status', unit.status)}`)
            .join(' · ');
        return units.length > 2 ? `${first} +${units.length - 2}` : first;
    }

    /** A P1 that nobody has looked at and that has no unit: the one thing that may blink. */
    isCalling(incident) {
        return (
            incident.priority === 'p1' &&
            !this.acknowledged.has(incident.id) &&
            this.store.isWaiting(incident)
        );
    }

    acknowledge(id) {
        this.acknowledged.add(id);
    }

    nothing() {
        const {rights} = this.store;
        if (rights.sharedOnly) return 'nothing_shared';
        return rights.takesReports() ? 'no_incidents' : 'no_incidents_here';
    }

    update(now) {
        const incidents = [...this.store.incidents.values()].sort(byUrgency);
        write(this.count, String(incidents.length));
        this.grid.set(incidents, (incident) => incident.id, now);
        show(this.empty, incidents.length === 0);
        write(this.empty, this.store.loaded ? t(this.nothing()) : t('loading'));
    }
}

function byUrgency(a, b) {
    if (a.priority !== b.priority) return a.priority < b.priority ? -1 : 1;
    return (a.openedAt ?? 0) - (b.openedAt ?? 0) || (a.id < b.id ? -1 : 1);
}
