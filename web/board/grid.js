// A live list that people work in: only the rows in sight are in the document; arrow keys move, Enter opens;
// and while somebody's pointer or focus is at work in it, rows keep their places: what is new is counted and
// put below, what ended stays where it was, marked, until the hand is off the list.
import {h} from './dom.js';

const HELD_FOR = 8_000;
const SPARE = 6;

/**
 * @template T
 * @param {{label: string, rowHeight: number, header?: HTMLElement,
 *   row: () => {element: HTMLElement, show: (item: T, now: number, state: object) => void},
 *   open?: (item: T) => void, key?: (event: KeyboardEvent, item: T) => boolean,
 *   held?: (news: T[]) => void}} options
 */
export class Grid {
    constructor(options) {
        this.options = options;
        this.order = []; // {id, item, fresh, gone}
        this.shown = new Map();
        this.active = '';
        this.selected = '';
        this.touchedAt = 0;
        this.body = h('div', {class: 'grid-body', role: 'rowgroup'});
        this.scroller = h('div', {class: 'grid-scroller', role: 'presentation'}, this.body);
        this.element = h(
            'div',
            {class: 'grid', role: 'grid', 'aria-label': options.label},
            options.header,
            this.scroller,
        );
        this.scroller.addEventListener('scroll', () => this.draw(), {passive: true});
        this.scroller.addEventListener('pointermove', () => this.touch(), {passive: true});
        this.scroller.addEventListener('pointerdown', () => this.touch(), {passive: true});
        this.scroller.addEventListener('wheel', () => this.touch(), {passive: true});
        this.scroller.addEventListener('pointerleave', () => this.letGo());
        this.element.addEventListener('focusin', () => this.touch());
        this.element.addEventListener('focusout', (event) => {
            if (!this.element.contains(event.relatedTarget)) this.letGo();
        });
        this.element.addEventListener('keydown', (event) => this.keydown(event));
        this.body.addEventListener('click', (event) => this.clicked(event));
        new ResizeObserver(() => this.draw()).observe(this.scroller);
    }

    label(text) {
        this.element.setAttribute('aria-label', text);
    }

    touch() {
        this.touchedAt = Date.now();
    }

    letGo() {
        this.touchedAt = 0;
        this.settle();
    }

    held() {
        return Date.now() - this.touchedAt < HELD_FOR;
    }

    /** `items` in the order they should have; `idOf` names each. */
    set(items, idOf, now) {
        this.wanted = {items, idOf};
        this.now = now;
        if (this.held()) this.keepPlaces(items, idOf);
        else this.order = this.plain(items, idOf);
        this.keepActive();
        this.draw();
    }

    plain(items, idOf) {
        return items.map((item) => ({id: idOf(item), item, fresh: false, gone: false}));
    }

    keepPlaces(items, idOf) {
        const coming = new Map(items.map((item) => [idOf(item), item]));
        for (const place of this.order) {
            const item = coming.get(place.id);
            place.gone = item === undefined;
            if (item !== undefined) place.item = item;
            coming.delete(place.id);
        }
        for (const [id, item] of coming) this.order.push({id, item, fresh: true, gone: false});
        this.options.held?.(this.order.filter((place) => place.fresh).map((place) => place.item));
    }

    /** Puts the rows in order at once. */
    settle() {
        if (!this.wanted) return;
        this.order = this.plain(this.wanted.items, this.wanted.idOf);
        this.options.held?.([]);
        this.keepActive();
        this.draw();
    }

    keepActive() {
        if (this.order.some((place) => place.id === this.active)) return;
        const had = this.element.contains(document.activeElement);
        const near = Math.min(this.activeIndex ?? 0, this.order.length - 1);
        this.active = this.order[near]?.id ?? '';
        if (had && this.active) requestAnimationFrame(() => this.focusActive());
    }

    select(id) {
        this.selected = id;
        this.draw();
    }

    /** The figures of the rows in sight, once a second. */
    tick(now) {
        this.now = now;
        if (this.order.length > 0 && !this.held() && this.wasHeld) this.settle();
        this.wasHeld = this.held();
        this.draw();
    }

    draw() {
        const {rowHeight} = this.options;
        const top = this.scroller.scrollTop;
        const height = this.scroller.clientHeight || 600;
        const from = Math.max(0, Math.floor(top / rowHeight) - SPARE);
        const until = Math.min(this.order.length, Math.ceil((top + height) / rowHeight) + SPARE);
        const inSight = new Set();
        for (let index = from; index < until; ++index) this.place(index, inSight);
        const active = this.order.findIndex((place) => place.id === this.active);
        this.activeIndex = active < 0 ? 0 : active;
        if (active >= 0 && (active < from || active >= until)) this.place(active, inSight);
        for (const [id, row] of this.shown) {
            if (inSight.has(id)) continue;
            row.element.remove();
            this.shown.delete(id);
        }
        this.body.style.height = `${this.order.length * rowHeight}px`;
        this.element.setAttribute('aria-rowcount', String(this.order.length + (this.options.header ? 1 : 0)));
    }

    place(index, inSight) {
        const {id, item, fresh, gone} = this.order[index];
        let row = this.shown.get(id);
        if (!row) {
            row = this.options.row();
            row.element.classList.add('grid-row');
            row.element.setAttribute('role', 'row');
            row.element.dataset.id = id;
            this.shown.set(id, row);
            this.body.append(row.element);
        }
        inSight.add(id);
        const {element} = row;
        element.style.transform = `translateY(${index * this.options.rowHeight}px)`;
        element.style.height = `${this.options.rowHeight}px`;
        element.tabIndex = id === this.active ? 0 : -1;
        element.setAttribute('aria-rowindex', String(index + (this.options.header ? 2 : 1)));
        element.setAttribute('aria-selected', String(id === this.selected));
        element.classList.toggle('is-fresh', fresh);
        element.classList.toggle('is-gone', gone);
        row.show(item, this.now ?? Date.now(), {fresh, gone});
    }

    focusActive() {
        this.draw();
        this.shown.get(this.active)?.element.focus({preventScroll: true});
        this.intoSight();
    }

    intoSight() {
        const {rowHeight} = this.options;
        const top = this.activeIndex * rowHeight;
        if (top < this.scroller.scrollTop) this.scroller.scrollTop = top;
        const bottom = top + rowHeight - this.scroller.clientHeight;
        if (bottom > this.scroller.scrollTop) this.scroller.scrollTop = bottom;
    }

    moveTo(index) {
        if (this.order.length === 0) return;
        this.active = this.order[Math.max(0, Math.min(index, this.order.length - 1))].id;
        this.focusActive();
    }

    keydown(event) {
        if (event.ctrlKey || event.altKey || event.metaKey) return;
        this.touch();
        const page = Math.max(1, Math.floor(this.scroller.clientHeight / this.options.rowHeight) - 1);
        const steps = {ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page};
        const item = this.order[this.activeIndex]?.item;
        if (event.key in steps) this.moveTo(this.activeIndex + steps[event.key]);
        else if (event.key === 'Home') this.moveTo(0);
        else if (event.key === 'End') this.moveTo(this.order.length - 1);
        else if (event.key === 'Enter' && item) this.options.open?.(item);
        else if (!item || !this.options.key?.(event, item)) return;
        event.preventDefault();
    }

    clicked(event) {
        const row = event.target.closest('.grid-row');
        const place = this.order.find((other) => other.id === row?.dataset.id);
        if (!place) return;
        this.active = place.id;
        this.draw();
        this.options.open?.(place.item);
    }
}
