// A wire between browser and server that a test can cut: what happens when the line, not the server, fails.
import {connect, createServer} from 'node:net';

export function startWire(targetPort, targetHost = '127.0.0.1') {
    const pairs = new Set();
    const state = {cut: false, deafTo: null};
    const server = createServer((near) => {
        if (state.cut) return near.destroy();
        const far = connect(targetPort, targetHost);
        const pair = {near, far, deaf: false};
        pairs.add(pair);
        const end = () => {
            near.destroy();
            far.destroy();
            pairs.delete(pair);
        };
        near.on('data', (bytes) => {
            if (state.deafTo?.test(bytes.toString('latin1'))) pair.deaf = true;
            far.write(bytes);
        });
        far.on('data', (bytes) => {
            if (!pair.deaf) return near.write(bytes);
            end(); // the server has answered, and nobody hears it
        });
        for (const socket of [near, far]) {
            socket.on('error', end);
            socket.on('close', end);
        }
    });
    return new Promise((ready) =>
        server.listen(0, '127.0.0.1', () =>
            ready({
                url: `http://127.0.0.1:${server.address().port}`,
                cut() {
                    state.cut = true;
                    for (const {near, far} of pairs) {
                        near.destroy();
                        far.destroy();
                    }
                },
                mend() {
                    state.cut = false;
                },
                // Requests whose bytes fit are carried out, and their answers are lost; null: heard again. A
                // browser tries once more by itself where an old connection breaks, so that losing one answer
                // would not be noticed.
                loseAnswersTo(pattern) {
                    state.deafTo = pattern;
                },
                close() {
                    this.cut();
                    server.close();
                },
            }),
        ),
    );
}
