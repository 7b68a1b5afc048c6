// What several people at several desks need of the consoles: that they see each other, that what is refused
// is said, that nothing typed is lost.
import assert from 'node:assert/strict';

import {axe, chromiumPath, City, openBrowser, openDesk, skipAll, tell} from './desk.mjs';

const names = [
    'two_people_on_one_record_see_each_other',
    'what_is_refused_stands_there_with_why_and_how_it_is_now',
    'an_expired_session_loses_nothing_that_was_typed',
    'a_safety_check_without_answer_stands_across_every_desk',
];
if (!chromiumPath) process.exit(skipAll(names, 'no chromium is installed'));

const city = new City();
await city.start();
const browser = await openBrowser();
const outside = await city.session('demo');

const row = (page, id) => page.locator(`.queue [data-row="${id}"]`);
const noFaults = (...desks) =>
    assert.deepEqual(
        desks.flatMap((desk) => desk.faults),
        [],
    );
const where = {city: 'are_420100', district: 'are_420106', station: '', beat: ''};

async function call(text) {
    const {stream} = await outside.post('/v1/calls', {channel: 'phone', text, callback: ''});
    return stream;
}
/** An incident that somebody else has opened: a call and its outcome. */
async function incident(text, classCode = 'dispute.neighbour') {
    const opener = await call(text);
    const report = {
        narrative: text,
        class_code: classCode,
        location: {place_text: text, place_label: text, point: {latitude: 30.545, longitude: 114.305}, where},
    };
    await outside.post(`/v1/calls/${opener}/incident`, {report});
    return `inc_${opener.slice(4)}`;
}
async function type(page, line) {
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    await page.waitForFunction(() => document.activeElement?.id === 'command');
    await page.locator('#command').fill(line);
    await page.keyboard.press('Enter');
}

const stories = {
    async two_people_on_one_record_see_each_other() {
        const id = await incident('楼道里有人争吵');
        const first = await openDesk(browser, city, {login: 'demo', path: '/dispatch/'});
        const second = await openDesk(browser, city, {login: 'call', path: '/dispatch/'});
        await row(first.page, id).click();
        await first.page.locator('#incident-title').waitFor();
        await row(second.page, id).click();
        await second.page.locator('.presence', {hasText: '李娜'}).waitFor();
        await first.page.locator('.presence', {hasText: '王静'}).waitFor();
        assert.deepEqual(await axe(first.page), []);
        assert.equal(/李娜/.test(await first.page.locator('.presence').textContent()), false, 'not oneself');
        await second.page.keyboard.press('Escape');
        await first.page.locator('.presence', {hasText: '王静'}).waitFor({state: 'hidden'});
        const records = await outside.text('/metrics');
        assert.equal(/presence/.test(records), false, 'it is no figure');
        noFaults(first, second);
        await first.close();
        await second.close();
    },

    async what_is_refused_stands_there_with_why_and_how_it_is_now() {
        const desk = await openDesk(browser, city, {login: 'demo', path: '/dispatch/'});
        const {page} = desk;
        const {rows} = await outside.get('/v1/units?limit=500&status=available');
        const {call_sign: sign} = rows[0].row;
        await page.locator('.queue [data-row]').first().waitFor();
        const line = `/on ${sign}`;
        await type(page, line);
        const notice = page.locator('.refusals li');
        await notice.waitFor();
        const said = await notice.textContent();
        for (const part of [`${sign} 到场`, 'unit.', `目前：${sign} 空闲`])
            assert.equal(said.includes(part), true, `${part} is missing in: ${said}`);
        assert.equal(await page.locator('#command').inputValue(), line, 'what was typed stands there again');
        assert.deepEqual(await axe(page), []);
        await page.locator('#command').fill('');
        await notice.locator('button', {hasText: '改后再发'}).click();
        assert.equal(await page.locator('#command').inputValue(), line);
        await notice.waitFor({state: 'detached'});
        noFaults(desk);
        await desk.close();
    },

    async an_expired_session_loses_nothing_that_was_typed() {
        const desk = await openDesk(browser, city, {login: 'call', path: '/calls/'});
        const {page} = desk;
        await page.evaluate(() => (window.sameJavaScript = true));
        await page.keyboard.press('F2');
        await page.locator('#call-narrative').waitFor();
        await page.keyboard.type('有人在江边落水，');
        await page.locator('.call .saved', {hasText: '已保存'}).waitFor();
        await desk.context.clearCookies({name: /session/});
        await page.keyboard.type('穿红衣服');
        await page.locator('.sign-in .reason').waitFor();
        await page.locator('#password').fill('anlan-demo-110');
        await page.keyboard.press('Enter');
        await page.locator('#call-narrative').waitFor();
        assert.equal(await page.locator('#call-narrative').inputValue(), '有人在江边落水，穿红衣服');
        await page.locator('.call .saved.saved', {hasText: '已保存'}).waitFor();
        assert.equal(await page.evaluate(() => window.sameJavaScript), true, 'nobody reloaded');
        noFaults(desk);
        await desk.close();
    },

    async a_safety_check_without_answer_stands_across_every_desk() {
        // Its limit is twenty minutes: here the server's list says that it has passed for one crew.
        const {rows} = await outside.get('/v1/units?limit=500');
        const unit = rows.find((one) => one.row.status === 'available');
        const overdue = {
            stream: unit.stream,
            module: 'unit',
            obligation: {
                kind: 'safety_check',
                key: '',
                owner: unit.row.post_id,
                since: new Date(Date.now() - 3_600_000).toISOString(),
                due_by: new Date(Date.now() - 60_000).toISOString(),
                ladder: [],
                warned: true,
                missed: true,
                climbed: 0,
            },
            where: unit.row.home,
        };
        for (const [path, login] of [
            ['/dispatch/', 'demo'],
            ['/calls/', 'call'],
        ]) {
            const desk = await openDesk(browser, city, {login: '', path});
            await desk.context.route('**/v1/obligations?*', async (route) => {
                const answer = await route.fetch();
                const body = await answer.json();
                await route.fulfill({response: answer, json: {...body, rows: [overdue, ...body.rows]}});
            });
            const {page} = desk;
            await page.locator('#login').fill(login);
            await page.locator('#password').fill('anlan-demo-110');
            await page.keyboard.press('Enter');
            await page.locator('.silent', {hasText: unit.row.call_sign}).waitFor();
            assert.deepEqual(await axe(page), []);
            noFaults(desk);
            await desk.close();
        }
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
