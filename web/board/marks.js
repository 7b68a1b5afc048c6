// Small things that every part of the board draws the same way: priority, status, time left, names.
import {h, write} from './dom.js';
import {span} from '../shared/clock.js';
import {statusMark, word} from './code_words.js';
import {currentLanguage, pick, t} from './words.js';

export function priorityBadge() {
    const code = h('span', {});
    const meaning = h('span', {class: 'badge-word'});
    const element = h('span', {class: 'badge'}, code, meaning);
    return {
        element,
        show(priority) {
            element.className = `badge badge-${priority}`;
            write(code, String(priority).toUpperCase());
            write(meaning, ` ${word('priority', priority)}`);
        },
    };
}

/** Shape and word of a unit's status; colour only adds. */
export function statusTag() {
    const shape = h('span', {class: 'shape', 'aria-hidden': 'true'});
    const text = h('span', {});
    const element = h('span', {class: 'status'}, shape, text);
    return {
        element,
        show(status) {
            element.className = `status status-${status}`;
            write(shape, statusMark[status] ?? '·');
            write(text, word('status', status));
        },
    };
}

/** How a limit stands now: 'late', 'soon' or 'calm'. */
export function urgencyOf(owed, now) {
    if (!owed) return 'none';
    if (now >= owed.dueBy) return 'late';
    const warnAt = owed.warnAt ?? owed.dueBy - Math.min(60_000, (owed.dueBy - owed.since) / 4);
    return now >= warnAt ? 'soon' : 'calm';
}

/** "派警 01:12 / 03:00", and when late a mark, a word and how late. */
export function clockTag() {
    const mark = h('span', {class: 'clock-mark', 'aria-hidden': 'true'});
    const what = h('span', {class: 'clock-what'});
    const figures = h('span', {class: 'figures'});
    const limit = h('span', {class: 'figures clock-limit'});
    const element = h('span', {class: 'clock'}, mark, what, figures, limit);
    return {
        element,
        show(owed, now, since) {
            const urgency = urgencyOf(owed, now);
            element.className = `clock clock-${urgency}`;
            write(mark, {late: '◆', soon: '◇'}[urgency] ?? '');
            if (!owed) {
                write(what, t('elapsed'));
                write(figures, since ? span(now - since) : '–');
                write(limit, '');
                return;
            }
            const kind = word('obligation', owed.kind);
            write(
                what,
                urgency === 'late' ? `${kind}${currentLanguage() === 'zh' ? '' : ' '}${t('late_by')}` : kind,
            );
            write(figures, urgency === 'late' ? `+${span(now - owed.dueBy)}` : span(now - owed.since));
            write(limit, ` / ${span(owed.dueBy - owed.since)}`);
        },
    };
}

/** What has changed at a unit's incident since its crew last said that it knows: "priority raised to P1". */
export function changeText(unit) {
    if (!unit.change) return '';
    const priority = unit.priority.toUpperCase();
    const said = {
        priority: t(unit.priority < unit.change.from ? 'raised_to' : 'lowered_to', {priority}),
        incident_class: t('class_changed'),
        place: t('place_changed'),
    };
    return unit.change.parts.map((part) => said[part] ?? part).join(' · ');
}

/** The same as short as a row needs it: the figure first, and whether it went up or down. */
export function changeMark(unit) {
    if (!unit.change) return '';
    if (!unit.change.parts.includes('priority')) return `△ ${changeText(unit)}`;
    const raised = unit.priority < unit.change.from;
    const priority = unit.priority.toUpperCase();
    return `${raised ? '▲' : '▽'} ${t(raised ? 'raised_short' : 'lowered_short', {priority})}`;
}

export function className(store, code) {
    if (!code) return t('unclassified');
    return pick(store.classEntry(code), code);
}

/** "江汉 › 唐家墩所", from the most exact parts that have a name. */
export function areaText(store, where, parts = ['district', 'station']) {
    return parts
        .map((part) => store.areaName(where?.[part] ?? ''))
        .filter(Boolean)
        .join(' › ');
}

/** "pst_dispatcher.420106" as the role and the place. */
export function postText(store, post) {
    const [, role = '', area = ''] = /^pst_([^.]*)\.?(.*)$/.exec(post ?? '') ?? [];
    if (!role) return post || '–';
    const where = area ? store.areaName(`are_${area}`) || `${area} ` : '';
    const duty = word('role', role.replace(/-/g, '_'));
    if (currentLanguage() !== 'zh') return [where, duty].filter(Boolean).join(' ');
    return where + duty.slice(sameAtTheSeam(where, duty));
}

/** How many characters the first text ends with that the second begins with: 首义路派出所 + 派出所综合室. */
function sameAtTheSeam(first, second) {
    for (let length = Math.min(first.length, second.length); length > 0; --length)
        if (first.endsWith(second.slice(0, length))) return length;
    return 0;
}

/** Seconds, as the server computes them, in words short enough for a row. */
export function seconds(value) {
    return value === null || value === undefined ? '–' : span(Number(value) * 1000);
}
