// Who the field phone works for, how it is renewed, and whether everybody can use it: sessions that end,
// other persons on the same phone, versions, axe, targets for gloves.
import assert from 'node:assert/strict';
import {cpSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

import {codeOf} from '../e2e/authenticator.mjs';
import {axe, chromiumPath, City, root, skipAll, tell} from './desk.mjs';
import {chooseUnit, eventsOf, openPhone, signIn, untilKept} from './phone.mjs';

const names = [
    'expired_session_loses_nothing_and_hides_what_is_personal',
    'another_person_does_not_send_what_one_entered',
    'desk_in_the_same_browser_does_not_lend_its_name',
    'new_version_waits_asks_and_is_never_mixed',
    'second_factor_is_asked_for_and_typing_is_not_disturbed',
    'phone_passes_axe_and_has_large_targets',
];
if (!chromiumPath) process.exit(skipAll(names, 'no chromium is installed'));
const {
    browser,
    city,
    close,
    crews,
    crewSent,
    noFaults,
    ofAssignment,
    outbox,
    outside,
    said,
    signal,
    tap,
    wires,
} = await import('./crews.mjs');

const stories = {
    async expired_session_loses_nothing_and_hides_what_is_personal() {
        const {phone, page, unit, id} = await crewSent(crews[2], '小区门口吵架');
        signal.cut();
        await page.locator('.line.down').waitFor();
        await tap(page, '接令');
        await outbox(page, 'waiting').first().waitFor();
        const own = await city.session('patrol');
        for (const one of (await own.get('/v1/sessions')).rows.filter(({current}) => !current))
            await own.remove(`/v1/sessions/${one.session_id}`);
        signal.back();
        await page.locator('.sign-in', {hasText: '已记录的 1 项都还在本机'}).waitFor();
        assert.equal(await page.locator('.summary').count(), 0);
        await tap(page, '出发'); // work does not wait for a password
        await page.locator('.sign-in', {hasText: '已记录的 2 项'}).waitFor();
        await signIn(phone, 'patrol');
        await outbox(page, 'delivered').nth(1).waitFor();
        await page.locator('.summary', {hasText: '小区门口吵架'}).waitFor();
        assert.deepEqual(
            wires(ofAssignment(await eventsOf(outside, `/v1/units/${unit}`), id)),
            said.slice(0, 2),
        );
        noFaults(phone);
        await phone.close();
    },

    async another_person_does_not_send_what_one_entered() {
        const {phone, page, unit, id} = await crewSent(crews[0], '停车位之争');
        signal.cut();
        await page.locator('.line.down').waitFor();
        await tap(page, '接令');
        await outbox(page, 'waiting').first().waitFor();
        const own = await city.session('patrol');
        for (const one of (await own.get('/v1/sessions')).rows.filter(({current}) => !current))
            await own.remove(`/v1/sessions/${one.session_id}`);
        signal.back();
        await page.locator('.sign-in').waitFor();
        await signIn(phone, 'beat');
        await page.locator('.notice', {hasText: '孙涛 在本机还有 1 项没有发出'}).waitFor();
        assert.equal(await page.locator('.assignment').count(), 0, 'nor is the crew’s incident shown');
        assert.deepEqual(ofAssignment(await eventsOf(outside, `/v1/units/${unit}`), id), []);
        await page.locator('.menu-button').click();
        await page.locator('dialog button', {hasText: '退出登录'}).click();
        await page.locator('.sign-in').waitFor();
        await signIn(phone, 'patrol');
        await chooseUnit(phone, crews[0]);
        await outbox(page, 'delivered').first().waitFor();
        const [event] = ofAssignment(await eventsOf(outside, `/v1/units/${unit}`), id);
        assert.equal(event.actor.actor_id, (await own.get('/v1/session')).account_id);
        noFaults(phone);
        await phone.close();
    },

    async desk_in_the_same_browser_does_not_lend_its_name() {
        const {phone, page, id} = await crewSent(crews[3], '两家为停车争执');
        await page.evaluate(
            async (body) => {
                const headers = {'Content-Type': 'application/json'};
                await fetch('/v1/session', {method: 'POST', headers, body: JSON.stringify(body)});
            },
            {login: 'beat', password: 'anlan-demo-110'},
        );
        await page.locator('#report').fill('巡逻组的话');
        await page.locator('.report button').click();
        await page.locator('.sign-in', {hasText: '已记录的 1 项'}).waitFor();
        const notes = async () =>
            (await eventsOf(outside, `/v1/incidents/${id}`)).filter(({wire}) => /note_added/.test(wire));
        assert.deepEqual(await notes(), []);
        await signIn(phone, 'patrol');
        await outbox(page, 'delivered').first().waitFor();
        const own = await (await city.session('patrol')).get('/v1/session');
        assert.deepEqual(
            (await notes()).map(({actor}) => actor.actor_id),
            [own.account_id],
        );
        noFaults(phone);
        await phone.close();
    },

    async new_version_waits_asks_and_is_never_mixed() {
        const served = new City();
        const web = join(served.folder, 'web');
        cpSync(join(root, 'build/web'), web, {recursive: true});
        served.options = ['--web', web];
        await served.start();
        const phone = await openPhone(browser, served.base);
        const {page} = phone;
        await page.locator('.sign-in').waitFor();
        await untilKept(phone);
        const script = () => page.locator('script[type=module]').getAttribute('src');
        const old = await script();
        await served.kill();
        const renewed = renew(web, old);
        await served.start();
        await page.reload();
        await page.locator('.notice', {hasText: '新版本已就绪'}).waitFor();
        assert.equal(await script(), old, 'the old page runs until the person says so');
        await page.locator('#login').fill('patrol');
        await served.kill();
        await page.reload(); // also without a signal, and though the server has none of its files any more
        await page.locator('.notice', {hasText: '新版本已就绪'}).waitFor();
        assert.equal(await script(), old);
        await served.start();
        await page.locator('.notice button', {hasText: '现在更新'}).click();
        await page.locator(`script[src="${renewed}"]`).waitFor({state: 'attached'});
        await page.locator('.sign-in').waitFor();
        await page.waitForFunction(async () => (await caches.keys()).length === 1);
        noFaults(phone);
        await phone.close();
        await served.close();
    },

    async second_factor_is_asked_for_and_typing_is_not_disturbed() {
        const own = await city.session('beat');
        const {uri} = await own.post('/v1/factors/totp', {});
        const {recovery_codes: codes} = await own.post('/v1/factors/totp/confirmation', {
            code: codeOf(uri),
        });
        let hold = true; // the rest of the page comes while somebody types
        const phone = await openPhone(browser, signal.base, {
            before: (context) =>
                context.route(/assets\/rest-/, async (route) => {
                    while (hold) await new Promise((resolve) => setImmediate(resolve));
                    await route.continue();
                }),
        });
        const {page} = phone;
        await page.locator('#login').fill('beat');
        await page.locator('#password').pressSequentially('anlan-demo-');
        hold = false;
        await page.waitForFunction(() =>
            performance.getEntriesByType('resource').some(({name}) => /assets\/rest-/.test(name)),
        );
        await page.locator('#password').pressSequentially('110');
        await page.keyboard.press('Enter');
        await page.locator('#code').fill('000000');
        await page.keyboard.press('Enter');
        await page.locator('.sign-in .trouble:not(:empty)').waitFor();
        assert.equal(await page.locator('.owed').count(), 0);
        await page.locator('#code').fill(codes[0]);
        await page.keyboard.press('Enter');
        await page.locator('.owed').waitFor();
        noFaults(phone);
        await phone.close();
        await own.remove('/v1/factors/totp');
    },

    async phone_passes_axe_and_has_large_targets() {
        const found = [];
        const small = [];
        for (const [theme, language, gloves] of [
            ['day', 'zh', 'no'],
            ['night', 'en', 'yes'],
        ]) {
            const say = (page, list) => list.map((fault) => `${page} ${theme} ${language}: ${fault}`);
            const least = gloves === 'yes' ? 64 : 48;
            const look = async (phone, page) => {
                found.push(...say(page, await axe(phone.page)));
                small.push(...say(page, await smallTargets(phone.page, least)));
                const wider = await phone.page.evaluate(
                    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
                );
                assert.equal(wider <= 0, true, `${page} is ${wider} px wider than the phone`);
            };
            const narrow = await openPhone(browser, signal.base, {
                theme,
                language,
                gloves,
                size: [320, 568],
            });
            await narrow.page.locator('.sign-in').waitFor();
            await look(narrow, 'sign in');
            await signIn(narrow, 'patrol');
            await narrow.page.locator('.choices button').nth(3).waitFor();
            await look(narrow, 'units');
            await narrow.close();
            const {phone, page} = await crewSent(crews[2], '噪音扰民', {theme, language, gloves});
            await look(phone, 'incident');
            await page.locator('.moves .others button').last().click();
            await page.locator('.outcomes button').first().waitFor();
            await look(phone, 'outcomes');
            await page.locator('.menu-button').click();
            await page.locator('dialog[open]').waitFor();
            await look(phone, 'menu');
            await page.keyboard.press('Escape');
            signal.cut();
            await page.locator('.line.down').waitFor();
            await page.locator('.panic').click();
            await page.locator('.panic-ask').waitFor();
            await look(phone, 'panic');
            await phone.close();
            signal.back();
        }
        assert.deepEqual(found, []);
        assert.deepEqual(small, []);
    },
};

/** The same page as another build: its scripts have other names, its worker another version. */
function renew(web, old) {
    const scripts = readFileSync(join(web, 'field/sw.js'), 'utf8').match(/[a-z]+-[\w-]+\.js/g);
    const fresh = (text) => scripts.reduce((all, name) => all.replaceAll(name, `new-${name}`), text);
    for (const name of [...scripts.map((one) => `assets/${one}`), 'field/index.html', 'field/sw.js']) {
        const text = fresh(readFileSync(join(web, name), 'utf8')).replace(
            /"[0-9a-f]{12}"/,
            '"0123456789ab"',
        );
        for (const gone of [name, `${name}.gz`]) rmSync(join(web, gone), {force: true});
        writeFileSync(join(web, fresh(name)), text);
    }
    return fresh(old);
}

/** What is to be pressed and is lower or narrower than `least` pixels. */
const smallTargets = (page, least) =>
    page.evaluate((wanted) => {
        const pressed = document.querySelectorAll('button, select, summary, label.choice');
        return [...pressed]
            .map((one) => [one, one.getBoundingClientRect()])
            .filter(([, box]) => box.width > 0 && (box.height < wanted - 0.5 || box.width < wanted - 0.5))
            .map(
                ([one, box]) =>
                    `${one.textContent.trim()} ${box.width.toFixed()} x ${box.height.toFixed()}`,
            );
    }, least);

let code = 1;
try {
    code = await tell(stories);
} finally {
    await close();
}
process.exit(code);
