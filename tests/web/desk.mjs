// What the consoles' stories stand on: the real program with the demo city, real Chromium, and a desk that a
// person sits at. Nothing is waited for by the clock: each step waits for what a person would see.
import {spawn} from 'node:child_process';
import {
    cpSync,
    existsSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    renameSync,
    rmSync,
    statSync,
} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';

export const root = process.env.ANLAN_SOURCE_DIR ?? fileURLToPath(new URL('../..', import.meta.url));
export const program = process.env.ANLAN_BINARY ?? join(root, 'build/release/anlan');
const require = createRequire(join(root, 'web/package.json'));
export const patience = 180_000; // the machine may be busy; what is there is seen at once
const password = 'anlan-demo-110';

export const chromiumPath = [
    '/usr/bin/chromium-headless-shell',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
].find((path) => existsSync(path));

const seed = join(root, 'build/demo/wuhan.jsonl');
const freshFor = 30 * 60_000; // what is planned for today's shifts is still to come

/** Starts the program; its process, the port it listens at, and a promise of its end. */
async function serve(data, port, options) {
    const process = spawn(program, ['serve', '--data', data, '--port', String(port), ...options], {
        stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    process.stderr.on('data', (text) => (said = (said + text).slice(-4000)));
    const ended = new Promise((resolve) => process.once('exit', resolve));
    const lines = createInterface({input: process.stdout});
    const listensAt = await new Promise((resolve, reject) => {
        lines.on('line', (line) => {
            const found = /listens on http:\/\/[^:]+:(\d+)/.exec(line);
            if (found) resolve(Number(found[1]));
        });
        process.once('exit', (code) => reject(new Error(`anlan ended with ${code}: ${said}`)));
    });
    return {process, port: listensAt, ended};
}

const demo = (callsPerHour) => ['--demo', '--seed', seed, '--calls-per-hour', String(callsPerHour)];

/** A data folder that this program filled with the demo city: made once, copied by every story. */
async function filledFolder() {
    const stamp = [program, seed].map((file) => Math.trunc(statSync(file).mtimeMs)).join('-');
    const folder = join(root, 'build/demo', `data-${stamp}`);
    if (existsSync(folder) && Date.now() - statSync(folder).mtimeMs < freshFor) return folder;
    for (const old of readdirSync(join(root, 'build/demo')).filter((name) => name.startsWith('data-'))) {
        const path = join(root, 'build/demo', old);
        if (Date.now() - statSync(path).mtimeMs > freshFor) rmSync(path, {recursive: true, force: true});
    }
    const made = mkdtempSync(join(root, 'build/demo/filling-'));
    const service = await serve(made, 0, demo(0));
    service.process.kill('SIGINT');
    await service.ended;
    try {
        renameSync(made, folder);
    } catch (trouble) {
        if (trouble.code !== 'ENOTEMPTY' && trouble.code !== 'EEXIST') throw trouble;
        rmSync(made, {recursive: true}); // another story was first
    }
    return folder;
}

/** The program over the demo city, in a folder of its own; it can be killed and started again. */
export class City {
    folder = mkdtempSync(join(process.env.TMPDIR ?? tmpdir(), 'anlan-consoles-'));
    port = 0;
    callsPerHour = 0;
    options = []; // more of `anlan serve`
    seed = seed;

    /** `empty`: a service with the accounts that were made there, and no demo city. */
    async start({empty = false} = {}) {
        const data = join(this.folder, 'data');
        if (!empty && this.callsPerHour === 0 && !existsSync(data))
            cpSync(await filledFolder(), data, {recursive: true});
        const service = await serve(data, this.port, [
            ...(empty ? [] : demo(this.callsPerHour)),
            ...this.options,
        ]);
        this.process = service.process;
        this.ended = service.ended;
        this.port = service.port;
        this.base = `http://127.0.0.1:${service.port}`;
    }

    /** As a power cut: no farewell. */
    async kill() {
        this.process.kill('SIGKILL');
        await this.ended;
    }

    async close() {
        if (this.process && this.process.exitCode === null) await this.kill();
        rmSync(this.folder, {recursive: true, force: true});
    }

    /** A session of the interface, for what happens outside the desk. */
    async session(login) {
        const answer = await fetch(`${this.base}/v1/session`, {
            method: 'POST',
            headers: {'Content-Type': 'application/json'},
            body: JSON.stringify({login, password, bearer: true}),
        });
        const {token} = await answer.json();
        const send = async (method, path, body, headers = {}) => {
            const response = await fetch(this.base + path, {
                method,
                headers: {
                    Authorization: `Bearer ${token}`,
                    'Content-Type': 'application/json',
                    'Idempotency-Key': crypto.randomUUID(),
                    'Anlan-Purpose': 'call_handling',
                    ...headers,
                },
                ...(body === undefined ? {} : {body: JSON.stringify(body)}),
            });
            const value = response.status === 204 ? null : await response.json();
            if (!response.ok)
                throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(value)}`);
            return value;
        };
        const text = async (path) =>
            (await fetch(this.base + path, {headers: {Authorization: `Bearer ${token}`}})).text();
        return {
            get: (path) => send('GET', path),
            post: (path, body) => send('POST', path, body),
            remove: (path) => send('DELETE', path),
            text,
        };
    }
}

// A microphone that beeps, and a person who allows it.
const fakeMicrophone = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

export async function openBrowser() {
    const {chromium} = require('playwright-core');
    return chromium.launch({executablePath: chromiumPath, args: ['--no-sandbox', ...fakeMicrophone]});
}

/** A desk: one person, one browser profile, and everything that went wrong on it. */
export async function openDesk(
    browser,
    city,
    {login, path, theme = 'day', language = 'zh', size = [1920, 1080]},
) {
    const context = await browser.newContext({
        viewport: {width: size[0], height: size[1]},
        reducedMotion: 'reduce',
    });
    await context.addInitScript(
        ([wantedTheme, wantedLanguage]) => {
            localStorage.setItem('anlan.theme', wantedTheme);
            localStorage.setItem('anlan.language', wantedLanguage);
            addEventListener('securitypolicyviolation', (event) =>
                console.error(`CSP ${event.violatedDirective} ${event.blockedURI}`),
            );
        },
        [theme, language],
    );
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    const faults = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
        if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
            faults.push(message.text());
    });
    page.on('request', (request) => {
        const {protocol, host} = new URL(request.url());
        if (protocol.startsWith('http') && host !== new URL(city.base).host)
            faults.push(`asked ${request.url()}`);
    });
    await page.goto(city.base + path);
    if (login) {
        await page.locator('#login').fill(login);
        await page.locator('#password').fill(password);
        await page.keyboard.press('Enter');
        await page.locator('header.top').waitFor();
    }
    return {page, context, faults, close: () => context.close()};
}

/** Rules of WCAG 2.2 AA that a page breaks, each with where. */
export async function axe(page) {
    // Evaluated by the browser itself: the page's policy takes no script from elsewhere.
    await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
    const result = await page.evaluate(() =>
        globalThis.axe.run(document, {
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
        }),
    );
    return result.violations.map(
        ({id, nodes}) =>
            `${id}: ${nodes
                .slice(0, 3)
                .map((node) => `${node.target.join(' ')} (${node.failureSummary?.split('\n')[1]?.trim()})`)
                .join('; ')}`,
    );
}

/** Runs the stories in order, prints a line for each and the summary; the exit code. */
export async function tell(stories) {
    const counts = {passed: 0, failed: 0, skipped: 0};
    const only = process.env.ANLAN_STORY ?? '';
    for (const [name, story] of Object.entries(stories)) {
        if (only && !name.includes(only)) continue;
        try {
            await story();
            counts.passed += 1;
            console.log(`PASS ${name}`);
        } catch (error) {
            counts.failed += 1;
            console.log(`FAIL ${name}: ${String(error.stack ?? error).replace(/\n/g, ' | ')}`);
        }
    }
    return summary(counts);
}

export function summary({passed, failed, skipped}) {
    console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
    return failed > 0 ? 1 : 0;
}

export function skipAll(names, why) {
    for (const name of names) console.log(`SKIP ${name}: ${why}`);
    return summary({passed: 0, failed: 0, skipped: names.length});
}

/** As a camera gives it: larger than what is sent, with where it was taken in a comment of the file. */
export async function cameraPhoto(page, colour = '#1757c2') {
    const bytes = await page.evaluate(async (colour) => {
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [3000, 2000];
        const pen = canvas.getContext('2d');
        pen.fillStyle = colour;
        pen.fillRect(0, 0, 3000, 2000);
        pen.fillStyle = '#ffc27a';
        pen.fillRect(1000, 500, 900, 900);
        const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.9));
        return [...new Uint8Array(await blob.arrayBuffer())];
    }, colour);
    const comment = Buffer.from('30.5928N 114.3055E');
    const segment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, comment.length + 2]), comment]);
    const buffer = Buffer.concat([Buffer.from(bytes.slice(0, 2)), segment, Buffer.from(bytes.slice(2))]);
    return {name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer};
}
