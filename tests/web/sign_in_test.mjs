// Signing in at the consoles with a second factor and with a passkey, over the real program: what is asked
// for, what is said where it is missing, and the way to the place where one is set up and back.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';

import {codeOf} from '../e2e/authenticator.mjs';
import {axe, chromiumPath, City, openBrowser, openDesk, program, skipAll, tell} from './desk.mjs';

const names = [
    'a_post_that_asks_for_a_second_factor_leads_to_where_one_is_set_up_and_back',
    'a_code_is_asked_for_and_a_wrong_one_asks_again',
    'a_recovery_code_stands_in_for_it_once',
    'a_passkey_signs_in_without_a_password',
    'beside_a_passkey_a_password_alone_does_not_do',
    'a_post_is_chosen_before_the_code',
];
if (!chromiumPath) process.exit(skipAll(names, 'no chromium is installed'));

const password = 'korrekt-pferd-110';
const city = new City();
const account = (...rest) =>
    execFileSync(program, ['account', ...rest, '--data', `${city.folder}/data`], {input: `${password}\n`});
account('create', 'admin');
account('grant', 'admin', '--role', 'administrator');
const enrolmentCode = JSON.parse(String(account('enrolment-code', 'admin', '--json'))).enrolment_code;
account('create', 'li.na');
account('grant', 'li.na', '--role', 'city_dispatcher');
account('grant', 'li.na', '--role', 'watch_officer');
await city.start({empty: true});
const url = city.base.replace('127.0.0.1', 'localhost'); // passkeys are bound to the name of a host
const browser = await openBrowser();

const desk = await openDesk(browser, {base: url}, {path: '/dispatch/', size: [1366, 768]});
const {page} = desk;
const held = {uri: '', codes: []};

const typeIn = async (login) => {
    await page.locator('#login').fill(login);
    await page.locator('#password').fill(password);
    await page.keyboard.press('Enter');
};
const signOut = async () => {
    await page.locator('header.top button').last().click();
    await page.locator('#login').waitFor();
};
const atTheDesk = () => page.locator('header.top').waitFor();
const trouble = (words) => page.locator('form .trouble', {hasText: words});
const submit = () => page.locator('button[type=submit]').click();

/**
 * Types the authenticator's code until it is taken: each counts once, so a second one may have to be of the
 * next half minute; and on a slow machine a code may be over before it has arrived.
 */
async function typeCode(field, send, taken) {
    for (let step = 0; ; step = (step + 1) % 2) {
        await page.locator(field).fill(codeOf(held.uri, step));
        await send();
        const refused = page.locator('.trouble:visible', {hasText: '验证码不正确'});
        await taken.or(refused).first().waitFor();
        if (await taken.isVisible()) return;
    }
}

/** At the plain board: an authenticator for whoever sits there; its address and the recovery codes. */
async function enrol() {
    await page.locator('.totp-add').click();
    const secret = (await page.locator('.secret').textContent()).replace(/ /g, '');
    held.uri = `otpauth://totp/Anlan:x?secret=${secret}&issuer=Anlan`;
    if (await page.locator('#enrolment-code').isVisible())
        await page.locator('#enrolment-code').fill(enrolmentCode);
    const confirm = () => page.locator('.offer button').click();
    await typeCode('#totp-code', confirm, page.locator('.code-list li:visible').first());
    held.codes = await page.locator('.code-list li').allTextContents();
    await page.locator('.codes-kept').click();
}

async function byDayAndNight() {
    const faults = await axe(page);
    const night = page.locator('.switches button:visible').first();
    await night.click();
    faults.push(...(await axe(page)));
    await night.click();
    assert.deepEqual(faults, []);
}

const stories = {
    async a_post_that_asks_for_a_second_factor_leads_to_where_one_is_set_up_and_back() {
        await typeIn('admin');
        await page.locator('.factor-missing', {hasText: '第二验证方式'}).waitFor();
        assert.equal(await page.locator('header.top').count(), 0, 'nothing of the desk is shown');
        await byDayAndNight();
        await page.reload();
        await page.locator('.factor-missing a').click();
        await page.locator('.totp-add').waitFor();
        await enrol();
        await page.locator('.account-head .primary').click();
        await atTheDesk();
        assert.equal(new URL(page.url()).pathname, '/dispatch/');
    },

    async a_code_is_asked_for_and_a_wrong_one_asks_again() {
        await signOut();
        await typeIn('admin');
        await page.waitForFunction(() => document.activeElement?.id === 'code');
        await byDayAndNight();
        await page.locator('#code').fill('');
        await submit();
        await trouble('请输入验证码').waitFor();
        await page.locator('#code').fill('000000');
        await submit();
        await trouble('验证码不正确').waitFor();
        assert.equal(await page.locator('#password').inputValue(), password, 'it is not typed again');
        await typeCode('#code', submit, page.locator('header.top:visible'));
    },

    async a_recovery_code_stands_in_for_it_once() {
        for (const good of [true, false]) {
            await signOut();
            await typeIn('admin');
            await page.locator('#code').fill(held.codes[0].toLowerCase());
            await submit();
            if (good) {
                await atTheDesk();
                continue;
            }
            await trouble(/\S/).waitFor();
            await page.locator('#code').fill(held.codes[1]);
            await submit();
            await atTheDesk();
        }
    },

    async a_passkey_signs_in_without_a_password() {
        const devtools = await desk.context.newCDPSession(page);
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
        await page.goto(`${url}/`);
        await page.locator('.who').click();
        await page.locator('.passkey-add').click();
        await page.locator('.passkey-remove').waitFor();
        await page.goto(`${url}/dispatch/`);
        await atTheDesk();
        await signOut();
        await devtools.send('WebAuthn.setUserVerified', {authenticatorId, isUserVerified: false});
        await page.locator('.passkey').click();
        await trouble(/\S/).waitFor();
        await devtools.send('WebAuthn.setUserVerified', {authenticatorId, isUserVerified: true});
        await page.locator('.passkey').click();
        await atTheDesk();
    },

    async beside_a_passkey_a_password_alone_does_not_do() {
        await page.goto(`${url}/`);
        await page.locator('.who').click();
        await page.locator('.totp-remove').click();
        await page.locator('.totp-add').waitFor();
        await page.goto(`${url}/dispatch/`);
        await atTheDesk();
        await signOut();
        await page.locator('#login').fill('admin');
        await page.locator('#password').fill(password);
        await page.keyboard.press('Enter');
        await page.waitForFunction(() => document.activeElement?.id === 'code');
        await page.locator('.passkey').click();
        await atTheDesk();
    },

    async a_post_is_chosen_before_the_code() {
        await signOut();
        await typeIn('li.na');
        await page.locator('#post').selectOption({index: 1});
        await submit();
        await atTheDesk();
        await page.goto(`${url}/`);
        await page.locator('.who').click();
        await enrol();
        await page.goto(`${url}/dispatch/`);
        await atTheDesk();
        await signOut();
        await typeIn('li.na');
        await page.locator('#post').selectOption({index: 1});
        await submit();
        await typeCode('#code', submit, page.locator('header.top:visible'));
        assert.deepEqual(desk.faults, []);
    },
};

let code = 1;
try {
    code = await tell(stories);
} finally {
    await browser.close();
    await city.close();
}
process.exit(code);
