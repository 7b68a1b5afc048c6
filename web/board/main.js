// Puts the board together: sign-in or board, the three columns, the panel beside them, the keys, the
// second's tick.
import {AccountPage} from './account.js';
import {session as readSession, signOut} from './api.js';
import {troubleText} from './code_words.js';
import {Console, singleKeys} from './console.js';
import {Deeds} from './deeds.js';
import {Detail} from './detail.js';
import {composing, fill, h, show, write} from './dom.js';
import {Header} from './header.js';
import {onSignedOut} from './http.js';
import {IncidentList} from './incident_list.js';
import {Oversight} from './oversight.js';
import {OwedList} from './owed_list.js';
import {Report} from './report.js';
import {Rights} from './rights.js';
import {signInPage} from './sign_in.js';
import {takeReturn} from '../shared/return_page.js';
import {beep, soundSwitch} from './sound.js';
import {Store} from './store.js';
import {UnitList} from './unit_list.js';
import {currentLanguage, keep, onLanguage, remembered, setLanguage, t} from './words.js';

const root = document.getElementById('root');
let leaveBoard = null;

function setTheme(theme) {
    document.documentElement.dataset.theme = theme;
    keep('anlan.theme', theme);
}

function switches() {
    const language = h('button', {
        class: 'plain',
        type: 'button',
        id: 'language',
        on: {click: () => setLanguage(currentLanguage() === 'zh' ? 'en' : 'zh')},
    });
    const night = h('input', {
        type: 'checkbox',
        role: 'switch',
        id: 'night',
        checked: document.documentElement.dataset.theme === 'night',
        on: {change: () => setTheme(night.checked ? 'night' : 'day')},
    });
    const label = h('span', {class: 'switch-word'});
    const mark = h('span', {class: 'switch-mark', 'aria-hidden': 'true'}, '☾');
    const words = () => {
        write(language, t('language'));
        language.setAttribute('lang', currentLanguage() === 'zh' ? 'en' : 'zh-CN');
        language.setAttribute('aria-label', t('language_label'));
        write(label, t('night'));
    };
    const leave = onLanguage(words);
    words();
    return {elements: [language, h('label', {class: 'switch'}, night, mark, label)], leave};
}

function showSignIn(reason) {
    leaveBoard?.();
    leaveBoard = null;
    const own = switches();
    const page = signInPage({
        reason,
        switches: own.elements,
        done: (session) => {
            own.leave();
            arrive(session);
        },
    });
    fill(root, page.element);
    page.focus();
}

/** A session that still lacks its second factor is good for setting one up. */
function arrive(session) {
    if (session.lacksFactor) showAccount(session);
    else showBoard(session);
}

function showAccount(session) {
    leaveBoard?.();
    const own = switches();
    const page = new AccountPage({
        session,
        required: session.lacksFactor,
        switches: own.elements,
        back: () => {
            const page = session.lacksFactor ? takeReturn() : '';
            if (page) return location.assign(page);
            leaveBoard();
            leaveBoard = null;
            return resume();
        },
        leave: endIt,
    });
    leaveBoard = () => {
        own.leave();
        page.close();
    };
    fill(root, page.element);
    page.focus();
}

async function endIt() {
    try {
        await signOut();
    } catch {
        // The session then ends by itself.
    }
    showSignIn();
}

function showBoard(session) {
    const board = new Board(session);
    leaveBoard = () => board.leave();
    fill(root, board.element);
    board.start();
}

class Board {
    constructor(session) {
        this.selected = '';
        const rights = new Rights(session);
        this.store = new Store({post: session.post, rights, signedOut: () => showSignIn('signed_out')});
        this.deeds = new Deeds(this.store);
        this.own = switches();
        this.sound = soundSwitch();
        this.header = new Header(this.store, session, {
            report: () => this.openReport(''),
            oversight: () => this.openOversight(),
            leave: endIt,
            account: () => showAccount(session),
            switches: [...this.own.elements, this.sound.element],
        });
        this.console = new Console({
            store: this.store,
            deeds: this.deeds,
            selected: () => this.selectedIncident(),
            local: (deed) => this.local(deed),
        });
        const run = (deed, line) => this.console.run(deed, line);
        this.incidents = new IncidentList(this.store, {open: (incident) => this.openIncident(incident)});
        this.units = new UnitList(this.store, {open: (unit) => this.offerUnit(unit)});
        this.owed = new OwedList(this.store, {open: (owed) => this.openOwed(owed)});
        this.detail = new Detail({
            store: this.store,
            deeds: this.deeds,
            run,
            offer: (line) => this.console.offer(line),
            close: () => this.closePanel(),
        });
        this.report = new Report({
            store: this.store,
            deeds: this.deeds,
            account: session.account,
            say: (text, kind) => this.console.say(text, kind),
            close: () => this.closePanel(),
            opened: (id) => this.reportOpened(id),
        });
        this.oversight = new Oversight({
            store: this.store,
            post: session.post,
            account: session.account,
            close: () => this.closePanel(),
        });
        this.columns = h(
            'main',
            {class: 'columns'},
            this.incidents.element,
            this.units.element,
            this.owed.element,
            this.detail.element,
            this.report.element,
            this.oversight.element,
        );
        this.skip = h('a', {class: 'skip', href: '#incidents-title'});
        this.loadTrouble = h('div', {class: 'banner', role: 'alert', hidden: true});
        this.element = h(
            'div',
            {class: 'board'},
            this.skip,
            this.header.element,
            this.header.banner,
            this.loadTrouble,
            this.columns,
            this.console.element,
        );
        this.listen();
        this.words();
    }

    listen() {
        this.store.on('change', () => this.update());
        this.store.on('row', (change) => this.detail.heard(change));
        this.store.on('notice', (notice) =>
            this.console.say(
                notice.kind === 'back' ? t('back', {s: notice.seconds, n: notice.changes}) : t('reloaded'),
                'log-hint',
            ),
        );
        this.store.on('alarm', () => this.sound.isOn() && beep());
        this.stopLanguage = onLanguage(() => {
            this.words();
            this.update();
        });
        this.keys = (event) => this.keydown(event);
        document.addEventListener('keydown', this.keys);
    }

    start() {
        this.store.start();
        this.timer = setInterval(() => this.tick(), 1000);
        this.update();
        this.incidents.title.focus({preventScroll: true});
        if (this.store.rights.takesReports() && !this.report.draft.isEmpty()) this.openReport('');
    }

    leave() {
        this.store.stop();
        clearInterval(this.timer);
        document.removeEventListener('keydown', this.keys);
        this.stopLanguage();
        this.own.leave();
        this.sound.leave();
    }

    words() {
        write(this.skip, t('skip_to_incidents'));
        for (const part of [
            this.header,
            this.incidents,
            this.units,
            this.owed,
            this.console,
            this.detail,
            this.report,
            this.oversight,
        ])
            part.words();
    }

    update() {
        const now = this.store.now();
        this.header.tick(now);
        this.incidents.update(now);
        this.units.update(now);
        this.owed.update(now);
        this.detail.draw();
        this.catalogueCame();
        this.showTrouble();
    }

    /** The catalogue may come after the form was drawn. */
    catalogueCame() {
        if (this.knownClasses === this.store.catalogue.classes.length) return;
        this.knownClasses = this.store.catalogue.classes.length;
        this.report.words();
    }

    showTrouble() {
        const {trouble} = this.store;
        show(this.loadTrouble, Boolean(trouble));
        if (trouble) write(this.loadTrouble, `◆ ${t('load_failed', {why: troubleText(trouble)})}`);
    }

    tick() {
        const now = this.store.now();
        this.header.tick(now);
        this.incidents.grid.tick(now);
        this.units.grid.tick(now);
        this.owed.grid.tick(now);
        this.detail.tick(now);
    }

    selectedIncident() {
        return this.store.incidents.get(this.selected);
    }

    mode(name) {
        this.columns.dataset.mode = name;
        show(this.owed.element, name === 'lists');
        show(this.units.element, name !== 'report' && name !== 'oversight');
        if (name !== 'detail') this.detail.shut();
        if (name !== 'report') this.report.shut();
        if (name !== 'oversight') this.oversight.shut();
    }

    openIncident(incident, focus = true) {
        this.returnTo = document.activeElement;
        this.selected = incident.id;
        this.incidents.acknowledge(incident.id);
        this.incidents.grid.select(incident.id);
        this.mode('detail');
        this.detail.open(incident);
        if (focus) this.detail.title.focus({preventScroll: true});
    }

    openReport(text) {
        if (!this.store.rights.takesReports()) return;
        this.returnTo = document.activeElement;
        this.mode('report');
        this.report.open(text);
    }

    openOversight() {
        this.returnTo = document.activeElement;
        this.mode('oversight');
        this.oversight.open();
    }

    closePanel() {
        this.selected = '';
        this.incidents.grid.select('');
        this.mode('lists');
        if (this.returnTo?.isConnected && this.returnTo !== document.body)
            this.returnTo.focus({preventScroll: true});
        else this.incidents.grid.focusActive();
    }

    openOwed({stream}) {
        if (/^(brk|prp)_/.test(stream)) return this.openOversight();
        const unit = this.store.units.get(stream);
        const incident = this.store.incidents.get(stream) ?? this.store.incidents.get(unit?.incident);
        if (this.store.calls.has(stream)) this.takeCall(stream);
        else if (incident) this.openIncident(incident);
        else if (unit) this.offerUnit(unit);
    }

    /** A call that waits for its outcome is taken into the form. */
    takeCall(id) {
        this.openReport('');
        this.report.take(id);
    }

    /** A click on a unit writes the line that would be typed; Enter sends it. */
    offerUnit(unit) {
        const step = {
            assigned: 'acknowledge',
            acknowledged: 'depart',
            en_route: 'arrive',
            on_scene: 'clear',
        }[unit.status];
        const {rights} = this.store;
        const incident = this.selectedIncident();
        if (step && !rights.may(step)) return;
        if (step) return this.console.offer(this.deeds.line(step, null, [unit]));
        if (!rights.may('dispatch')) return;
        if (incident) return this.console.offer(this.deeds.line('dispatch', incident, [unit]));
        const line = this.deeds.line('dispatch', null, [unit]);
        const blank = line.indexOf(' ');
        this.console.offer(`${line.slice(0, blank)}  ${line.slice(blank + 1)}`, blank + 1);
    }

    /** What only this desk sees. */
    local(deed) {
        if (deed.verb === 'report') this.openReport(deed.text);
        else if (deed.verb === 'filter') this.units.filter(deed.text);
        else this.openIncident(deed.incident, false);
    }

    /** The form stays for the next call; the incident is marked in the list and not taken for a new alarm. */
    reportOpened(id) {
        this.incidents.acknowledge(id);
        this.incidents.grid.select(id);
    }

    keydown(event) {
        if (composing(event) || event.defaultPrevented) return;
        const single = singleKeys() && !event.ctrlKey && !event.altKey;
        const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
        const {rights} = this.store;
        if (event.key === 'F2' && rights.takesReports()) this.openReport('');
        else if (event.key === 'F8' && this.columns.dataset.mode === 'detail') this.detail.advice.sendFirst();
        else if (event.key === 'F6') this.nextPart(event.shiftKey ? -1 : 1);
        else if (event.key === 'Escape' && this.columns.dataset.mode !== 'lists') this.closePanel();
        else if (single && !typing && (event.key === '/' || event.key === '、')) this.console.focus();
        else if (single && !typing && event.key === '?') this.console.toggleHelp();
        else return;
        event.preventDefault();
    }

    /** F6: from one part of the page to the next. */
    nextPart(step) {
        const parts = [
            this.incidents,
            this.units,
            this.owed,
            this.detail,
            this.report,
            this.oversight,
            this.console,
        ].filter((part) => !part.element.hidden);
        const at = parts.findIndex((part) => part.element.contains(document.activeElement));
        const next = parts[(at + step + parts.length) % parts.length];
        if (next.grid) next.grid.focusActive();
        else if (next === this.console) this.console.focus();
        else next.title.focus({preventScroll: true});
    }
}

async function begin() {
    const darkRoom = window.matchMedia('(prefers-color-scheme: dark)').matches;
    setTheme(remembered('anlan.theme') ?? (darkRoom ? 'night' : 'day'));
    setLanguage(remembered('anlan.language') ?? 'zh');
    onSignedOut(() => leaveBoard && showSignIn('signed_out'));
    // Back from the city's own sign-on, which a console had asked for: that console goes on with it.
    const page = location.search.startsWith('?sign_on=') ? takeReturn() : '';
    if (page) return location.replace(page + location.search);
    await resume();
}

/** Nobody is signed out by a server that does not answer: the page asks again until it does. */
async function resume() {
    let session = null;
    try {
        session = await readSession();
    } catch (trouble) {
        if (trouble.kind === 'signed_out') return showSignIn();
        fill(
            root,
            h('main', {class: 'sign-in'}, h('h1', {}, t('product')), h('p', {role: 'alert'}, t('no_server'))),
        );
        setTimeout(resume, 2000);
        return;
    }
    arrive(session);
}

begin();
