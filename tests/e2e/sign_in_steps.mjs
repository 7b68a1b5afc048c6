// The steps: an administrator, whose role asks for a second factor, sets one up, adds a passkey, and looks
// where they are signed in.
import {execFileSync, spawn} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {codeOf} from './authenticator.mjs';
import {SOON, axeInBothThemes, check, until} from './hands.mjs';

const require = createRequire(import.meta.url);
const PASSWORD = 'korrekt-pferd-110';

/** What a phone's camera would read of the picture on the screen. */
async function readPicture({page, decode}) {
    const shot = (await page.locator('.qr').screenshot()).toString('base64');
    const {width, height, pixels} = await page.evaluate(async (data) => {
        const picture = new Image();
        picture.src = `data:image/png;base64,${data}`;
        await picture.decode();
        const canvas = Object.assign(document.createElement('canvas'), {
            width: picture.width,
            height: picture.height,
        });
        const context = canvas.getContext('2d');
        context.drawImage(picture, 0, 0);
        const read = context.getImageData(0, 0, canvas.width, canvas.height);
        return {width: read.width, height: read.height, pixels: Array.from(read.data)};
    }, shot);
    return decode(Uint8ClampedArray.from(pixels), width, height)?.data;
}

async function typeIn({page}, login) {
    await page.locator('#login').waitFor();
    await page.locator('#login').fill(login);
    await page.locator('#password').fill(PASSWORD);
    await page.locator('button[type=submit]').click();
}

const signOut = async ({page}) => {
    await page.locator('.top button').last().click();
    await page.locator('#login').waitFor();
};
const onTheBoard = ({page}) => page.locator('#incidents-title').waitFor();
const openAccount = async ({page}) => {
    await page.locator('.who').click();
    await page.locator('.account .plain-table').first().waitFor();
};
const backToBoard = async (stage) => {
    await stage.page.locator('.account-head .primary').click();
    await onTheBoard(stage);
};

const steps = {
    async a_role_that_requires_it_sees_nothing_before_a_second_factor(stage) {
        const {page, url} = stage;
        await page.goto(url);
        await typeIn(stage, 'admin');
        await page.locator('.totp-add').waitFor();
        check(await page.locator('.account .note').isVisible(), 'it is not said why');
        check(!(await page.locator('.account-head .primary').isVisible()), 'the board is offered');
        await page.reload();
        await page.locator('.totp-add').waitFor();
        await axeInBothThemes(stage, 'account-required');
    },

    async an_authenticator_is_set_up_from_the_picture(stage) {
        const {page} = stage;
        await page.locator('.totp-add').click();
        await page.locator('.qr').waitFor();
        stage.uri = await readPicture(stage);
        const wanted = /^otpauth:\/\/totp\/Anlan:admin\?secret=[A-Z2-7]{32}&/;
        check(wanted.test(stage.uri ?? ''), `read ${stage.uri}`);
        const typed = (await page.locator('.secret').textContent()).replace(/ /g, '');
        check(stage.uri.includes(`secret=${typed}&`), 'the secret to type is another one');
        await axeInBothThemes(stage, 'account-totp');
        const send = async (code) => {
            await page.locator('#totp-code').fill(code);
            await page.locator('.offer button').click();
        };
        const trouble = (words) => page.locator('.account .trouble', {hasText: words}).waitFor();
        const code = page.locator('#totp-code');
        let readOn = () => {};
        const held = new Promise((resolve) => (readOn = resolve));
        const wait = async (route) => {
            await held;
            await route.continue();
        };
        await page.route('**/v1/factors', wait, {times: 1});
        await send('000000');
        await trouble('验证码不正确');
        await code.evaluate((input) => (input.dataset.before = 'yes'));
        await code.fill(codeOf(stage.uri));
        readOn();
        await page.locator('#totp-code:not([data-before])').waitFor();
        check((await code.inputValue()) !== '', 'what was typed is gone when the page is drawn anew');
        await send(codeOf(stage.uri));
        await trouble('登记码'); // the password alone sets up nothing
        await page.locator('#enrolment-code').fill(stage.enrolmentCode());
        await send(codeOf(stage.uri));
        await page.locator('.code-list li').first().waitFor();
        stage.codes = await page.locator('.code-list li').allTextContents();
        check(stage.codes.length === 10, `${stage.codes.length} recovery codes`);
        await stage.shot('account-codes');
        await page.locator('.codes-kept').click();
        await backToBoard(stage);
    },

    async a_code_is_asked_for_at_the_next_sign_in(stage) {
        const {page} = stage;
        await signOut(stage);
        await typeIn(stage, 'admin');
        await page.locator('#code').waitFor();
        await axeInBothThemes(stage, 'sign-in-code');
        await page.locator('#code').fill('000000');
        await page.locator('button[type=submit]').click();
        await until('the refusal', async () => (await page.locator('.trouble').textContent()) !== '');
        await page.locator('#code').fill(codeOf(stage.uri, 1));
        await page.locator('button[type=submit]').click();
        await onTheBoard(stage);
    },

    async a_recovery_code_stands_in_for_it(stage) {
        const {page} = stage;
        await signOut(stage);
        await typeIn(stage, 'admin');
        await page.locator('#code').fill(stage.codes[0].toLowerCase());
        await page.locator('button[type=submit]').click();
        await onTheBoard(stage);
    },

    async a_passkey_is_made(stage) {
        const {page} = stage;
        await openAccount(stage);
        await page.locator('.passkey-add').click();
        await page.locator('.passkey-remove').waitFor();
        const {credentials} = await stage.devtools.send('WebAuthn.getCredentials', {
            authenticatorId: stage.authenticatorId,
        });
        check(credentials.length === 1 && credentials[0].rpId === 'localhost', JSON.stringify(credentials));
        await axeInBothThemes(stage, 'account');
        await backToBoard(stage);
    },

    async a_passkey_signs_in_without_a_password(stage) {
        const {page} = stage;
        await signOut(stage);
        await page.locator('.passkey').click();
        await onTheBoard(stage);
        await openAccount(stage);
        const row = page.locator('tr', {has: page.locator('b')});
        check(/通行密钥/.test(await row.textContent()), await row.textContent());
        await backToBoard(stage);
    },

    async a_passkey_whose_person_is_not_verified_is_refused(stage) {
        const {page, devtools, authenticatorId} = stage;
        await signOut(stage);
        await devtools.send('WebAuthn.setUserVerified', {authenticatorId, isUserVerified: false});
        await page.locator('.passkey').click();
        await until('the refusal', async () => (await page.locator('.trouble').textContent()) !== '');
        await devtools.send('WebAuthn.setUserVerified', {authenticatorId, isUserVerified: true});
        await page.locator('.passkey').click();
        await onTheBoard(stage);
    },

    async a_session_elsewhere_is_ended(stage) {
        const {page, browser, url} = stage;
        const other = await browser.newPage();
        await other.goto(url);
        await typeIn({page: other}, 'admin');
        await other.locator('#code').fill(stage.codes[1]);
        await other.locator('button[type=submit]').click();
        await onTheBoard({page: other});
        await openAccount(stage);
        const before = await page.locator('.session-end').count();
        await page.locator('.session-end').first().click();
        await until('one row less', async () => (await page.locator('.session-end').count()) === before - 1);
        await other.reload();
        await other.locator('#login').waitFor();
        await other.close();
        check(/恢复码/.test(await page.locator('.account').textContent()), 'the try is not listed');
    },

    nothing_from_elsewhere_and_no_errors({troubles}) {
        check(troubles.length === 0, troubles.join(' ;; '));
    },
};

async function startServer(root, data) {
    const program = process.env.ANLAN_PROGRAM ?? join(root, 'build/release/anlan');
    const account = (...rest) =>
        execFileSync(program, ['account', ...rest, '--data', data], {input: `${PASSWORD}\n`});
    account('create', 'admin');
    account('grant', 'admin', '--role', 'administrator');
    const enrolmentCode = () =>
        JSON.parse(String(account('enrolment-code', 'admin', '--json'))).enrolment_code;
    const server = spawn(program, ['serve', '--data', data, '--port', '0', '--web', join(root, 'web')], {
        stdio: ['ignore', 'pipe', 'ignore'],
    });
    for await (const line of createInterface({input: server.stdout})) {
        const found = /listens on \S+:(\d+)/.exec(line);
        if (found) return {server, url: `http://localhost:${found[1]}/`, enrolmentCode};
    }
    throw new Error('the service did not start');
}

async function setUp(root) {
    const {chromium} = require('playwright-core');
    const shots = join(root, 'build/shots');
    mkdirSync(shots, {recursive: true});
    const data = mkdtempSync(join(tmpdir(), 'anlan-sign-in-'));
    const {server, url, enrolmentCode} = await startServer(root, data);
    const browser = await chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
        args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
    });
    const context = await browser.newContext({viewport: {width: 1600, height: 900}, reducedMotion: 'reduce'});
    const page = await context.newPage();
    page.setDefaultTimeout(SOON);
    const troubles = [];
    page.on('pageerror', (error) => troubles.push(error.stack));
    page.on('request', (request) => {
        if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url()))
            troubles.push(`asked ${request.url()}`);
    });
    const devtools = await context.newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    const {authenticatorId} = await devtools.send('WebAuthn.addVirtualAuthenticator', {
        options: {
            protocol: 'ctap2',
            transport: 'internal',
            hasResidentKey: true,
            hasUserVerification: true,
            isUserVerified: true,
            automaticPresenceSimulation: true,
        },
    });
    return {
        url,
        enrolmentCode,
        browser,
        page,
        devtools,
        authenticatorId,
        troubles,
        decode: require('jsqr'),
        axe: readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'),
        shot: (name) =>
            page.screenshot({path: join(shots, `${name}.png`), animations: 'disabled', caret: 'hide'}),
        async tearDown() {
            await browser.close();
            server.kill();
            await new Promise((gone) => server.on('exit', gone));
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
        await stage?.shot('failed-sign-in').catch(() => {});
        tell('FAIL', at, error.message);
    }
    await stage?.tearDown();
    console.log(`${counts.PASS} passed, ${counts.FAIL} failed, 0 skipped`);
    return counts.FAIL > 0 ? 1 : 0;
}
