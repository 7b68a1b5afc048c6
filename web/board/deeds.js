// From a parsed line to something done: says it in words beforehand, sends it, says how it went, and knows
// how to take it back. A deed keeps its key until the server has answered, so saying it again cannot do it
// twice.
import {requests, send} from './requests.js';
import {newKey} from '../shared/command_key.js';
import {reasonSaid, sentence, sentences, verbTakes, verbWords} from '../shared/verbs.js';
import {className, postText} from './marks.js';
import {word} from './code_words.js';
import {currentLanguage, pick, t} from './words.js';
import {lineFor, verbs} from './grammar.js';

const saidOnlyHere = {
    share: ['{incident} 共享给 {post}：{extent}{reason}', 'share {incident} with {post}: {extent}{reason}'],
    end_sharing: ['{incident} 不再共享给 {post}{reason}', 'end sharing {incident} with {post}{reason}'],
    advise: ['为 {incident} 推荐警力', 'recommend units for {incident}'],
};
const namedOnlyHere = {
    advise: ['推荐警力', 'recommend'],
    share: ['共享给其他岗位', 'share with another post'],
    end_sharing: ['结束共享', 'end sharing'],
    undo: ['撤销上一步派警或并入', 'undo the last dispatch or join'],
};
const takenOnlyHere = {
    dispatch: ['警情号 呼号… [! 理由]', 'incident unit… [! reason]'],
    advise: ['警情号', 'incident'],
    share: ['警情号 岗位 [全] 理由', 'incident post [all] reason'],
    end_sharing: ['警情号 [岗位]', 'incident [post]'],
};

export class Deeds {
    constructor(store) {
        this.store = store;
        this.done = []; // what can be taken back, the latest last
        this.open = new Map(); // line → {key, part}: sent, answer unknown
    }

    incidentName(incident) {
        return (
            `${this.store.numbers.of(incident)} ${className(this.store, incident.classCode)}` +
            (incident.place ? ` (${incident.place})` : '')
        );
    }

    /** What the deed would do, for the preview and the log. */
    say(deed) {
        const zh = currentLanguage() === 'zh';
        if (deed.verb === 'undo') return this.lastText() || t('nothing_to_undo');
        const pair = saidOnlyHere[deed.verb] ?? sentences[deed.verb];
        if (!pair) return t('help_title');
        const code = {
            priority: () => `${deed.code.toUpperCase()} ${word('priority', deed.code)}`,
            close: () => pick(deed.disposition, deed.code),
        };
        return sentence(pair, zh, {
            units: (deed.units ?? []).map((unit) => unit.callSign).join(' '),
            incident: deed.incident ? this.incidentName(deed.incident) : '',
            reason: reasonSaid(deed.reason, zh),
            text: deed.text || (deed.verb === 'filter' ? t('everyone') : '…'),
            code: code[deed.verb]?.(),
            post: deed.post ? postText(this.store, deed.post) : '',
            extent: deed.extent ? word('extent', deed.extent) : '',
        });
    }

    lastText() {
        const last = this.done[this.done.length - 1];
        return last ? `${t('undo')}: ${last.text}` : '';
    }

    /** The requests of a deed, in order; none for what only this desk sees. */
    requestsOf(deed) {
        const each = (make) => deed.units.map((unit) => make(unit.id));
        switch (deed.verb) {
            case 'dispatch':
                return requests.dispatch(deed.incident, deed.units, deed.reason);
            case 'acknowledge':
                return each(requests.acknowledge);
            case 'depart':
                return each(requests.depart);
            case 'arrive':
                return each(requests.arrive);
            case 'clear':
                return each(requests.clear);
            case 'release':
                return each((unit) => requests.release(unit, deed.reason));
            case 'resume':
                return each((unit) => requests.resume(unit, deed.incident));
            case 'know':
                return each(requests.know);
            case 'share':
                return [requests.share(deed.incident.id, deed.post, deed.extent, deed.reason)];
            case 'end_sharing':
                return [requests.endSharing(deed.incident.id, deed.post, deed.reason)];
            case 'safe':
                return each(requests.safe);
            case 'panic_over':
                return each((unit) => requests.clearPanic(unit, deed.reason));
            case 'note':
                return [requests.note(deed.incident.id, deed.text)];
            case 'priority':
                return [requests.priority(deed.incident.id, deed.code, deed.reason || this.saidAtDesk())];
            case 'close':
                return [requests.close(deed.incident.id, deed.code, deed.text)];
            default:
                return [];
        }
    }

    saidAtDesk() {
        return currentLanguage() === 'zh' ? '派警席判断' : 'judged at the desk';
    }

    /**
     * Sends the deed. What was answered is not sent again when the rest is tried once more.
     * @returns {Promise<{text: string, refused: {unit: string, problem: any}[]}>}
     */
    async carryOut(deed) {
        const text = this.say(deed);
        const going = this.open.get(text) ?? {key: newKey(), part: 0, refused: []};
        this.open.set(text, going);
        const all = this.requestsOf(deed);
        try {
            for (; going.part < all.length; ++going.part) {
                const key = all.length > 1 ? `${going.key}.${going.part}` : going.key;
                const answer = await send(all[going.part], key);
                going.refused.push(...answer.refused);
            }
        } catch (trouble) {
            if (trouble.kind !== 'unknown') this.open.delete(text);
            throw trouble;
        }
        this.open.delete(text);
        const sent = (deed.units ?? []).filter(
            (unit) => !going.refused.some((other) => other.unit === unit.id),
        );
        if (deed.verb === 'dispatch' && sent.length > 0) this.remember(text, sent, deed.incident);
        return {text, refused: going.refused};
    }

    remember(text, units, incident) {
        const why = currentLanguage() === 'zh' ? '误派撤销' : 'sent by mistake';
        this.keepUndo({
            text,
            requests: units.map((unit) => requests.release(unit.id, why, incident.id)),
            key: newKey(),
        });
    }

    keepUndo(undo) {
        this.done.push(undo);
        if (this.done.length > 20) this.done.shift();
    }

    async undo() {
        const last = this.done[this.done.length - 1];
        if (!last) return '';
        for (const [index, request] of last.requests.entries()) await send(request, `${last.key}.${index}`);
        this.done.pop();
        last.after?.();
        return last.text;
    }

    /** What a person at the keyboard would type for this. */
    line(verb, incident, units = [], tail = '') {
        const words = [];
        if (incident) words.push(this.store.numbers.of(incident));
        words.push(...units.map((unit) => unit.callSign));
        if (tail) words.push(tail);
        return lineFor(verb, words, currentLanguage());
    }
}

/** Every verb that the post may say, with what it takes, for the help. */
export function helpRows(rights) {
    const zh = currentLanguage() === 'zh';
    return Object.entries(verbs)
        .filter(([verb]) => rights.may(verb))
        .map(([verb, names]) => ({
            names: names.slice(0, 2).join(' / '),
            takes: (takenOnlyHere[verb] ?? verbTakes[verb])[zh ? 0 : 1],
            says: (namedOnlyHere[verb] ?? verbWords[verb])[zh ? 0 : 1],
        }));
}
