// From a parsed line to something done: says it in words beforehand, sends it, says how it went, and knows
// how to take it back. A deed keeps its key until the server has answered, so saying it again cannot do it
// twice.
import {requests, send} from './requests.js';
import {newKey} from './http.js';
import {className, postText} from './marks.js';
import {word} from './code_words.js';
import {currentLanguage, pick, t} from './words.js';
import {lineFor, verbs} from './grammar.js';

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
        const units = (deed.units ?? []).map((unit) => unit.callSign).join(' ');
        const incident = deed.incident ? this.incidentName(deed.incident) : '';
        const zh = currentLanguage() === 'zh';
        const reason = deed.reason ? (zh ? `（${deed.reason}）` : ` (${deed.reason})`) : '';
        switch (deed.verb) {
            case 'dispatch':
                return zh ? `派 ${units} → ${incident}${reason}` : `send ${units} → ${incident}${reason}`;
            case 'acknowledge':
                return zh ? `${units} 接令` : `${units} has acknowledged`;
            case 'depart':
                return zh ? `${units} 出动` : `${units} is on the way`;
            case 'arrive':
                return zh ? `${units} 到场` : `${units} is on scene`;
            case 'clear':
                return zh ? `${units} 清场` : `${units} is clear`;
            case 'release':
                return zh ? `撤回 ${units}${reason}` : `release ${units}${reason}`;
            case 'resume':
                return zh ? `${units} 恢复等待中的警情` : `${units} resumes the incident that waits`;
            case 'safe':
                return zh ? `${units} 安全` : `${units} is safe`;
            case 'panic_over':
                return zh ? `解除 ${units} 紧急求助${reason}` : `${units}: panic over${reason}`;
            case 'know':
                return zh ? `${units} 已知变更` : `${units} knows of the change`;
            case 'share': {
                const post = postText(this.store, deed.post);
                const extent = word('extent', deed.extent);
                return zh
                    ? `${incident} 共享给 ${post}：${extent}${reason}`
                    : `share ${incident} with ${post}: ${extent}${reason}`;
            }
            case 'end_sharing': {
                const post = postText(this.store, deed.post);
                return zh
                    ? `${incident} 不再共享给 ${post}${reason}`
                    : `end sharing ${incident} with ${post}${reason}`;
            }
            case 'view':
                return zh ? `查看 ${incident}` : `show ${incident}`;
            case 'advise':
                return zh ? `为 ${incident} 推荐警力` : `recommend units for ${incident}`;
            case 'note':
                return zh ? `${incident} 备注：${deed.text}` : `note on ${incident}: ${deed.text}`;
            case 'priority':
                return `${incident} → ${deed.code.toUpperCase()} ${word('priority', deed.code)}${reason}`;
            case 'close':
                return zh
                    ? `结案 ${incident}：${pick(deed.disposition, deed.code)}`
                    : `close ${incident}: ${pick(deed.disposition, deed.code)}`;
            case 'report':
                return zh ? `登记报警：${deed.text || '…'}` : `new report: ${deed.text || '…'}`;
            case 'filter':
                return zh ? `筛选警力：${deed.text || '全部'}` : `filter units: ${deed.text || 'all'}`;
            case 'undo':
                return this.lastText() || t('nothing_to_undo');
            default:
                return t('help_title');
        }
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
    const rows = {
        dispatch: zh ? '警情号 呼号… [! 理由]' : 'incident unit… [! reason]',
        acknowledge: zh ? '呼号…' : 'unit…',
        depart: zh ? '呼号…' : 'unit…',
        arrive: zh ? '呼号…' : 'unit…',
        clear: zh ? '呼号…' : 'unit…',
        release: zh ? '呼号 理由' : 'unit reason',
        resume: zh ? '呼号' : 'unit',
        know: zh ? '呼号…' : 'unit…',
        safe: zh ? '呼号' : 'unit',
        panic_over: zh ? '呼号 理由' : 'unit reason',
        view: zh ? '警情号' : 'incident',
        advise: zh ? '警情号' : 'incident',
        note: zh ? '警情号 内容' : 'incident text',
        priority: zh ? '警情号 1–4 [理由]' : 'incident 1–4 [reason]',
        share: zh ? '警情号 岗位 [全] 理由' : 'incident post [all] reason',
        end_sharing: zh ? '警情号 [岗位]' : 'incident [post]',
        close: zh ? '警情号 处置结果 [说明]' : 'incident disposition [text]',
        report: zh ? '[内容]' : '[text]',
        filter: zh ? '文字' : 'text',
        undo: '',
        help: '',
    };
    const says = {
        dispatch: ['派警', 'dispatch'],
        acknowledge: ['接令', 'acknowledged'],
        depart: ['出动', 'en route'],
        arrive: ['到场', 'on scene'],
        clear: ['清场', 'clear'],
        release: ['撤回', 'release'],
        resume: ['恢复等待的任务', 'resume what waits'],
        know: ['确认警情变更', 'knows of the change'],
        safe: ['安全', 'safe'],
        panic_over: ['解除紧急求助', 'panic over'],
        view: ['查看', 'show'],
        advise: ['推荐警力', 'recommend'],
        note: ['备注', 'note'],
        priority: ['改级别', 'priority'],
        share: ['共享给其他岗位', 'share with another post'],
        end_sharing: ['结束共享', 'end sharing'],
        close: ['结案', 'close'],
        report: ['登记报警', 'new report'],
        filter: ['筛选警力', 'filter units'],
        undo: ['撤销上一步派警或并入', 'undo the last dispatch or join'],
        help: ['本帮助', 'this help'],
    };
    return Object.entries(verbs)
        .filter(([verb]) => rights.may(verb))
        .map(([verb, names]) => ({
            names: names.slice(0, 2).join(' / '),
            takes: rows[verb],
            says: says[verb][zh ? 0 : 1],
        }));
}
