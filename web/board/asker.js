// A question to the server that follows what is being typed.

/** Asks once things are quiet; only the latest question's answer counts. */
export class Asker {
    constructor(pause, question, answered) {
        Object.assign(this, {pause, question, answered});
    }

    soon() {
        clearTimeout(this.timer);
        this.abort?.abort();
        this.timer = setTimeout(() => this.now(), this.pause);
    }

    async now() {
        const stop = (this.abort = new AbortController());
        try {
            this.answered(await this.question(stop.signal), null);
        } catch (trouble) {
            if (!stop.signal.aborted) this.answered(null, trouble);
        }
    }
}
