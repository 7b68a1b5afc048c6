// The command line: always there, previews what Enter would do, answers in a log, keeps a history, and never
// loses a line that did not go through.
import {civil} from '../shared/clock.js';
import {remedyText, troubleText, word} from './code_words.js';
import {helpRows} from './deeds.js';
import {composing, fill, h, show, write} from './dom.js';
import {parse} from './grammar.js';
import {keep, remembered, t} from './words.js';

const LOG_LINES = 60;

export class Console {
    /** @param {{store: any, deeds: any, selected: () => any, local: (deed: any) => void}} parts */
    constructor(parts) {
        Object.assign(this, parts);
        this.history = [];
        this.back = 0;
        this.confirm = '';
        this.log = h('div', {class: 'log', role: 'log', tabindex: '0'});
        this.preview = h('output', {class: 'preview', id: 'command-preview'});
        this.input = h('input', {
            id: 'command',
            class: 'command-input',
            type: 'text',
            autocomplete: 'off',
            autocapitalize: 'off',
            spellcheck: 'false',
            'aria-describedby': 'command-preview',
            on: {input: () => this.typed(), keydown: (event) => this.keydown(event)},
        });
        this.label = h('label', {for: 'command', class: 'command-label'});
        this.undoButton = h('button', {class: 'plain', type: 'button', on: {click: () => this.undo()}});
        this.helpBox = h('div', {class: 'help', role: 'region', tabindex: '0', hidden: true});
        this.element = h(
            'footer',
            {class: 'command-bar'},
            this.helpBox,
            this.log,
            h('div', {class: 'command-line'}, this.label, this.input, this.preview, this.undoButton),
        );
        this.words();
    }

    words() {
        write(this.label, '›');
        this.input.setAttribute('aria-label', t('command'));
        this.input.placeholder = t(this.store.rights.may('dispatch') ? 'command_hint' : 'command_hint_short');
        this.log.setAttribute('aria-label', t('command_log'));
        write(this.undoButton, `${t('undo')} u`);
        show(this.undoButton, this.store.rights.may('undo'));
        if (this.log.childElementCount === 0) this.log.append(h('div', {class: 'log-empty'}, t('log_empty')));
        const none = this.log.querySelector('.log-empty');
        if (none) write(none, t('log_empty'));
        this.helpBox.setAttribute('aria-label', t('help_title'));
        if (!this.helpBox.hidden) this.showHelp();
        this.typed();
    }

    board() {
        return {
            incidents: [...this.store.incidents.values()],
            units: [...this.store.units.values()],
            numberOf: (incident) => this.store.numbers.of(incident),
            dispositions: this.store.catalogue.dispositions,
            posts: this.store.posts,
            selected: this.selected(),
        };
    }

    /** What a line means; one that this post may not carry out says so before it is sent. */
    understood(line) {
        const deed = parse(line, this.board());
        if (!deed?.verb) return deed;
        const {rights} = this.store;
        const may = deed.incident ? rights.mayTo(deed.verb, deed.incident) : rights.may(deed.verb);
        if (may || deed.verb === 'view') return deed;
        const why = {key: 'not_this_post', values: {what: word('deed', deed.verb)}};
        return {...deed, ok: false, why};
    }

    focus() {
        this.input.focus();
        this.input.select();
    }

    /** Puts a line there for a person to look at and send. */
    offer(line, caret = line.length) {
        this.input.value = line;
        this.input.focus();
        this.input.setSelectionRange(caret, caret);
        this.typed();
    }

    typed() {
        this.confirm = '';
        const deed = this.understood(this.input.value);
        this.preview.className = 'preview';
        if (!deed) write(this.preview, '');
        else if (deed.ok) write(this.preview, t('press_enter', {what: this.deeds.say(deed)}));
        else {
            this.preview.classList.add('preview-missing');
            write(this.preview, t(deed.why.key, deed.why.values));
        }
    }

    keydown(event) {
        if (composing(event)) return; // Enter that picks a Chinese word sends nothing
        if (event.key === 'Enter') this.enter();
        else if (event.key === 'ArrowUp') this.recall(1);
        else if (event.key === 'ArrowDown') this.recall(-1);
        else if (event.key === 'Escape' && this.input.value) this.offer('');
        else if (event.key === 'z' && event.ctrlKey && !this.input.value) this.undo();
        else return;
        event.preventDefault();
        event.stopPropagation();
    }

    recall(step) {
        const wanted = Math.max(0, Math.min(this.back + step, this.history.length));
        this.back = wanted;
        this.offer(wanted === 0 ? '' : this.history[this.history.length - wanted]);
    }

    async enter() {
        const line = this.input.value;
        const deed = this.understood(line);
        if (!deed) return;
        if (!deed.ok) return this.typed();
        if (deed.twice && this.confirm !== line) {
            this.confirm = line;
            this.preview.classList.add('preview-confirm');
            return write(this.preview, t('again_to_confirm', {what: this.deeds.say(deed)}));
        }
        this.confirm = '';
        if (this.history[this.history.length - 1] !== line) this.history.push(line);
        this.back = 0;
        if (await this.run(deed, line)) {
            if (this.input.value === line) this.offerQuietly('');
        }
    }

    offerQuietly(line) {
        this.input.value = line;
        this.typed();
    }

    /** Carries out a deed from the line or from a button; true when it is done. */
    async run(deed, line) {
        if (deed.verb === 'help') return this.toggleHelp();
        if (deed.verb === 'undo') return this.undo();
        if (['view', 'advise', 'report', 'filter'].includes(deed.verb)) {
            this.local(deed);
            return true;
        }
        const entry = this.say(`${line}  …  ${t('sending')}`, 'log-sending');
        try {
            const done = await this.deeds.carryOut(deed);
            this.settle(entry, t('sent_ok', {what: done.text}), 'log-ok');
            for (const {unit, problem} of done.refused)
                this.sayRefused(
                    deed,
                    {problem, code: problem.code, remedy: problem.remedy, kind: 'refused'},
                    this.store.units.get(unit),
                );
            return done.refused.length === 0;
        } catch (trouble) {
            entry.remove();
            if (trouble.kind === 'unknown') this.say(`${line} — ${t('unsure')}`, 'log-unsure');
            else this.sayRefused(deed, trouble, null, line);
            return false;
        }
    }

    sayRefused(deed, trouble, unit, line = '') {
        const head = [line, unit?.callSign].filter(Boolean).join(' ');
        const helps = remedyText(trouble);
        this.say(
            `${head ? `${head} — ` : ''}${t('refused', {why: troubleText(trouble)})}` +
                (helps ? `  ${t('remedy', {what: helps})}` : ''),
            'log-refused',
        );
        if (deed.verb !== 'dispatch' || trouble.remedy !== 'override_with_reason') return;
        const again = `${this.deeds.line('dispatch', deed.incident, unit ? [unit] : deed.units)} !`;
        this.say(t('override_line', {line: `${again} …`}), 'log-hint');
        this.offer(`${again} `);
    }

    async undo() {
        if (this.deeds.done.length === 0) {
            this.say(t('nothing_to_undo'), 'log-hint');
            return true;
        }
        try {
            const what = await this.deeds.undo();
            this.say(t('undone', {what}), 'log-ok');
        } catch (trouble) {
            this.sayRefused({verb: 'undo'}, trouble);
        }
        this.typed();
        return true;
    }

    /** One line in the log; the newest at the bottom. */
    say(text, kind = '') {
        this.log.querySelector('.log-empty')?.remove();
        const entry = h(
            'div',
            {class: kind},
            h('time', {class: 'figures'}, civil(this.store.now())),
            h('span', {}, text),
        );
        this.log.append(entry);
        while (this.log.childElementCount > LOG_LINES) this.log.firstElementChild.remove();
        this.log.scrollTop = this.log.scrollHeight;
        return entry;
    }

    settle(entry, text, kind) {
        entry.className = kind;
        write(entry.lastElementChild, text);
        this.log.scrollTop = this.log.scrollHeight;
    }

    toggleHelp() {
        show(this.helpBox, this.helpBox.hidden);
        if (!this.helpBox.hidden) this.showHelp();
        return true;
    }

    showHelp() {
        fill(
            this.helpBox,
            this.keysSwitch(),
            h(
                'table',
                {},
                h(
                    'tbody',
                    {},
                    helpRows(this.store.rights).map((row) =>
                        h(
                            'tr',
                            {},
                            h('th', {scope: 'row'}, row.names),
                            h('td', {}, row.takes),
                            h('td', {}, row.says),
                        ),
                    ),
                ),
            ),
        );
    }

    /** Keys without Ctrl or Alt can be in the way of speech input: WCAG 2.1.4 asks that they can be off. */
    keysSwitch() {
        const box = h('input', {
            type: 'checkbox',
            checked: singleKeys(),
            on: {change: () => keep('anlan.single_keys', box.checked ? 'on' : 'off')},
        });
        return h('label', {class: 'switch'}, box, t('single_keys'));
    }
}

export const singleKeys = () => remembered('anlan.single_keys') !== 'off';
