// The live feed, read by hand: EventSource hides heartbeats, so with it a dead line cannot be told from a
// quiet night. Resumes with Last-Event-ID; whatever the server says with `reset` is handed on.

const SILENT_AFTER = 30_000; // without one byte the line is given up and taken again
const RETRY = [500, 1000, 2000, 4000, 8000];

export class Feed {
    /**
     * @param {{path: string, change: Function, reset: Function, state: Function, signedOut: Function}}
     * hooks
     */
    constructor(hooks) {
        this.hooks = hooks;
        this.lastId = '';
        this.heardAt = 0;
        this.running = false;
        this.tries = 0;
    }

    start() {
        this.running = true;
        this.loop();
    }

    stop() {
        this.running = false;
        this.abort?.abort();
        clearTimeout(this.wake);
        this.resume?.();
    }

    /** Tries at once instead of at the end of the pause: the network says it is back. */
    hurry() {
        clearTimeout(this.wake);
        this.resume?.();
    }

    async loop() {
        while (this.running) {
            this.hooks.state('connecting');
            const ended = await this.listen();
            if (!this.running) return;
            if (ended === 'signed_out') return this.hooks.signedOut();
            this.hooks.state('down');
            const pause = RETRY[Math.min(this.tries++, RETRY.length - 1)];
            await new Promise((resume) => {
                this.resume = resume;
                this.wake = setTimeout(resume, pause * (0.75 + Math.random() / 2));
            });
        }
    }

    async listen() {
        const stop = (this.abort = new AbortController());
        let watch = setTimeout(() => stop.abort(), SILENT_AFTER);
        try {
            const headers = {Accept: 'text/event-stream'};
            if (this.lastId) headers['Last-Event-ID'] = this.lastId;
            const response = await fetch(this.hooks.path, {headers, signal: stop.signal, cache: 'no-store'});
            if (response.status === 401) return 'signed_out';
            if (!response.ok) return 'refused';
            const reader = response.body.getReader();
            const decoder = new TextDecoder();
            let rest = '';
            this.heard();
            this.hooks.state('live');
            for (;;) {
                const {done, value} = await reader.read();
                if (done) return 'ended';
                clearTimeout(watch);
                watch = setTimeout(() => stop.abort(), SILENT_AFTER);
                this.heard();
                rest = this.take(rest + decoder.decode(value, {stream: true}));
            }
        } catch {
            return 'lost';
        } finally {
            clearTimeout(watch);
        }
    }

    heard() {
        this.heardAt = Date.now();
        this.tries = 0;
    }

    /** Hands on every whole event of `text`; what is left of the next one comes back. */
    take(text) {
        const blocks = text.split('\n\n');
        const rest = blocks.pop();
        for (const block of blocks) this.event(block);
        return rest;
    }

    event(block) {
        let name = 'message';
        let id = null;
        const data = [];
        for (const line of block.split('\n')) {
            const colon = line.indexOf(':');
            if (colon <= 0) continue;
            const field = line.slice(0, colon);
            const value = line.slice(colon + 1).replace(/^ /, '');
            if (field === 'event') name = value;
            else if (field === 'id') id = value;
            else if (field === 'data') data.push(value);
        }
        if (data.length > 0 && name === 'change') this.hooks.change(JSON.parse(data.join('\n')));
        if (data.length > 0 && name === 'reset') this.hooks.reset(JSON.parse(data.join('\n')));
        if (id !== null) this.lastId = id; // only once it was handed on
    }
}
