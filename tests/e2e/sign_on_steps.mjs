// The steps: nobody is let in, and no account made, before an administrator has linked the subject; then the
// browser goes there and comes back as that account. What is begun by another browser, or bent, is refused.
import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {SOON, check, until} from './hands.mjs';

const require = createRequire(import.meta.url);
const PASSWORD = 'korrekt-pferd-110';
const SECRET = 'a secret: with signs & blanks, as long as the provider asks for';
const SUBJECT = 'subject-4711';

const freePort = () =>
    new Promise((found) => {
        const server = createServer();
        server.listen(0, '127.0.0.1', () => {
            const {port} = server.address();
            server.close(() => found(port));
        });
    });

async function startProvider(issuer, port, callback) {
    const {default: Provider} = await import('oidc-provider');
    const provider = new Provider(issuer, {
        clients: [
            {
                client_id: 'anlan',
                client_secret: SECRET,
                redirect_uris: [callback],
                response_types: ['code'],
                grant_types: ['authorization_code'],
                token_endpoint_auth_method: 'client_secret_basic',
            },
        ],
        pkce: {required: () => true},
        cookies: {keys: ['of this test']},
        findAccount: (_, id) => ({accountId: id, claims: async () => ({sub: id})}),
    });
    return new Promise((ready) => {
        const server = provider.listen(port, '127.0.0.1', () => ready(server));
    });
}

async function startServer(root, data, port, issuer) {
    const program = process.env.ANLAN_PROGRAM ?? join(root, 'build/release/anlan');
    const account = (...rest) =>
        execFileSync(program, ['account', ...rest, '--data', data], {
            input: `${PASSWORD}\n`,
            encoding: 'utf8',
        });
    account('create', 'li.na');
    account('grant', 'li.na', '--role', 'city_dispatcher');
    writeFileSync(join(data, 'secret'), `${SECRET}\n`);
    const server = spawn(
        program,
        [
            ...['serve', '--data', data, '--port', String(port)],
            ...['--sign-on-issuer', issuer, '--sign-on-client', 'anlan'],
            ...['--sign-on-secret-file', join(data, 'secret')],
        ],
        {stdio: ['ignore', 'pipe', 'inherit']},
    );
    for await (const line of createInterface({input: server.stdout}))
        if (/listens on/.test(line)) return {server, account};
    throw new Error('the service did not start');
}

/** A click that leads to another page, and its arrival there. */
async function andAway(page, button) {
    await Promise.all([page.waitForEvent('domcontentloaded'), button.click()]);
}

async function throughConsent(page, url) {
    for (;;) {
        const consent = page.locator('form button');
        await until('a page', async () => page.url().startsWith(url) || (await consent.count()) > 0);
        if (page.url().startsWith(url)) return;
        await andAway(page, consent.first());
    }
}

/** Through the provider's pages, as far as they ask. */
async function signOn({page, url}, subject) {
    await andAway(page, page.locator('.sign-on'));
    const field = page.locator('input[name=login]');
    // Who is still known at the provider comes straight back to our page, which has such a field too.
    await until('a page', async () => page.url().startsWith(url) || (await field.count()) > 0);
    if (!page.url().startsWith(url)) {
        await field.fill(subject);
        await page.locator('input[name=password]').fill('any');
        await andAway(page, page.locator('form button').first());
    }
    await throughConsent(page, url);
}

const said = ({page}) => page.locator('.trouble').textContent();

const steps = {
    async who_is_not_linked_is_not_let_in_and_no_account_is_made(stage) {
        const {page, url, account} = stage;
        const before = account('list', '--json');
        await page.goto(url);
        await page.locator('.sign-on').waitFor();
        await signOn(stage, SUBJECT);
        await until('the refusal', async () => /未关联/.test(await said(stage)));
        check(account('list', '--json') === before, 'an account was made');
    },

    async who_is_linked_comes_back_as_that_account(stage) {
        const {page, account, issuer} = stage;
        account('link', 'li.na', '--issuer', issuer, '--subject', SUBJECT);
        await signOn(stage, SUBJECT);
        await page.locator('#incidents-title').waitFor();
        const session = await page.evaluate(async () => (await fetch('/v1/session')).json());
        check(session.login === 'li.na' && session.proof === 'single_sign_on', JSON.stringify(session));
    },

    async who_came_from_a_console_goes_back_there(stage) {
        const {browser, url} = stage;
        const context = await browser.newContext();
        const page = await context.newPage();
        await page.goto(`${url}dispatch/`);
        await page.locator('.sign-on').waitFor();
        await signOn({page, url}, SUBJECT);
        await page.locator('header.top').waitFor();
        check(new URL(page.url()).pathname === '/dispatch/', page.url());
        check(!page.url().includes('sign_on'), page.url());
        await context.close();
    },

    async a_return_that_another_browser_began_is_refused(stage) {
        const {browser, url} = stage;
        // The attacker goes as far as the provider's answer, keeps it unused, and hands its address on.
        const attacker = await browser.newContext();
        const theirs = await attacker.newPage();
        let handed = '';
        theirs.on('request', (request) => {
            if (request.url().includes('/sign_on/return?')) handed = request.url();
        });
        await theirs.goto(url);
        await theirs.locator('.sign-on').click();
        await theirs.locator('input[name=login]').waitFor();
        const began = (await attacker.cookies()).find((cookie) => cookie.name === 'anlan_sign_on');
        await attacker.clearCookies({name: 'anlan_sign_on'});
        await theirs.locator('input[name=login]').fill(SUBJECT);
        await theirs.locator('input[name=password]').fill('any');
        await andAway(theirs, theirs.locator('form button').first());
        await throughConsent(theirs, url);
        const over = async (page) =>
            until('the refusal', async () => /session\.sign_on_over/.test(await said({page})));
        await over(theirs);
        const victim = await browser.newContext();
        const page = await victim.newPage();
        await page.goto(handed);
        await over(page);
        await attacker.addCookies([began]);
        await theirs.goto(handed);
        await theirs.locator('#incidents-title').waitFor();
        await victim.close();
        await attacker.close();
    },

    async what_the_provider_did_not_say_is_refused({url}) {
        const ask = (path, options) => fetch(new URL(path, url), {redirect: 'manual', ...options});
        for (const [query, code] of [
            ['code=x&state=x', 'session.sign_on_over'],
            ['state=x', 'session.sign_on_refused'],
            ['error=access_denied&state=x', 'session.sign_on_refused'],
        ]) {
            const answer = await ask(`/v1/session/sign_on/return?${query}`);
            check(answer.headers.get('location') === `/?sign_on=${code}`, answer.headers.get('location'));
        }
        const begun = await ask('/v1/session/sign_on');
        const there = new URL(begun.headers.get('location'));
        for (const name of ['nonce', 'code_challenge'])
            check(there.searchParams.get(name)?.length === 43, `${name} in ${there}`);
        // Chance, when it ends, and our signature.
        check(/^[\w-]{43}\.\d{13}\.[\w-]{43}$/.test(there.searchParams.get('state')), `state in ${there}`);
        check(there.searchParams.get('code_challenge_method') === 'S256', there.href);
        const cookie = begun.headers.get('set-cookie').split(';')[0];
        const state = there.searchParams.get('state');
        const answer = `/v1/session/sign_on/return?code=x&state=${state}`;
        const bent = await ask(answer, {headers: {Cookie: cookie}});
        check(bent.headers.get('location') === '/?sign_on=sign_on.provider', 'a code that is none');
        const again = await ask(answer, {headers: {Cookie: cookie}});
        check(again.headers.get('location') === '/?sign_on=session.sign_on_over', 'a state is good once');
        const claimed = await ask('/v1/session', {
            method: 'POST',
            headers: {'Content-Type': 'application/json', Cookie: cookie},
            body: JSON.stringify({signed_on: true}),
        });
        check(claimed.status === 409, `a sign-on that did not come about: ${claimed.status}`);
    },
};

async function setUp(root) {
    const {chromium} = require('playwright-core');
    const data = mkdtempSync(join(tmpdir(), 'anlan-sign-on-'));
    const [port, providerPort] = [await freePort(), await freePort()];
    const url = `http://localhost:${port}/`;
    const issuer = `http://localhost:${providerPort}`;
    const provider = await startProvider(issuer, providerPort, `${url}v1/session/sign_on/return`);
    const {server, account} = await startServer(root, data, port, issuer);
    const browser = await chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
        args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
    });
    const page = await browser.newPage();
    page.setDefaultTimeout(SOON);
    return {
        url,
        issuer,
        account,
        browser,
        page,
        async tearDown() {
            await browser.close();
            server.kill();
            await new Promise((gone) => server.on('exit', gone));
            provider.close();
            rmSync(data, {recursive: true, force: true});
        },
    };
}

export async function run(root) {
    const counts = {PASS: 0, FAIL: 0};
    const tell = (verdict, name, why = '') => {
        counts[verdict] += 1;
        console.log(`${verdict} ${name}${why ? `: ${why.replace(/\n/g, ' | ').slice(0, 900)}` : ''}`);
    };
    let stage = null;
    let at = 'set_up';
    try {
        stage = await setUp(root);
        for (const [name, step] of Object.entries(steps)) {
            at = name; // each goes on where the last one ended, so the first that fails is the last
            await step(stage);
            tell('PASS', name);
        }
    } catch (error) {
        tell('FAIL', at, error.stack ?? String(error));
    }
    await stage?.tearDown();
    console.log(`${counts.PASS} passed, ${counts.FAIL} failed, 0 skipped`);
    return counts.FAIL > 0 ? 1 : 0;
}
