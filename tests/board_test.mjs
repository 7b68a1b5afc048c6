// The live board in a real browser. Against BASE_URL if it is set (a server with the demo city; ANLAN_LOGIN
// and ANLAN_PASSWORD say as whom), else against the mock server. Pictures go to build/shots.
import {run} from './e2e/board_steps.mjs';

process.exitCode = await run({
    base: process.env.BASE_URL ?? '',
    login: process.env.ANLAN_LOGIN ?? 'two-posts',
    password: process.env.ANLAN_PASSWORD ?? 'demo',
    post: process.env.ANLAN_POST ?? (process.env.BASE_URL ? '' : 'pst_city-dispatcher.420100'),
    root: new URL('..', import.meta.url).pathname,
});
process.exit();
