// A report being written, kept on this desk until the server has it: over a reload, a lost line, a sign-in
// that ran out. What was sent and not answered is sent again as it was, under the same key, before anything
// else is.
import {requests, send} from './requests.js';
import {newKey} from '../shared/command_key.js';

const empty = () => ({
    channel: 'phone',
    text: '',
    placeText: '',
    place: null,
    callback: '',
    silent: false,
    classCode: '',
    answers: {},
    receive: null, // {request, key}: the report as it was sent
    call: '', // its id, once the server has it
    told: null, // what it knows of the caller by then
    outcome: null, // {kind, request, key}: what was decided, as it was sent
});

export class Draft {
    /** Kept for one account: who sits down next at the desk does not see it. */
    constructor(account) {
        this.kept = `anlan.report.${account}`;
        this.now = {...empty(), ...stored(this.kept)};
    }

    isEmpty() {
        return (
            !this.now.text && !this.now.placeText && !this.now.callback && !this.now.call && !this.now.receive
        );
    }

    change(values) {
        Object.assign(this.now, values);
        this.save();
    }

    save() {
        try {
            if (this.isEmpty()) sessionStorage.removeItem(this.kept);
            else sessionStorage.setItem(this.kept, JSON.stringify(this.now));
        } catch {
            // The form itself still holds it.
        }
    }

    clear() {
        this.now = empty();
        this.save();
    }

    /** Whether something was sent whose answer never came. */
    isUnsure() {
        return Boolean((this.now.receive && !this.now.call) || this.now.outcome);
    }

    /**
     * Takes the report and gives it its outcome. `make(callId)` says the request of the outcome.
     * @returns {Promise<{kind: string, call: string}>} of the outcome that was carried out, which is the
     *   earlier one if that was never answered
     */
    async decide(kind, make) {
        await this.receive();
        if (!this.now.outcome) await this.bringUpToDate(kind);
        const going = this.now.outcome ?? {kind, request: make(this.now.call, this.now), key: newKey()};
        this.change({outcome: going});
        const answer = await this.tell(going, 'outcome');
        return {kind: going.kind, call: this.now.call, answer};
    }

    async receive() {
        if (this.now.call) return;
        if (!this.now.receive) this.change({receive: {request: requests.receive(this.now), key: newKey()}});
        const sent = this.now.receive.request.body;
        const answer = await this.tell(this.now.receive, 'receive');
        this.change({call: answer.stream, told: {callback: sent.callback, silent: sent.duress}});
    }

    /** What was written after the call was received. Opening an incident carries the report itself. */
    async bringUpToDate(kind) {
        const {call, told, callback, silent, text} = this.now;
        const missing = [];
        if (callback !== told?.callback) missing.push(requests.stateCaller(call, this.now));
        if (silent && !told?.silent) missing.push(requests.duress(call));
        if (kind !== 'open' && text) missing.push(requests.writeReport(call, this.now));
        // The same words get the same key, however often they are sent.
        for (const request of missing) await send(request, `${call}.${digest(request)}`);
        this.change({told: {callback, silent}});
    }

    async tell(going, member) {
        try {
            return await send(going.request, going.key);
        } catch (trouble) {
            // Refused: nothing happened, so that what is sent next may be another thing under another key.
            if (trouble.kind === 'refused') this.change({[member]: null});
            throw trouble;
        }
    }
}

function stored(name) {
    try {
        return JSON.parse(sessionStorage.getItem(name) ?? '{}');
    } catch {
        return {};
    }
}

// FNV-1a over what is sent, with its path.
function digest(request) {
    let hash = 0x811c9dc5;
    for (const unit of JSON.stringify([request.path, request.body])) {
        hash ^= unit.charCodeAt(0);
        hash = Math.imul(hash, 0x01000193) >>> 0;
    }
    return hash.toString(16);
}
