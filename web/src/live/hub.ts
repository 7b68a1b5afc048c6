// One feed for any number of pages: what it says goes to all of them. Lives in the shared worker, or in the
// page itself where the browser has none.
import {FeedReader, type LineState} from './feed_reader';
import type {FromWorker, ToWorker} from './messages';

export interface Port {
    postMessage(message: FromWorker): void;
}

export class Hub {
    private readonly ports = new Set<Port>();
    private session = '';
    private state: LineState = 'connecting';
    private heardAt = 0;
    private downSince = 0;
    private feed?: FeedReader;

    take(port: Port, message: ToWorker): void {
        if (message.kind === 'leave') this.leave(port);
        else if (message.kind === 'hurry') this.feed?.hurry();
        else this.join(port, message.session);
    }

    private join(port: Port, session: string): void {
        this.ports.add(port);
        if (this.feed && this.session === session && this.state !== 'signed_out')
            port.postMessage(this.line());
        else this.begin(session);
    }

    private leave(port: Port): void {
        this.ports.delete(port);
        if (this.ports.size > 0) return;
        this.feed?.stop();
        this.feed = undefined;
    }

    private begin(session: string): void {
        this.feed?.stop();
        this.session = session;
        this.downSince = 0;
        const feed: FeedReader = new FeedReader({
            state: (state) => this.feed === feed && this.stateIs(state),
            changes: (changes) => this.feed === feed && this.tell({kind: 'changes', changes}),
            reset: () => this.feed === feed && this.tell({kind: 'reset'}),
            heard: () => this.feed === feed && this.heard(),
        });
        this.feed = feed;
        feed.start();
    }

    private stateIs(state: LineState): void {
        if (state !== 'live' && this.state === 'live') this.downSince = Date.now();
        if (state === 'live') this.downSince = 0;
        this.state = state;
        this.tell(this.line());
    }

    private heard(): void {
        this.heardAt = Date.now();
        this.tell({kind: 'heard', heardAt: this.heardAt});
    }

    private line(): FromWorker {
        return {kind: 'line', state: this.state, heardAt: this.heardAt, downSince: this.downSince};
    }

    private tell(message: FromWorker): void {
        for (const port of this.ports) port.postMessage(message);
    }
}
