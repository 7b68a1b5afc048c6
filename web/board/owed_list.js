// The right column: what breaks next, whoever owes it. Broken limits first, the oldest breach on top. Or the
// reports that wait for an outcome, each one step from being taken.
import {h, show, write} from './dom.js';
import {span} from '../shared/clock.js';
import {Grid} from './grid.js';
import {className, postText, urgencyOf} from './marks.js';
import {troubleText, word} from './code_words.js';
import {currentLanguage, keep, remembered, t} from './words.js';

const kinds = new Map([
    ['owed_all', () => true],
    ['owed_next', (owed, now) => owed.dueBy > now],
    ['owed_late', (owed, now) => owed.dueBy <= now],
    ['owed_mine', (owed, now, store) => store.isMine(owed)],
]);
const REPORTS = 'owed_reports'; // another list under the same head

export class OwedList {
    constructor(store, {open}) {
        this.store = store;
        this.title = h('h2', {id: 'owed-title'});
        this.count = h('span', {class: 'count figures'});
        const kept = remembered('anlan.owed');
        this.kind = kinds.has(kept) || kept === REPORTS ? kept : 'owed_all';
        const lists = store.rights.takesReports() ? [...kinds.keys(), REPORTS] : [...kinds.keys()];
        if (!lists.includes(this.kind)) this.kind = 'owed_all';
        this.choices = lists.map((kind) =>
            h('button', {type: 'button', 'data-kind': kind, on: {click: () => this.choose(kind)}}),
        );
        this.choiceGroup = h('div', {class: 'choices', role: 'group'}, this.choices);
        this.empty = h('p', {class: 'empty'});
        this.news = h('button', {class: 'news', type: 'button', on: {click: () => this.grid.letGo()}});
        this.grid = new Grid({
            label: t('owed'),
            rowHeight: 50,
            row: () => this.row(),
            open,
            held: (news) => this.heldNews(news),
        });
        this.element = h(
            'section',
            {class: 'column owed', 'aria-labelledby': 'owed-title'},
            h('div', {class: 'column-head'}, this.title, this.count, this.news, this.choiceGroup),
            this.empty,
            this.grid.element,
        );
        show(this.news, false);
        this.words();
    }

    heldNews(news) {
        show(this.news, news.length > 0);
        write(this.news, t('new_rows', {n: news.length}));
    }

    words() {
        write(this.title, t('owed'));
        this.grid.label(t('owed'));
        this.choiceGroup.setAttribute('aria-label', t('owed_filter'));
    }

    row() {
        const parts = {
            mark: h('span', {class: 'clock-mark', 'aria-hidden': 'true'}),
            kind: h('span', {class: 'kind'}),
            record: h('span', {class: 'record'}),
            owner: h('span', {class: 'owner', role: 'gridcell'}),
            left: h('span', {class: 'left'}),
            figures: h('span', {class: 'figures'}),
        };
        const element = h(
            'div',
            {class: 'owed-row'},
            h('span', {class: 'owed-what', role: 'gridcell'}, parts.mark, parts.kind, parts.record),
            h('span', {class: 'owed-left', role: 'gridcell'}, parts.left, parts.figures),
            parts.owner,
        );
        return {
            element,
            show: (owed, now) => {
                const urgency = urgencyOf(owed.dueBy === null ? null : owed, now);
                write(parts.mark, {late: '◆', soon: '◇'}[urgency] ?? '');
                write(parts.kind, word('obligation', owed.kind));
                write(parts.record, this.record(owed));
                write(
                    parts.owner,
                    postText(this.store, owed.owner) + (owed.climbed > 0 ? ` ↑${owed.climbed}` : ''),
                );
                const dated = owed.dueBy !== null; // a report may wait without owing anything
                write(parts.left, t(!dated ? 'elapsed' : urgency === 'late' ? 'late_by' : 'due_in'));
                const figures = span(now - (dated ? owed.dueBy : owed.since));
                write(parts.figures, (urgency === 'late' ? '+' : '') + figures);
                element.classList.toggle('is-late', urgency === 'late');
                element.classList.toggle('is-soon', urgency === 'soon');
            },
        };
    }

    record({stream}) {
        const incident = this.store.incidents.get(stream);
        if (incident)
            return [
                `${this.store.numbers.of(incident)} ${className(this.store, incident.classCode)}`,
                incident.place,
            ]
                .filter(Boolean)
                .join(' · ');
        const call = this.store.calls.get(stream);
        if (call) return callText(this.store, call);
        return this.store.units.get(stream)?.callSign ?? stream.slice(-4);
    }

    choose(kind) {
        this.kind = kind;
        keep('anlan.owed', kind);
        this.grid.touchedAt = 0;
        this.update(this.store.now());
    }

    update(now) {
        const all = [...this.store.owed].sort((a, b) => a.dueBy - b.dueBy || (a.id < b.id ? -1 : 1));
        const reports = this.store.waitingReports();
        const listOf = (kind) =>
            kind === REPORTS ? reports : all.filter((item) => kinds.get(kind)(item, now, this.store));
        for (const button of this.choices) {
            const {kind} = button.dataset;
            write(button, t(kind, {n: listOf(kind).length}));
            button.setAttribute('aria-pressed', String(kind === this.kind));
        }
        const owed = listOf(this.kind);
        write(this.count, String(owed.length));
        this.grid.set(owed, (item) => item.id, now);
        const {loaded} = this.store;
        const owedTrouble = this.kind === REPORTS ? null : this.store.owedTrouble;
        const none = this.kind === REPORTS ? 'no_reports' : 'no_owed';
        show(this.empty, owed.length === 0 || Boolean(owedTrouble));
        write(
            this.empty,
            owedTrouble ? t('load_failed', {why: troubleText(owedTrouble)}) : t(loaded ? none : 'loading'),
        );
    }
}

// "电话报警 · 走失儿童 · 静默/胁迫"
function callText(store, call) {
    const parts = [
        `${word('channel', call.channel)}${currentLanguage() === 'zh' ? '' : ' '}${t('call')}`,
        call.classCode ? className(store, call.classCode) : '',
        call.place,
        call.duress ? `◆ ${t('silent')}` : '',
    ];
    return parts.filter(Boolean).join(' · ');
}
