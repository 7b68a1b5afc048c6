// The steps: what a call-taker and a dispatcher do at the board, and what may go wrong around them.
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {Colleague} from './colleague.mjs';
import {startMock} from './mock_server.mjs';
import {dispatching} from './steps_dispatch.mjs';
import {arriving, using} from './steps_page.mjs';
import {reporting} from './steps_report.mjs';
import {SOON} from './hands.mjs';
import {startWire} from './wire.mjs';

const require = createRequire(import.meta.url);
const ARGS = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
];
const steps = {...arriving, ...dispatching, ...reporting, ...using};

export async function run(settings) {
    const counts = {PASS: 0, FAIL: 0, SKIP: 0};
    const tell = (word, name, why = '') => {
        counts[word] += 1;
        console.log(`${word} ${name}${why ? `: ${why.replace(/\n/g, ' | ').slice(0, 900)}` : ''}`);
    };
    let stage;
    try {
        stage = await setUp(settings);
    } catch (error) {
        tell('FAIL', 'set_up', `${error.message} (./dev setup browser installs Chromium and npm packages)`);
    }
    let lost = '';
    for (const [name, step] of stage ? Object.entries(steps) : []) {
        if (lost) {
            tell('FAIL', name, `not reached: ${lost} failed`);
            continue;
        }
        try {
            const why = await step(stage);
            if (why?.skip) tell('SKIP', name, why.skip);
            else tell('PASS', name);
        } catch (error) {
            tell('FAIL', name, error.message);
            if (name === 'signs_in_at_a_post') lost = name;
            await stage.shot(`failed-${name}`).catch(() => {});
        }
    }
    await stage?.tearDown();
    console.log(`${counts.PASS} passed, ${counts.FAIL} failed, ${counts.SKIP} skipped`);
    return counts.FAIL > 0 ? 1 : 0;
}

async function setUp(settings) {
    const {chromium} = require('playwright-core');
    const web = join(settings.root, 'web');
    const shots = join(settings.root, 'build/shots');
    mkdirSync(shots, {recursive: true});
    const mock = settings.base ? null : await startMock({web});
    const base = settings.base || `http://127.0.0.1:${mock.port}`;
    const wire = await startWire(Number(new URL(base).port || 80), new URL(base).hostname);
    const browser = await chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
        args: ARGS,
    });
    const context = await browser.newContext({viewport: {width: 1600, height: 900}, reducedMotion: 'reduce'});
    const page = await context.newPage();
    page.setDefaultTimeout(SOON);
    const troubles = [];
    page.on('pageerror', (error) => troubles.push(error.stack));
    page.on(
        'console',
        (message) =>
            /Content Security Policy|Refused to/.test(message.text()) && troubles.push(message.text()),
    );
    page.on(
        'request',
        (request) =>
            request.url().startsWith(wire.url) ||
            /^(data|blob):/.test(request.url()) ||
            troubles.push(`asked ${request.url()}`),
    );
    const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
    return {
        ...settings,
        web,
        base,
        wire,
        page,
        context,
        troubles,
        axe,
        mock,
        colleague: new Colleague(base),
        shot: (name) =>
            page.screenshot({path: join(shots, `${name}.png`), animations: 'disabled', caret: 'hide'}),
        keepReport: (name, value) =>
            writeFileSync(join(shots, `${name}.json`), JSON.stringify(value, null, 1)),
        async tearDown() {
            await browser.close();
            wire.close();
            mock?.server.close();
        },
    };
}
