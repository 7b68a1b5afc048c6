// Taking a report (F2): what is said, where, what it may be, what to ask, and what becomes of it. All of it
// by keyboard; nothing typed is lost; nothing is sent twice.
import {call as readCall} from './api.js';
import {remedyText, troubleText, word} from './code_words.js';
import {composing, fill, h, show, write} from './dom.js';
import {Draft} from './draft.js';
import {newKey} from '../shared/command_key.js';
import {className} from './marks.js';
import {ClassAnswer, PlaceAnswer} from './report_advice.js';
import {History, Ribbon} from './report_ribbon.js';
import {incidentOfCall, requests} from './requests.js';
import {pick, t} from './words.js';

const CHANNELS = ['phone', 'text', 'web', 'walk_in', 'group_message', 'agency', 'officer'];

export class Report {
    /**
     * @param {{store: any, deeds: any, account: string, say: Function, opened: Function, close: Function}}
     *     parts
     */
    constructor(parts) {
        Object.assign(this, parts);
        this.draft = new Draft(this.account);
        this.joined = null; // {call, incident} after a join, until the next report
        this.sending = false;
        this.noted = '';
        this.makeFields();
        this.ribbon = new Ribbon(this.store, {draft: this.draft, join: (incident) => this.joinTo(incident)});
        const chosen = () => {
            write(this.trouble, '');
            this.note('');
            this.drawQuestions();
            this.ribbon.soon();
        };
        this.placeAnswer = new PlaceAnswer(this.store, {draft: this.draft, chosen});
        this.classAnswer = new ClassAnswer(this.store, {draft: this.draft, chosen});
        this.history = new History(this.store, {draft: this.draft});
        this.title = h('h2', {id: 'report-title', tabindex: '-1'});
        this.kept = h('span', {class: 'hint', role: 'status'});
        this.trouble = h('p', {class: 'trouble', role: 'alert'});
        this.questionsTitle = h('h3', {id: 'questions-title'});
        this.questions = h('div', {class: 'questions'});
        this.outcomes = h('div', {class: 'outcomes', role: 'group'});
        this.more = h('div', {class: 'outcome-more'});
        this.joinedBar = h('div', {class: 'joined-bar', role: 'status', hidden: true});
        this.closeButton = h('button', {class: 'plain', type: 'button', on: {click: () => this.close()}});
        this.clearButton = h('button', {class: 'plain', type: 'button', on: {click: () => this.clear()}});
        this.element = this.layOut();
        this.words();
        this.restore();
    }

    makeFields() {
        const changed = (action) => ({input: action, change: action});
        this.channel = h('select', {
            id: 'report-channel',
            on: changed(() => this.keep({channel: this.channel.value})),
        });
        this.text = h('textarea', {id: 'report-text', rows: '4', on: {input: () => this.textChanged()}});
        this.place = h('input', {
            id: 'report-place',
            type: 'text',
            autocomplete: 'off',
            spellcheck: 'false',
            on: {input: () => this.placeChanged()},
        });
        this.callback = h('input', {
            id: 'report-callback',
            type: 'tel',
            autocomplete: 'off',
            on: {
                input: () => {
                    this.keep({callback: this.callback.value});
                    this.ribbon.soon();
                },
            },
        });
        this.silent = h('input', {
            id: 'report-silent',
            type: 'checkbox',
            on: changed(() => this.keep({silent: this.silent.checked})),
        });
        this.labels = Object.fromEntries(
            ['channel', 'text', 'place', 'callback', 'silent'].map((name) => [
                name,
                h('label', {for: `report-${name}`}),
            ]),
        );
    }

    layOut() {
        const field = (name, ...parts) => h('div', {class: `field field-${name}`}, this.labels[name], parts);
        const left = h(
            'div',
            {class: 'report-left'},
            field('text', this.text),
            field('place', this.place, this.placeAnswer.element),
            h(
                'div',
                {class: 'field-row'},
                field('channel', this.channel),
                field('callback', this.callback),
                h('div', {class: 'field field-check'}, this.silent, this.labels.silent),
            ),
            h('section', {'aria-labelledby': 'questions-title'}, this.questionsTitle, this.questions),
        );
        const right = h(
            'div',
            {class: 'report-right'},
            this.ribbon.element,
            this.classAnswer.element,
            this.history.element,
        );
        return h(
            'section',
            {
                class: 'panel report',
                'aria-labelledby': 'report-title',
                hidden: true,
                on: {keydown: (event) => this.keydown(event)},
            },
            h('div', {class: 'panel-head'}, this.title, this.kept, this.clearButton, this.closeButton),
            this.joinedBar,
            h(
                'div',
                {
                    class: 'panel-scroller report-body',
                    tabindex: '0',
                    role: 'group',
                    'aria-labelledby': 'report-title',
                },
                left,
                right,
            ),
            h('div', {class: 'report-foot'}, this.trouble, this.outcomes, this.more),
        );
    }

    words() {
        write(this.title, t('report'));
        write(this.clearButton, t('clear_form'));
        write(this.closeButton, `${t('close_panel')} Esc`);
        for (const name of ['channel', 'text', 'place', 'callback', 'silent'])
            write(this.labels[name], t(`report_${name}`));
        this.text.placeholder = t('report_text_hint');
        this.place.placeholder = t('report_place_hint');
        fill(
            this.channel,
            CHANNELS.map((code) => h('option', {value: code}, word('channel', code))),
        );
        this.channel.value = this.draft.now.channel;
        this.outcomes.setAttribute('aria-label', t('outcomes'));
        write(this.questionsTitle, t('questions'));
        this.ribbon.words();
        this.classAnswer.words();
        this.history.words();
        this.placeAnswer.draw();
        this.drawQuestions();
        this.drawOutcomes();
        this.drawJoined();
        this.note();
    }

    open(text = '') {
        show(this.element, true);
        if (text && !this.draft.now.text) {
            this.text.value = text;
            this.textChanged();
        }
        this.text.focus();
    }

    shut() {
        show(this.element, false);
    }

    restore() {
        const {now} = this.draft;
        this.channel.value = now.channel;
        this.text.value = now.text;
        this.place.value = now.placeText;
        this.callback.value = now.callback;
        this.silent.checked = now.silent;
        if (this.draft.isEmpty()) return;
        this.note('draft_restored');
        this.classAnswer.soon();
        this.ribbon.soon();
        if (!now.place && now.placeText) this.placeAnswer.soon();
        this.placeAnswer.draw();
        this.drawQuestions();
        if (this.draft.isUnsure()) write(this.trouble, t('report_unknown'));
    }

    keep(values) {
        this.draft.change(values);
        this.noted = '';
        this.note();
    }

    /** What stands beside the title: that something is on its way, or that what is typed is kept. */
    note(key = this.noted) {
        this.noted = key;
        write(
            this.kept,
            this.sending ? t('sending') : key ? t(key) : this.draft.isEmpty() ? '' : t('draft_kept'),
        );
    }

    textChanged() {
        this.newReport();
        this.keep({text: this.text.value});
        this.classAnswer.soon();
        this.ribbon.soon();
    }

    placeChanged() {
        this.newReport();
        this.keep({placeText: this.place.value, place: null});
        this.placeAnswer.soon();
        this.ribbon.soon();
    }

    /** After a join the form stays for an undo; typing begins the next report. */
    newReport() {
        if (!this.joined) return;
        this.joined = null;
        this.drawJoined();
    }

    clear() {
        this.draft.clear();
        this.joined = null;
        this.refresh();
        this.text.focus();
    }

    refresh() {
        this.restore();
        this.note('');
        write(this.trouble, '');
        this.placeAnswer.found = null;
        this.placeAnswer.draw();
        this.classAnswer.answered([], null);
        this.ribbon.draw([], null);
        this.history.clear();
        this.drawQuestions();
        this.drawJoined();
        fill(this.more);
    }

    /** Goes on with a call that another desk or another channel received. */
    async take(id) {
        if (this.draft.now.call === id) return;
        if (!this.draft.isEmpty()) return write(this.trouble, t('finish_first'));
        try {
            const call = await readCall(id);
            const {location, class_code: classCode = '', answers = []} = call.report ?? {};
            this.draft.change({
                call: id,
                told: {callback: call.callback, silent: call.silent},
                channel: call.channel,
                text: call.text,
                callback: call.callback,
                silent: call.silent,
                placeText: location?.place_text ?? '',
                classCode,
                answers: Object.fromEntries(answers.map((answer) => [answer.question_id, answer.value])),
            });
            this.restore();
            this.note('call_taken');
        } catch (trouble) {
            write(this.trouble, t('load_failed', {why: troubleText(trouble)}));
        }
    }

    keydown(event) {
        if (composing(event)) return;
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.decide('open');
        else if (event.altKey && /^[jkl]$/i.test(event.key) && !this.sending) {
            if (!this.ribbon.joinByKey(event.key)) return;
        } else if (event.altKey && event.key.toLowerCase() === 'u' && this.joined) this.undoJoin();
        else return;
        event.preventDefault();
        event.stopPropagation();
    }

    drawQuestions() {
        const entry = this.store.classEntry(this.draft.now.classCode);
        const ids = entry?.questions ?? [];
        const at = document.activeElement?.id;
        fill(
            this.questions,
            ids.length === 0
                ? h('p', {class: 'hint'}, t(entry ? 'questions_none' : 'questions_wait'))
                : ids.map((id) =>
                      this.question(
                          this.store.catalogue.questions.find((other) => other.id === id) ?? {
                              id,
                              kind: 'text',
                          },
                      ),
                  ),
        );
        if (at && at.startsWith('question-')) document.getElementById(at)?.focus();
    }

    question(asked) {
        const id = `question-${asked.id}`;
        const set = (event) =>
            this.keep({answers: {...this.draft.now.answers, [asked.id]: event.target.value}});
        const value = this.draft.now.answers[asked.id] ?? '';
        const choices =
            asked.kind === 'yes_no'
                ? [
                      {code: 'yes', zh: '是', en: 'yes'},
                      {code: 'no', zh: '否', en: 'no'},
                  ]
                : (asked.choices ?? []);
        const input =
            choices.length > 0
                ? h(
                      'select',
                      {id, on: {change: set}},
                      h('option', {value: ''}, t('not_asked')),
                      choices.map((choice) => h('option', {value: choice.code}, pick(choice, choice.code))),
                  )
                : h('input', {
                      id,
                      type: asked.kind === 'number' ? 'number' : 'text',
                      autocomplete: 'off',
                      on: {input: set},
                  });
        input.value = value;
        return h(
            'div',
            {class: 'field'},
            h('label', {for: id}, `${pick(asked, asked.id)}${asked.required ? ' *' : ''}`),
            input,
        );
    }

    drawOutcomes() {
        const button = (kind, keys, primary) =>
            h(
                'button',
                {type: 'button', class: primary ? 'primary' : 'plain', on: {click: () => this.decide(kind)}},
                t(`outcome_${kind}`),
                keys ? h('kbd', {}, keys) : '',
            );
        fill(
            this.outcomes,
            button('open', 'Ctrl+Enter', true),
            button('enquiry', '', false),
            button('transfer', '', false),
            button('void', '', false),
        );
    }

    async decide(kind) {
        if (this.sending) return;
        write(this.trouble, '');
        const {now} = this.draft;
        if (!this.draft.isUnsure()) {
            if (!now.text.trim() && kind !== 'void') return this.missing('need_report_text', this.text);
            if (kind === 'open' && this.placeAnswer.isUnsettled())
                return this.missing('place_unsettled', this.placeAnswer.element.querySelector('input'));
            if (kind === 'open' && !now.classCode) return this.missing('need_class', this.classAnswer);
            if (kind !== 'open') return this.askMore(kind);
        }
        await this.carryOut(kind, (call, draft) => requests.openIncident(call, draft));
    }

    missing(key, at) {
        write(this.trouble, t(key));
        at?.focus();
    }

    /** A void call needs its reason, a transfer its receiver, an enquiry what was answered. */
    askMore(kind) {
        const coded = {void: this.store.catalogue.voids, transfer: this.store.catalogue.agencies}[kind];
        const label = {void: 'outcome_reason', transfer: 'outcome_agency', enquiry: 'outcome_answer'}[kind];
        const input =
            coded?.length > 0
                ? h(
                      'select',
                      {id: 'outcome-more'},
                      coded.map((entry) => h('option', {value: entry.code}, pick(entry, entry.code))),
                  )
                : h('input', {id: 'outcome-more', type: 'text', autocomplete: 'off'});
        const go = () =>
            input.value.trim()
                ? this.carryOut(kind, (call) => requests[kind](call, input.value.trim()))
                : this.missing(kind === 'enquiry' ? 'need_text' : 'need_reason', input);
        input.addEventListener('keydown', (event) => {
            if (composing(event) || event.key !== 'Enter') return;
            event.preventDefault();
            go();
        });
        fill(
            this.more,
            h('label', {for: 'outcome-more'}, t(label)),
            input,
            h(
                'button',
                {class: 'primary', type: 'button', on: {click: go}},
                `${t(`outcome_${kind}`)} · ${t('confirm')}`,
            ),
            h('button', {class: 'plain', type: 'button', on: {click: () => fill(this.more)}}, t('cancel')),
        );
        input.focus();
    }

    joinTo(incidentId) {
        const hit = this.ribbon.matches.find((match) => match.incident === incidentId);
        return this.carryOut('join', (call) => requests.join(call, incidentId, hit), incidentId);
    }

    async carryOut(kind, make, incidentId = '') {
        if (this.sending) return;
        this.busy(true);
        try {
            const done = await this.draft.decide(kind, make);
            this.finished(done, incidentId);
        } catch (trouble) {
            const helps = remedyText(trouble);
            write(
                this.trouble,
                trouble.kind === 'unknown'
                    ? t('report_unknown')
                    : troubleText(trouble) + (helps ? ` ${t('remedy', {what: helps})}` : ''),
            );
        }
        this.busy(false);
    }

    busy(wanted) {
        this.sending = wanted;
        this.note();
        for (const button of this.element.querySelectorAll('.report-foot button')) button.disabled = wanted;
    }

    finished({kind, call}, incidentId) {
        const taken = this.draft.now;
        const incident = this.store.incidents.get(incidentId);
        const what = incident ? this.deeds.incidentName(incident) : taken.text.slice(0, 20);
        this.draft.clear();
        this.refresh();
        if (kind === 'join') {
            this.joined = {call, incident: incidentId, taken, what, key: newKey()};
            this.deeds.keepUndo({
                text: t('report_joined', {what}),
                requests: [requests.undoJoin(call, t('undo_reason'))],
                key: this.joined.key,
                after: () => this.joinUndone(),
            });
            this.drawJoined();
            this.joinedBar.querySelector('button')?.focus();
            return this.say(t('report_joined', {what}), 'log-ok');
        }
        this.text.focus();
        if (kind !== 'open') return this.say(t('report_done', {what: t(`outcome_${kind}`)}), 'log-ok');
        this.say(t('report_opened', {what: className(this.store, taken.classCode)}), 'log-ok');
        this.opened(incidentOfCall(call));
    }

    drawJoined() {
        show(this.joinedBar, Boolean(this.joined));
        if (!this.joined) return;
        fill(
            this.joinedBar,
            h('span', {}, `✓ ${t('report_joined', {what: this.joined.what})}`),
            h(
                'button',
                {class: 'plain', type: 'button', on: {click: () => this.undoJoin()}},
                t('undo'),
                ' ',
                h('kbd', {}, 'Alt+U'),
            ),
        );
    }

    async undoJoin() {
        try {
            await this.deeds.undo();
        } catch (trouble) {
            write(this.trouble, troubleText(trouble));
        }
    }

    /** The caller is kept: the report stands in the form again, already received, without its outcome. */
    joinUndone() {
        if (!this.joined) return;
        const {taken} = this.joined;
        this.joined = null;
        this.draft.change({...taken, outcome: null});
        this.restore();
        this.drawJoined();
        write(this.trouble, '');
        this.note('report_join_undone');
        this.say(t('report_join_undone'), 'log-ok');
        this.text.focus();
    }
}
