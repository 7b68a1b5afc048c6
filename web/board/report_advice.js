// What helps while a report is written: the place as the register knows it, open incidents that may be the same, the
// class its words speak for. Each asks the server a moment after the typing pauses; a late answer to an old question
// is dropped.
import {fill, h, write} from './dom.js';
import * as api from './api.js';
import {civil} from './clock.js';
import {seconds, className, areaText} from './marks.js';
import {troubleText, word} from './code_words.js';
import {pick, t} from './words.js';

/** Asks once things are quiet; only the latest question's answer counts. */
class Asker {
  constructor(pause, question, answered) {
    Object.assign(this, {pause, question, answered});
  }

  soon() {
    clearTimeout(this.timer);
    this.abort?.abort();
    this.timer = setTimeout(() => this.now(), this.pause);
  }

  async now() {
    const stop = this.abort = new AbortController();
    try {
      this.answered(await this.question(stop.signal), null);
    } catch (trouble) {
      if (!stop.signal.aborted) this.answered(null, trouble);
    }
  }
}

const MARKED = ['J', 'K', 'L'];

export class Ribbon {
  constructor(store, {draft, join}) {
    Object.assign(this, {store, draft, join});
    this.matches = [];
    this.title = h('h3', {id: 'ribbon-title'});
    this.body = h('div', {class: 'ribbon-body', 'aria-live': 'polite'});
    this.element = h('section', {class: 'ribbon', 'aria-labelledby': 'ribbon-title'}, this.title, this.body);
    this.asker = new Asker(350, (signal) => this.ask(signal), (matches, trouble) => this.draw(matches, trouble));
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
    return api.sameEvents({text: words, ...(place?.point ? {point: place.point} : {}),
      ...(classCode ? {class_code: classCode} : {}), ...(callback ? {callback} : {})}, signal);
  }

  draw(matches, trouble) {
    if (trouble) return fill(this.body, h('p', {class: 'hint'}, t('load_failed', {why: troubleText(trouble)})));
    this.matches = matches ?? [];
    const typed = !this.draft.isEmpty();
    fill(this.body, this.matches.length === 0 ? h('p', {class: 'hint'}, t(typed ? 'ribbon_none' : 'ribbon_wait'))
      : h('ol', {class: 'ribbon-cards'}, this.matches.map((match, index) => this.card(match, index))));
  }

  card(match, index) {
    const incident = this.store.incidents.get(match.incident);
    const far = match.metres === null ? '' : match.metres < 1000 ? t('metres_away', {m: Math.round(match.metres)})
      : t('km_away', {km: (match.metres / 1000).toFixed(1)});
    const facts = [far, match.age === null ? '' : t('ago', {time: seconds(match.age)}),
      match.sameCallback ? t('same_callback') : '', match.words.length > 0 ? t('ribbon_words', {list: match.words.join('、')}) : ''];
    return h('li', {class: 'ribbon-card'},
      h('b', {}, [incident ? this.store.numbers.of(incident) : '', className(this.store, match.classCode),
        match.open ? '' : `(${word('incident_status', 'closed')})`].filter(Boolean).join(' ')),
      h('span', {class: 'place'}, match.place),
      h('span', {class: 'hint'}, facts.filter(Boolean).join(' · ')),
      h('button', {class: 'plain', type: 'button', 'data-focus': `join-${match.incident}`,
        on: {click: () => this.join(match.incident)}}, t('ribbon_join'), ' ', h('kbd', {}, `Alt+${MARKED[index]}`)));
  }

  /** Alt+J, K or L: the first, second or third card. */
  joinByKey(letter) {
    const match = this.matches[MARKED.indexOf(letter.toUpperCase())];
    if (match) this.join(match.incident);
    return Boolean(match);
  }
}

export class PlaceAnswer {
  constructor(store, {draft, chosen}) {
    Object.assign(this, {store, draft, chosen});
    this.found = null;
    this.element = h('div', {class: 'place-answer', 'aria-live': 'polite', 'data-part': 'place'});
    this.asker = new Asker(300, (signal) => this.ask(signal), (found, trouble) => this.answered(found, trouble));
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
    if (trouble) return fill(this.element, h('p', {class: 'hint'}, t('load_failed', {why: troubleText(trouble)})));
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
    return !this.draft.now.place && (this.found?.candidates.length ?? 0) > 1;
  }

  draw() {
    const {place} = this.draft.now;
    const candidates = this.found?.candidates ?? [];
    if (candidates.length > 1) return this.drawChoice(candidates, place);
    if (place) return fill(this.element, this.settled(place));
    fill(this.element, this.found ? h('p', {class: 'hint'}, `◇ ${t('place_none')}`) : null);
  }

  settled(place) {
    return h('p', {class: 'settled'}, `✓ ${t('place_chosen')} `, h('b', {}, place.name || place.address), ' ',
      h('span', {class: 'hint'}, [place.name ? place.address : '',
        areaText(this.store, place.where, ['district', 'station', 'beat'])].filter(Boolean).join(' · ')));
  }

  /** The list stays when one is chosen, so that arrow keys can go on and a slip is mended by another choice. */
  drawChoice(candidates, place) {
    const at = this.element.contains(document.activeElement) ? document.activeElement.value : null;
    const listed = candidates.slice(0, 6);
    fill(this.element, h('fieldset', {class: place ? 'choices-list is-settled' : 'choices-list'},
      h('legend', {}, place ? `✓ ${t('place_chosen')}` : `◇ ${t('place_ask', {n: candidates.length})}`),
      listed.map((candidate, index) => h('label', {},
        h('input', {type: 'radio', name: 'place-candidate', value: String(index), checked: this.isChosen(candidate),
          on: {change: () => this.choose(candidate)}}),
        h('span', {}, h('b', {}, candidate.name || candidate.address), ' ', h('span', {class: 'hint'},
          [candidate.name ? candidate.address : '', areaText(this.store, candidate.where)].filter(Boolean).join(' · ')))))));
    if (at !== null) [...this.element.querySelectorAll('input')].find((input) => input.value === at)?.focus();
  }

  isChosen(candidate) {
    const {place} = this.draft.now;
    return Boolean(place) && place.placeId === candidate.placeId && place.address === candidate.address;
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
    this.element = h('section', {class: 'class-answer', 'aria-labelledby': 'class-title'},
      this.title, this.note, this.list, this.select);
    this.asker = new Asker(350, (signal) => this.ask(signal), (proposals, trouble) => this.answered(proposals, trouble));
    this.words();
  }

  words() {
    write(this.title, t('classes'));
    this.select.setAttribute('aria-label', t('other_class'));
    fill(this.select, h('option', {value: ''}, t('other_class')), this.store.catalogue.classes.map((entry) =>
      h('option', {value: entry.code}, `${(entry.priority || '').toUpperCase()} ${pick(entry, entry.code)}`)));
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
    fill(this.list, listed.map((proposal) => h('label', {class: 'class-choice'},
      h('input', {type: 'radio', name: 'class-proposal', value: proposal.code, checked: proposal.code === classCode,
        on: {change: () => this.choose(proposal.code)}}),
      h('span', {}, h('b', {}, pick(proposal.zh ? proposal : this.store.classEntry(proposal.code), proposal.code)), ' ',
        h('span', {class: `badge badge-${proposal.priority}`}, `${(proposal.priority || '').toUpperCase()} ${word('priority', proposal.priority)}`),
        proposal.urgency && proposal.urgency !== 'urgent' ? ` ${word('urgency', proposal.urgency)}` : '',
        proposal.words.length > 0 ? h('span', {class: 'hint'}, ` ${t('because_of', {list: proposal.words.join('、')})}`) : ''))));
    if (at) [...this.list.querySelectorAll('input')].find((input) => input.value === at)?.focus();
    write(this.note, this.trouble ? t('load_failed', {why: troubleText(this.trouble)})
      : listed.length > 0 ? '' : t(text.trim() ? 'classes_none' : 'classes_wait'));
    this.select.value = classCode || '';
  }
}

/** Earlier reports of the same number or place: shown when somebody asks, because each look is recorded. */
export class History {
  constructor(store, {draft}) {
    Object.assign(this, {store, draft});
    this.title = h('h3', {id: 'history-title'});
    this.button = h('button', {class: 'plain', type: 'button', on: {click: () => this.load()}});
    this.body = h('div', {class: 'history-body', 'aria-live': 'polite'});
    this.element = h('section', {class: 'history', 'aria-labelledby': 'history-title'},
      h('div', {class: 'section-head'}, this.title, this.button), this.body);
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
    fill(this.body, h('ul', {class: 'history-list'}, entries.map((entry) => h('li', {},
      h('time', {class: 'figures'}, civil(entry.at, true)), ' ', h('b', {}, className(this.store, entry.classCode)), ' ',
      h('span', {class: 'hint'}, [entry.sameNumber ? t('same_callback') : '', entry.samePlace ? t('same_place') : '',
        pick(this.store.catalogue.dispositions.find((known) => known.code === entry.disposition),
          entry.disposition || (entry.outcome && word('call_outcome', entry.outcome)))].filter(Boolean).join(' · '))))),
    more ? h('p', {class: 'hint'}, t('history_more')) : null);
  }
}
