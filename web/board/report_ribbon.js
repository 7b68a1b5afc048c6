// Beside a report that is being written: open incidents that may be the same event, and, if somebody asks,
// what was reported before from the same number or place.
import {fill, h, write} from './dom.js';
import * as api from './api.js';
import {Asker} from './asker.js';
import {civil} from '../shared/clock.js';
import {className, seconds} from './marks.js';
import {troubleText, word} from './code_words.js';
import {pick, t} from './words.js';

const MARKED = ['J', 'K', 'L'];

export class Ribbon {
    constructor(store, {draft, join}) {
        Object.assign(this, {store, draft, join});
        this.matches = [];
        this.title = h('h3', {id: 'ribbon-title'});
        this.body = h('div', {class: 'ribbon-body', 'aria-live': 'polite'});
        this.element = h(
            'section',
            {class: 'ribbon', 'aria-labelledby': 'ribbon-title'},
            this.title,
            this.body,
        );
        this.asker = new Asker(
            350,
            (signal) => this.ask(signal),
            (matches, trouble) => this.draw(matches, trouble),
        );
        this.words();
    }

    words() {
        write(this.title, t('ribbon'));
        this.draw(this.matches, null);
    }

    soon() {
        this.asker.soon();
    }

    async ask(signal) {
        const {text, placeText, place, classCode, callback} = this.draft.now;
        const words = [text, placeText].filter(Boolean).join(' ');
        if (words.trim().length < 2) return [];
        return api.sameEvents(
            {
                text: words,
                ...(place?.point ? {point: place.point} : {}),
                ...(classCode ? {class_code: classCode} : {}),
                ...(callback ? {callback} : {}),
            },
            signal,
        );
    }

    draw(matches, trouble) {
        if (trouble)
            return fill(this.body, h('p', {class: 'hint'}, t('load_failed', {why: troubleText(trouble)})));
        this.matches = matches ?? [];
        const typed = !this.draft.isEmpty();
        fill(
            this.body,
            this.matches.length === 0
                ? h('p', {class: 'hint'}, t(typed ? 'ribbon_none' : 'ribbon_wait'))
                : h(
                      'ol',
                      {class: 'ribbon-cards'},
                      this.matches.map((match, index) => this.card(match, index)),
                  ),
        );
    }

    card(match, index) {
        const incident = this.store.incidents.get(match.incident);
        const far =
            match.metres === null
                ? ''
                : match.metres < 1000
                  ? t('metres_away', {m: Math.round(match.metres)})
                  : t('km_away', {km: (match.metres / 1000).toFixed(1)});
        const facts = [
            far,
            match.age === null ? '' : t('ago', {time: seconds(match.age)}),
            match.sameCallback ? t('same_callback') : '',
            match.words.length > 0 ? t('ribbon_words', {list: match.words.join('、')}) : '',
        ];
        return h(
            'li',
            {class: 'ribbon-card'},
            h(
                'b',
                {},
                [
                    incident ? this.store.numbers.of(incident) : '',
                    className(this.store, match.classCode),
                    match.open ? '' : `(${word('incident_status', 'closed')})`,
                ]
                    .filter(Boolean)
                    .join(' '),
            ),
            h('span', {class: 'place'}, match.place),
            h('span', {class: 'hint'}, facts.filter(Boolean).join(' · ')),
            h(
                'button',
                {
                    class: 'plain',
                    type: 'button',
                    'data-focus': `join-${match.incident}`,
                    on: {click: () => this.join(match.incident)},
                },
                t('ribbon_join'),
                ' ',
                h('kbd', {}, `Alt+${MARKED[index]}`),
            ),
        );
    }

    /** Alt+J, K or L: the first, second or third card. */
    joinByKey(letter) {
        const match = this.matches[MARKED.indexOf(letter.toUpperCase())];
        if (match) this.join(match.incident);
        return Boolean(match);
    }
}

/** Earlier reports of the same number or place: shown when somebody asks, because each look is recorded. */
export class History {
    constructor(store, {draft}) {
        Object.assign(this, {store, draft});
        this.title = h('h3', {id: 'history-title'});
        this.button = h('button', {class: 'plain', type: 'button', on: {click: () => this.load()}});
        this.body = h('div', {class: 'history-body', 'aria-live': 'polite'});
        this.element = h(
            'section',
            {class: 'history', 'aria-labelledby': 'history-title'},
            h('div', {class: 'section-head'}, this.title, this.button),
            this.body,
        );
        this.words();
    }

    words() {
        write(this.title, t('history'));
        write(this.button, t('history_look'));
        this.clear();
    }

    clear() {
        fill(this.body, h('p', {class: 'hint'}, t('history_hint')));
    }

    /** The call is received first: a look belongs to a call. */
    async load() {
        if (this.draft.isEmpty()) return;
        this.button.disabled = true;
        fill(this.body, h('p', {class: 'hint'}, t('loading')));
        try {
            await this.draft.receive();
            await this.draft.bringUpToDate('look');
            this.draw(await api.history(this.draft.now.call));
        } catch (trouble) {
            fill(this.body, h('p', {class: 'trouble'}, t('load_failed', {why: troubleText(trouble)})));
        }
        this.button.disabled = false;
    }

    draw({entries, more}) {
        if (entries.length === 0) return fill(this.body, h('p', {class: 'hint'}, t('history_none')));
        fill(
            this.body,
            h(
                'ul',
                {class: 'history-list'},
                entries.map((entry) =>
                    h(
                        'li',
                        {},
                        h('time', {class: 'figures'}, civil(entry.at, true)),
                        ' ',
                        h('b', {}, className(this.store, entry.classCode)),
                        ' ',
                        h(
                            'span',
                            {class: 'hint'},
                            [
                                entry.sameNumber ? t('same_callback') : '',
                                entry.samePlace ? t('same_place') : '',
                                pick(
                                    this.store.catalogue.dispositions.find(
                                        (known) => known.code === entry.disposition,
                                    ),
                                    entry.disposition ||
                                        (entry.outcome && word('call_outcome', entry.outcome)),
                                ),
                            ]
                                .filter(Boolean)
                                .join(' · '),
                        ),
                    ),
                ),
            ),
            more ? h('p', {class: 'hint'}, t('history_more')) : null,
        );
    }
}
