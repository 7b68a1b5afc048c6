// What helps while a report is written: the place as the register knows it, and the class that its words
// speak for. Each asks the server a moment after the typing pauses; a late answer to an old question is
// dropped.
import {fill, h, write} from './dom.js';
import * as api from './api.js';
import {Asker} from './asker.js';
import {areaText, priorityBadge} from './marks.js';
import {troubleText, word} from './code_words.js';
import {pick, t} from './words.js';

const LISTED_MAX = 8;

export class PlaceAnswer {
    constructor(store, {draft, chosen}) {
        Object.assign(this, {store, draft, chosen});
        this.found = null;
        this.element = h('div', {class: 'place-answer', 'aria-live': 'polite', 'data-part': 'place'});
        this.asker = new Asker(
            300,
            (signal) => this.ask(signal),
            (found, trouble) => this.answered(found, trouble),
        );
    }

    soon() {
        this.found = null;
        if (this.draft.now.placeText.trim().length < 2) return fill(this.element);
        fill(this.element, h('p', {class: 'hint'}, t('place_searching')));
        this.asker.soon();
    }

    ask(signal) {
        const text = this.draft.now.placeText.trim();
        return text.length < 2 ? null : api.addresses(text, signal);
    }

    answered(found, trouble) {
        if (trouble)
            return fill(this.element, h('p', {class: 'hint'}, t('load_failed', {why: troubleText(trouble)})));
        this.found = found;
        if (found?.settled) this.choose(found.settled);
        else this.draw();
    }

    choose(place) {
        this.draft.change({place});
        this.draw();
        this.chosen();
    }

    /** Several places fit and the person has not said which. */
    isUnsettled() {
        return !this.draft.now.place && (this.found?.candidates.length ?? 0) > 0;
    }

    draw() {
        const {place} = this.draft.now;
        const candidates = this.found?.candidates ?? [];
        if (place && candidates.length <= 1) return fill(this.element, this.settled(place));
        if (candidates.length > 0) return this.drawChoice(candidates, place);
        fill(this.element, this.found ? h('p', {class: 'hint'}, `◇ ${t('place_none')}`) : null);
    }

    settled(place) {
        return h(
            'p',
            {class: 'settled'},
            `✓ ${t('place_chosen')} `,
            h('b', {}, place.name),
            ' ',
            h('span', {class: 'hint'}, this.facts(place, ['district', 'station', 'beat'])),
        );
    }

    /** Where it lies, and how exact the point is where it is less than the place itself. */
    facts(place, parts) {
        const exact =
            place.precision === 'place' || place.precision === 'number' || place.precision === 'crossing';
        return [
            place.group,
            areaText(this.store, place.where, parts),
            exact ? '' : word('precision', place.precision),
        ]
            .filter(Boolean)
            .join(' · ');
    }

    /**
     * The list stays when one is chosen, so that arrow keys can go on and a slip is mended by another
     * choice.
     */
    drawChoice(candidates, place) {
        const at = this.element.contains(document.activeElement) ? document.activeElement.value : null;
        const listed = candidates.slice(0, LISTED_MAX);
        fill(
            this.element,
            h(
                'fieldset',
                {class: place ? 'choices-list is-settled' : 'choices-list'},
                h(
                    'legend',
                    {},
                    place ? `✓ ${t('place_chosen')}` : `◇ ${t('place_ask', {n: candidates.length})}`,
                ),
                listed.map((candidate, index) =>
                    h(
                        'label',
                        {},
                        h('input', {
                            type: 'radio',
                            name: 'place-candidate',
                            value: String(index),
                            checked: this.isChosen(candidate),
                            on: {change: () => this.choose(candidate)},
                        }),
                        h(
                            'span',
                            {},
                            h('b', {}, candidate.name),
                            ' ',
                            h('span', {class: 'hint'}, this.facts(candidate, ['district', 'station'])),
                        ),
                    ),
                ),
                candidates.length > listed.length
                    ? h('p', {class: 'hint'}, t('place_more', {n: candidates.length - listed.length}))
                    : null,
            ),
        );
        if (at !== null)
            [...this.element.querySelectorAll('input')].find((input) => input.value === at)?.focus();
    }

    isChosen(candidate) {
        const {place} = this.draft.now;
        return Boolean(place) && place.placeId === candidate.placeId && place.name === candidate.name;
    }
}

export class ClassAnswer {
    constructor(store, {draft, chosen}) {
        Object.assign(this, {store, draft, chosen});
        this.proposals = [];
        this.title = h('h3', {id: 'class-title'});
        this.list = h('div', {class: 'class-list', role: 'radiogroup', 'aria-labelledby': 'class-title'});
        this.note = h('p', {class: 'hint', 'aria-live': 'polite'});
        this.select = h('select', {on: {change: () => this.choose(this.select.value)}});
        this.element = h(
            'section',
            {class: 'class-answer', 'aria-labelledby': 'class-title'},
            this.title,
            this.note,
            this.list,
            this.select,
        );
        this.asker = new Asker(
            350,
            (signal) => this.ask(signal),
            (proposals, trouble) => this.answered(proposals, trouble),
        );
        this.words();
    }

    words() {
        write(this.title, t('classes'));
        this.select.setAttribute('aria-label', t('other_class'));
        fill(
            this.select,
            h('option', {value: ''}, t('other_class')),
            this.store.catalogue.classes.map((entry) =>
                h(
                    'option',
                    {value: entry.code},
                    `${(entry.priority || '').toUpperCase()} ${pick(entry, entry.code)}`,
                ),
            ),
        );
        this.draw();
    }

    soon() {
        this.asker.soon();
    }

    ask(signal) {
        const text = this.draft.now.text.trim();
        return text.length < 2 ? [] : api.classifications(text, signal);
    }

    answered(proposals, trouble) {
        this.proposals = proposals ?? [];
        this.trouble = trouble;
        this.draw();
    }

    choose(code) {
        if (!code) return;
        this.draft.change({classCode: code});
        this.draw();
        this.chosen();
    }

    focus() {
        (this.list.querySelector('input') ?? this.select).focus();
    }

    draw() {
        const {classCode, text} = this.draft.now;
        const at = document.activeElement?.name === 'class-proposal' ? document.activeElement.value : '';
        const listed = this.proposals.slice(0, 4);
        if (classCode && !listed.some((proposal) => proposal.code === classCode))
            listed.push({code: classCode, words: [], ...this.store.classEntry(classCode)});
        fill(
            this.list,
            listed.map((proposal) =>
                h(
                    'label',
                    {class: 'class-choice'},
                    h('input', {
                        type: 'radio',
                        name: 'class-proposal',
                        value: proposal.code,
                        checked: proposal.code === classCode,
                        on: {change: () => this.choose(proposal.code)},
                    }),
                    h(
                        'span',
                        {},
                        h(
                            'b',
                            {},
                            pick(
                                proposal.zh ? proposal : this.store.classEntry(proposal.code),
                                proposal.code,
                            ),
                        ),
                        ' ',
                        proposal.priority ? badgeOf(proposal.priority) : null,
                        proposal.urgency && proposal.urgency !== 'urgent'
                            ? ` ${word('urgency', proposal.urgency)}`
                            : '',
                        proposal.words.length > 0
                            ? h(
                                  'span',
                                  {class: 'hint'},
                                  ` ${t('because_of', {list: proposal.words.join('、')})}`,
                              )
                            : '',
                    ),
                ),
            ),
        );
        if (at) [...this.list.querySelectorAll('input')].find((input) => input.value === at)?.focus();
        write(
            this.note,
            this.trouble
                ? t('load_failed', {why: troubleText(this.trouble)})
                : listed.length > 0
                  ? ''
                  : t(text.trim() ? 'classes_none' : 'classes_wait'),
        );
        this.select.value = classCode || '';
    }
}

function badgeOf(priority) {
    const badge = priorityBadge();
    badge.show(priority);
    return badge.element;
}
