// The live feed, read by hand: EventSource hides heartbeats, so that with it a dead line cannot be told from
// a quiet night. Resumes with Last-Event-ID; runs in the shared worker, or in the page where there is none.
import type {Change} from '@/api/types';

export type LineState = 'connecting' | 'live' | 'down' | 'signed_out';

export interface FeedHooks {
    state(state: LineState): void;
    changes(changes: Change[]): void;
    reset(): void;
    heard(): void;
}

const silentAfter = 30_000; // without one byte the line is given up and taken again
const retries = [500, 1000, 2000, 4000, 8000];

export class FeedReader {
    private lastId = '';
    private running = false;
    private tries = 0;
    private stopper?: AbortController;
    private wake?: ReturnType<typeof setTimeout>;
    private resume?: () => void;

    constructor(
        private readonly hooks: FeedHooks,
        private readonly resources = [
            'incidents,units,calls,instructions,posts,shelvings',
            'matters,selections,tasks,mediations,pushes,bulletins',
        ].join(),
    ) {}

    start(): void {
        if (this.running) return;
        this.running = true;
        void this.loop();
    }

    stop(): void {
        this.running = false;
        this.stopper?.abort();
        this.hurry();
    }

    /** Tries at once instead of at the end of the pause: the network says that it is back. */
    hurry(): void {
        clearTimeout(this.wake);
        this.resume?.();
    }

    private async loop(): Promise<void> {
        while (this.running) {
            this.hooks.state('connecting');
            const ended = await this.listen();
            if (!this.running) return;
            if (ended === 'signed_out') {
                this.running = false;
                this.hooks.state('signed_out');
                return;
            }
            this.hooks.state('down');
            const pause = retries[Math.min(this.tries++, retries.length - 1)]!;
            await new Promise<void>((resume) => {
                this.resume = resume;
                this.wake = setTimeout(resume, pause * (0.75 + Math.random() / 2));
            });
        }
    }

    private async listen(): Promise<'signed_out' | 'refused' | 'ended' | 'lost'> {
        const stop = (this.stopper = new AbortController());
        let watch = setTimeout(() => stop.abort(), silentAfter);
        try {
            const headers: Record<string, string> = {Accept: 'text/event-stream'};
            if (this.lastId) headers['Last-Event-ID'] = this.lastId;
            const response = await fetch(`/v1/stream?resources=${this.resources}`, {
                headers,
                signal: stop.signal,
                cache: 'no-store',
            });
            if (response.status === 401) return 'signed_out';
            if (!response.ok || !response.body) return 'refused';
            const reader = response.body.getReader();
            const decoder = new TextDecoder();
            let rest = '';
            this.tries = 0;
            this.hooks.state('live');
            this.hooks.heard();
            for (;;) {
                const {done, value} = await reader.read();
                if (done) return 'ended';
                clearTimeout(watch);
                watch = setTimeout(() => stop.abort(), silentAfter);
                this.hooks.heard();
                rest = this.take(rest + decoder.decode(value, {stream: true}));
            }
        } catch {
            return 'lost';
        } finally {
            clearTimeout(watch);
        }
    }

    /** Hands on every whole event of `text`; what is left of the next one comes back. */
    private take(text: string): string {
        const blocks = text.split('\n\n');
        const rest = blocks.pop() ?? '';
        let changes: Change[] = [];
        for (const block of blocks) {
            const event = readEvent(block);
            if (event.name === 'change' && event.data) changes.push(JSON.parse(event.data) as Change);
            if (event.name === 'reset') {
                if (changes.length > 0) this.hooks.changes(changes);
                changes = [];
                this.hooks.reset();
            }
            if (event.id !== undefined) this.lastId = event.id;
        }
        if (changes.length > 0) this.hooks.changes(changes);
        return rest;
    }
}

export function readEvent(block: string): {name: string; id?: string; data: string} {
    let name = 'message';
    let id: string | undefined;
    const data: string[] = [];
    for (const line of block.split('\n')) {
        const colon = line.indexOf(':');
        if (colon <= 0) continue; // a comment is a heartbeat
        const value = line.slice(colon + 1).replace(/^ /, '');
        if (line.startsWith('event:')) name = value;
        else if (line.startsWith('id:')) id = value;
        else if (line.startsWith('data:')) data.push(value);
    }
    return id === undefined ? {name, data: data.join('\n')} : {name, id, data: data.join('\n')};
}
