// What the board knows: rows of incidents and units, what is owed, and how old all that is. Snapshot and
// feed are joined without a gap: the feed is listened to first, what it says is kept aside, the lists are
// read, and then whatever the feed said that is newer than a row is applied. A row's version decides, so
// nothing counts twice.
import * as api from './api.js';
import {Feed} from './feed.js';
import {serverNow} from '../shared/clock.js';
import {keep, remembered} from './words.js';

// Units off duty are listed too: somebody may ask for them.
const LISTS = [
    ['incidents', {only_open: 'true'}],
    ['units', {}],
    ['calls', {only_open: 'true'}],
];
const ALARM_WINDOW = 600_000;
const OWED_EVERY = 15_000;
const OWED_SOON = 250;
const OWED_PAUSE = 1_000; // at least, between two readings: a flood does not become one of questions
const DRAW_SOON = 40;
const DRAW_PAUSE = 250; // at least, between two redraws

export class Store {
    constructor({post, rights, signedOut}) {
        this.post = post;
        this.rights = rights;
        this.incidents = new Map();
        this.units = new Map();
        this.calls = new Map(); // those that need an outcome, or of which something is owed
        this.owed = [];
        this.owedByStream = new Map();
        this.areas = new Map();
        this.posts = [];
        this.catalogue = {classes: [], questions: [], agencies: [], dispositions: [], voids: [], skills: []};
        this.loaded = false;
        this.trouble = null;
        this.line = 'connecting';
        this.downSince = 0;
        this.position = 0;
        this.alarms = new Map(); // what → when
        this.numbers = new DeskNumbers();
        this.listeners = {change: [], row: [], notice: [], alarm: []};
        this.aside = [];
        this.feed = new Feed({
            path: '/v1/stream?resources=incidents,units,calls',
            signedOut,
            state: (state) => this.lineIs(state),
            change: (change) => this.heard(change),
            reset: () => {
                this.load().then(() => this.tell('notice', {kind: 'reloaded'}));
            },
        });
    }

    on(event, listener) {
        this.listeners[event].push(listener);
    }

    tell(event, value) {
        for (const listener of this.listeners[event]) listener(value);
    }

    /** Listeners hear of many changes at once: a tick of a busy minute is one redraw. */
    changed() {
        if (this.told) return;
        const rested = Date.now() - (this.toldAt ?? 0);
        this.told = setTimeout(
            () => {
                this.told = 0;
                this.tell('change');
                this.toldAt = Date.now();
            },
            Math.max(DRAW_SOON, DRAW_PAUSE - rested),
        );
    }

    start() {
        this.feed.start();
        this.owedTimer = setInterval(() => this.loadOwed(), OWED_EVERY);
        window.addEventListener('online', () => this.feed.hurry());
        this.loadNames();
    }

    stop() {
        this.feed.stop();
        clearInterval(this.owedTimer);
        for (const timer of [this.namesAgain, this.loadAgain, this.owedWake]) clearTimeout(timer);
    }

    lineIs(state) {
        if (state === this.line) return;
        if (state !== 'live' && this.line === 'live') this.downSince = Date.now();
        const returned = state === 'live' && this.downSince > 0;
        this.line = state;
        if (state === 'live') {
            if (returned) this.noteReturn(Date.now() - this.downSince);
            else if (!this.loaded) this.load();
            this.downSince = 0;
        }
        this.changed();
    }

    /** What was missed comes with the first breath after the line is back. */
    noteReturn(away) {
        this.caughtUp = 0;
        setTimeout(() => {
            this.tell('notice', {kind: 'back', seconds: Math.round(away / 1000), changes: this.caughtUp});
            this.caughtUp = undefined;
        }, 1200);
        this.loadOwed();
        if (!this.loaded) this.load();
    }

    async load() {
        this.loading = true;
        this.aside = [];
        let rows = null;
        try {
            rows = await Promise.all(LISTS.map(([resource, query]) => this.rowsOf(resource, query)));
        } catch (trouble) {
            this.loading = false;
            this.trouble = trouble;
            clearTimeout(this.loadAgain);
            this.loadAgain = setTimeout(() => this.load(), 3000);
            this.changed();
            return;
        }
        LISTS.forEach(([resource], index) => {
            this[resource] = rows[index];
        });
        this.byIncident = null;
        this.loading = false;
        this.loaded = true;
        this.trouble = null;
        for (const change of this.aside.splice(0)) this.apply(change);
        const inOrder = [...this.incidents.values()].sort((a, b) => a.openedAt - b.openedAt);
        for (const incident of inOrder) this.numbers.of(incident);
        await this.loadOwed();
        this.recallAlarms();
        this.changed();
    }

    /** What this post may not read at all is an empty list to it. */
    async rowsOf(resource, query) {
        const rows = new Map();
        if (!this.rights.mayRead(resource.replace(/s$/, ''))) return rows;
        try {
            await api.list(resource, query, (items) => {
                for (const listed of items) rows.set(listed.stream, api.readers[resource](listed));
            });
        } catch (trouble) {
            if (trouble.status !== 403) throw trouble;
        }
        return rows;
    }

    async loadOwed() {
        if (this.readingOwed) {
            this.owedAgain = true;
            return;
        }
        this.readingOwed = true;
        try {
            this.owed = await api.obligations();
            this.owedByStream = new Map();
            for (const owed of this.owed) {
                const known = this.owedByStream.get(owed.stream) ?? [];
                known.push(owed);
                this.owedByStream.set(owed.stream, known);
            }
            this.owedTrouble = null;
            this.noteBrokenLimits();
        } catch (trouble) {
            this.owedTrouble = trouble;
        }
        this.readingOwed = false;
        this.owedAt = Date.now();
        this.changed();
        if (this.owedAgain) this.owedSoon();
    }

    /** After a burst of changes the list of what is owed is read once, not for each. */
    owedSoon() {
        this.owedAgain = false;
        if (this.owedWake) return;
        const rested = Date.now() - (this.owedAt ?? 0);
        this.owedWake = setTimeout(
            () => {
                this.owedWake = 0;
                this.loadOwed();
            },
            Math.max(OWED_SOON, OWED_PAUSE - rested),
        );
    }

    /** Names are a comfort: the board works without them and asks again. */
    async loadNames() {
        const heard = (named) => {
            for (const [id, name] of named) this.areas.set(id, name);
            this.changed();
        };
        const areas = this.rights.mayRead('area') ? api.areas(heard) : null;
        const asked = this.rights.mayRead('post') ? api.posts() : [];
        const [, catalogue, posts] = await Promise.allSettled([areas, api.catalogue(), asked]);
        if (posts.status === 'fulfilled') this.posts = posts.value;
        if (catalogue.status === 'fulfilled') this.catalogue = catalogue.value;
        else this.namesAgain = setTimeout(() => this.loadNames(), 5000);
        this.changed();
    }

    heard(change) {
        this.position = Math.max(this.position, change.position);
        if (this.caughtUp !== undefined) this.caughtUp += 1;
        if (this.loading || !this.loaded) this.aside.push(change);
        else this.apply(change);
        this.noteAlarm(change);
        this.tell('row', change);
        this.owedSoon();
        this.changed();
    }

    apply({resource, stream, version, row, open}) {
        const read = api.readers[resource];
        if (!read) return;
        const rows = this[resource];
        const known = rows.get(stream);
        if (known && known.version > version) return;
        this.byIncident = null;
        if (!row || (resource !== 'units' && !open)) {
            rows.delete(stream);
            return;
        }
        const next = read({stream, version, row});
        rows.set(stream, next);
        if (resource === 'incidents') this.numbers.of(next);
    }

    // --- derived --------------------------------------------------------------------------------------

    /**
     * The obligation of a record that breaks first. The list of what is owed has an end, and a busy city owes
     * more; then the record's own row says it.
     */
    nextOwed(stream) {
        const owed = this.owedByStream.get(stream);
        if (owed) return owed.reduce((first, other) => (other.dueBy < first.dueBy ? other : first));
        const incident = this.incidents.get(stream);
        if (!incident?.next) return null;
        return {...incident.next, stream, since: incident.openedAt ?? incident.next.dueBy};
    }

    /**
     * Reports without an outcome, the one first that is due first. They come from their own list, not from
     * what is owed: that has an end, and what came last from the web would fall off it when many call.
     */
    waitingReports() {
        return [...this.calls.values()]
            .filter((call) => !call.decided)
            .map((call) => ({
                id: `${call.id}/report`,
                stream: call.id,
                kind: call.next?.kind ?? 'decide',
                owner: call.next?.owner ?? '',
                since: call.receivedAt,
                dueBy: call.next?.dueBy ?? null,
                receivedAt: call.receivedAt,
                missed: call.next?.missed ?? false,
                climbed: 0,
                told: [],
            }))
            .sort((a, b) => (a.dueBy ?? Infinity) - (b.dueBy ?? Infinity) || a.receivedAt - b.receivedAt);
    }

    unitsOn(incidentId) {
        if (!this.byIncident) {
            this.byIncident = new Map();
            for (const unit of this.units.values()) {
                if (!unit.incident) continue;
                if (!this.byIncident.has(unit.incident)) this.byIncident.set(unit.incident, []);
                this.byIncident.get(unit.incident).push(unit);
            }
        }
        return this.byIncident.get(incidentId) ?? [];
    }

    classEntry(code) {
        return this.catalogue.classes.find((entry) => entry.code === code);
    }

    areaName(id) {
        return this.areas.get(id) ?? '';
    }

    /** Milliseconds since the server last said anything. */
    silence() {
        return this.feed.heardAt ? Date.now() - this.feed.heardAt : 0;
    }

    counts(now) {
        const incidents = [...this.incidents.values()];
        const units = [...this.units.values()];
        const overdue = this.owed.filter((owed) => owed.dueBy <= now).length;
        return {
            open: incidents.length,
            waiting: incidents.filter((incident) => this.isWaiting(incident)).length,
            overdue,
            overdueAtLeast: overdue > 0 && overdue >= api.OWED_MAX, // the list has an end
            free: units.filter((unit) => unit.status === 'available').length,
            calls: [...this.calls.values()].filter((call) => !call.decided).length,
            onDuty: units.filter((unit) => unit.status !== 'off_duty').length,
        };
    }

    isWaiting(incident) {
        return incident.units.length === 0 && this.unitsOn(incident.id).length === 0;
    }

    // --- alarms -------------------------------------------------------------------------------------

    /** Whether this post owes it, or has been told because another post did not meet it. */
    isMine(owed) {
        return owed.owner === this.post || owed.told.includes(this.post);
    }

    /** An alarm is what this desk must act on: a new P1, a panic call, a broken limit of its own. */
    noteAlarm({wire, resource, row, stream}) {
        const name = String(wire).replace(/\.v\d+$/, '');
        const urgent = name === 'incident.opened' && row?.priority === 'p1';
        if (!urgent && name !== 'unit.panic_raised') return;
        this.alarms.set(`${stream}/${name}`, Date.now());
        this.tell('alarm', {stream, resource});
    }

    noteBrokenLimits() {
        const now = this.now();
        for (const owed of this.owed) {
            const age = now - owed.dueBy;
            const key = `${owed.id}/${owed.dueBy}`;
            if (age < 0 || age > ALARM_WINDOW || !this.isMine(owed) || this.alarms.has(key)) continue;
            this.alarms.set(key, Date.now() - age);
        }
    }

    /** After a reload the last minutes' alarms still count, as far as the lists tell of them. */
    recallAlarms() {
        for (const incident of this.incidents.values()) {
            const age = this.now() - incident.openedAt;
            const key = `${incident.id}/incident.opened`;
            if (incident.priority !== 'p1' || age > ALARM_WINDOW || this.alarms.has(key)) continue;
            this.alarms.set(key, Date.now() - age);
        }
    }

    alarmCount() {
        const from = Date.now() - ALARM_WINDOW;
        for (const [key, at] of this.alarms) if (at < from) this.alarms.delete(key);
        return this.alarms.size;
    }

    now() {
        return serverNow();
    }
}

// Small figures to type. An incident keeps its own for as long as it is open, over reloads too; a figure is
// not given again until the thousand is through, so that "3" said a while ago is not another incident now.
class DeskNumbers {
    constructor() {
        const kept = /^\{"next":\d+,"of":\[.*\]\}$/.exec(remembered('anlan.desk_numbers') ?? '');
        const {next, of} = kept ? JSON.parse(kept[0]) : {next: 1, of: []};
        this.next = next;
        this.known = new Map(of);
    }

    of(incident) {
        const known = this.known.get(incident.id);
        if (known) return known;
        const given = String(this.next);
        this.next = this.next >= 999 ? 1 : this.next + 1;
        this.known.set(incident.id, given);
        while (this.known.size > 500) this.known.delete(this.known.keys().next().value);
        keep('anlan.desk_numbers', JSON.stringify({next: this.next, of: [...this.known]}));
        return given;
    }
}
