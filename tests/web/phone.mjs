// What the field phone's stories stand on: a signal that can be cut, as a tunnel cuts it, and a phone that a
// person holds. The server goes on meanwhile, and so do the others.
import {connect, createServer} from 'node:net';

import {patience} from './desk.mjs';

const password = 'anlan-demo-110';

/** Between phone and server. Cut: what is open breaks, what is tried is refused. */
export class Signal {
    sockets = new Set();
    /** How many answers to what was posted get lost on the way back: done, and nobody hears of it. */
    losing = 0;
    up = true;

    async start(port) {
        this.server = createServer((near) => this.join(near, port));
        await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
        this.base = `http://127.0.0.1:${this.server.address().port}`;
        return this;
    }

    join(near, port) {
        if (!this.up) {
            near.destroy();
            return;
        }
        const far = connect(port, '127.0.0.1');
        let posting = false;
        this.sockets.add(near);
        near.on('data', (bytes) => {
            const text = bytes.toString('latin1');
            if (/^[A-Z]+ \//.test(text)) posting = /^POST \/v1\/(units|incidents)/.test(text);
            far.write(bytes);
        });
        far.on('data', (bytes) => {
            if (posting && this.losing > 0) {
                this.losing -= 1;
                near.destroy();
                return;
            }
            near.write(bytes);
        });
        const end = () => {
            this.sockets.delete(near);
            near.destroy();
            far.destroy();
        };
        for (const socket of [near, far]) socket.on('error', end).on('close', end);
    }

    cut() {
        this.up = false;
        for (const socket of this.sockets) socket.destroy();
    }

    back() {
        this.up = true;
    }

    async close() {
        this.cut();
        await new Promise((resolve) => this.server.close(resolve));
    }
}

/** A phone of 390 by 844: one person, one browser profile, and everything that went wrong on it. */
export async function openPhone(
    browser,
    base,
    {login, unit, theme = 'day', language = 'zh', gloves = 'no', size = [390, 844], before} = {},
) {
    const context = await browser.newContext({
        viewport: {width: size[0], height: size[1]},
        deviceScaleFactor: 2,
        hasTouch: true,
        isMobile: true,
        reducedMotion: 'reduce',
    });
    await context.addInitScript(
        ([wantedTheme, wantedLanguage, wantedGloves]) => {
            localStorage.setItem('anlan.theme', wantedTheme);
            localStorage.setItem('anlan.language', wantedLanguage);
            localStorage.setItem('anlan.gloves', wantedGloves);
            addEventListener('securitypolicyviolation', (event) =>
                console.error(`CSP ${event.violatedDirective} ${event.blockedURI}`),
            );
        },
        [theme, language, gloves],
    );
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    const faults = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
        if (message.type() === 'error' && !/Failed to load resource|net::ERR/.test(message.text()))
            faults.push(message.text());
    });
    if (before) await before(context, page);
    await page.goto(`${base}/field/`, {waitUntil: 'domcontentloaded'});
    const phone = {page, context, faults, close: () => context.close()};
    if (login) await signIn(phone, login);
    if (unit) await chooseUnit(phone, unit);
    return phone;
}

export async function signIn({page}, login) {
    await page.locator('#login').fill(login);
    await page.locator('#password').fill(password);
    await page.locator('.sign-in button[type=submit]').click();
    await page.locator('.sign-in').waitFor({state: 'detached'});
}

export async function chooseUnit({page}, callSign) {
    await page.locator('.choices button', {hasText: callSign}).first().click();
    await page.locator('.assignment').waitFor();
}

/** Once the service worker has all that the page is made of, it opens without a signal. */
export async function untilKept({page}) {
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
}

/** Every event of a record, as the log has them. */
export async function eventsOf(outside, path) {
    const {events} = await outside.get(`${path}/timeline?limit=1000`);
    return events;
}
