// The line at the top: what time it is for the server, how old the data is, how much is open, how loud it is.
import {h, show, write} from './dom.js';
import {civil, span} from '../shared/clock.js';
import {postText} from './marks.js';
import {word} from './code_words.js';
import {t} from './words.js';

const STALE_AFTER = 15_000;
const ALARMS_MAX = 10;

export class Header {
    constructor(store, session, {report, oversight, leave, account, switches}) {
        this.store = store;
        this.session = session;
        this.brand = h('h1', {class: 'brand'});
        this.who = h('button', {class: 'plain who', type: 'button', on: {click: account}});
        this.tallies = ['calls', 'waiting', 'open', 'overdue', 'free'].map((key) => ({
            key,
            label: h('span', {class: 'tally-label'}),
            figure: h('b', {class: 'figures'}),
        }));
        this.next = h('span', {class: 'next-due'});
        this.alarmText = h('span', {});
        this.alarmMeter = h('meter', {min: '0', max: String(ALARMS_MAX), high: String(ALARMS_MAX - 1)});
        this.alarms = h('span', {class: 'alarms'}, this.alarmText, this.alarmMeter);
        this.line = h('span', {class: 'line'});
        this.clock = h('time', {class: 'clock-now figures'});
        this.reportButton = h('button', {class: 'primary', type: 'button', on: {click: report}});
        this.oversightButton = h('button', {
            class: 'plain',
            type: 'button',
            id: 'oversight',
            on: {click: oversight},
        });
        this.leaveButton = h('button', {class: 'plain', type: 'button', on: {click: leave}});
        this.element = h(
            'header',
            {class: 'top'},
            this.brand,
            this.who,
            h(
                'span',
                {class: 'tallies'},
                this.tallies.map(({label, figure}) => h('span', {class: 'tally'}, label, figure)),
            ),
            this.next,
            h('span', {class: 'spring'}),
            this.alarms,
            this.line,
            this.clock,
            this.reportButton,
            this.oversightButton,
            switches,
            this.leaveButton,
        );
        this.banner = h('div', {class: 'banner', role: 'alert', hidden: true});
        show(this.reportButton, store.rights.takesReports());
        this.words();
    }

    words() {
        document.title = `${t('product')} · ${t('board')}`;
        write(this.brand, t('product'));
        write(this.reportButton, `${t('new_report')} F2`);
        write(this.oversightButton, t('oversight'));
        write(this.leaveButton, t('sign_out'));
        this.who.title = t('account_title');
        this.alarms.title = t('alarms_title');
        this.alarmMeter.setAttribute('aria-label', t('alarms'));
        this.clock.title = t('server_clock');
        for (const {key, label} of this.tallies)
            write(label, t(`count_${key === 'waiting' ? 'undispatched' : key}`));
    }

    tick(now) {
        write(this.clock, civil(now));
        const post = postText(this.store, this.session.post);
        const who = [this.session.display, post].filter(Boolean).join(' · ');
        write(this.who, who);
        if (this.who.title !== who) this.who.title = who; // the line may be too narrow for all of it
        const counts = this.store.counts(now);
        for (const {key, figure} of this.tallies) {
            write(figure, this.figure(key, counts));
            figure.parentElement.classList.toggle('tally-late', key === 'overdue' && counts.overdue > 0);
        }
        this.showNext(now);
        this.showAlarms();
        this.showLine();
    }

    figure(key, counts) {
        if (key === 'free') return `${counts.free}/${counts.onDuty}`;
        if (key === 'overdue' && counts.overdueAtLeast) return `${counts.overdue}+`;
        return String(counts[key]);
    }

    showNext(now) {
        const next = this.store.owed
            .filter((owed) => owed.dueBy > now)
            .reduce((first, owed) => (!first || owed.dueBy < first.dueBy ? owed : first), null);
        write(
            this.next,
            next ? `${t('next_due')} ${span(next.dueBy - now)} ${word('obligation', next.kind)}` : '',
        );
    }

    showAlarms() {
        const count = this.store.alarmCount();
        const flood = count > ALARMS_MAX;
        write(
            this.alarmText,
            `${t('alarms')} ${count}/${ALARMS_MAX}${flood ? ` ◆ ${t('alarms_flood')}` : ''}`,
        );
        this.alarmMeter.value = Math.min(count, ALARMS_MAX);
        this.alarms.classList.toggle('is-flood', flood);
    }

    /** How fresh the data is; after 15 s of silence that is said across the whole width. */
    showLine() {
        const silence = this.store.silence();
        const age = Math.floor(silence / 1000);
        const live = this.store.line === 'live';
        const down = !live && this.store.downSince > 0;
        const stale = live && silence > STALE_AFTER;
        write(
            this.line,
            live
                ? `● ${t('live')} ${t('age_s', {s: age})}`
                : down
                  ? `× ${t('line_down')}`
                  : `○ ${t('connecting')}`,
        );
        this.line.className = `line ${stale || down ? 'line-bad' : ''}`;
        show(this.banner, stale || down);
        const away = Math.floor((Date.now() - this.store.downSince) / 1000);
        if (stale) write(this.banner, `◆ ${t('stale', {s: age})}`);
        // A screen reader would read the banner anew each second: the figure moves in steps.
        else if (down) write(this.banner, `◆ ${t('down', {s: away < 5 ? away : away - (away % 5)})}`);
    }
}
