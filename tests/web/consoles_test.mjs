// What a duty officer does at the consoles, in a real browser over the real program with the demo city.
import assert from 'node:assert/strict';

import {axe, chromiumPath, City, openBrowser, openDesk, skipAll, tell} from './desk.mjs';

const names = [
    'theft_call_by_keyboard_from_claim_to_dispatch',
    'duplicate_call_joined_and_undone_without_losing_the_focus',
    'busy_unit_is_not_sent_by_a_slip',
    'command_line_completes_and_asks_twice',
    'panic_cannot_be_missed_nor_ended_by_chance',
    'server_killed_and_restarted_nothing_lost_no_reload',
    'two_desks_one_connection_and_several_calls',
    'every_page_passes_axe_by_day_and_night_in_both_languages',
    'pages_reflow_at_200_percent',
];
if (!chromiumPath) process.exit(skipAll(names, 'no chromium is installed'));

const city = new City();
await city.start();
const browser = await openBrowser();
const outside = await city.session('demo');

const row = (page, id) => page.locator(`.queue [data-row="${id}"]`);
const focused = (page) => page.evaluate(() => document.activeElement?.id ?? '');
const log = (page) => page.locator('.log li').first();
const noFaults = (...desks) =>
    assert.deepEqual(
        desks.flatMap((desk) => desk.faults),
        [],
    );

const scene = {
    point: {latitude: 30.545, longitude: 114.305},
    where: {city: 'are_420100', district: 'are_420106', station: '', beat: ''},
};

/** An incident that somebody else has opened: a call and its outcome. */
async function incident(text, classCode, point = scene.point) {
    const call = await outside.post('/v1/calls', {channel: 'phone', text, callback: ''});
    const report = {
        narrative: text,
        class_code: classCode,
        location: {place_text: '首义路', place_label: '首义路', point, where: scene.where},
    };
    await outside.post(`/v1/calls/${call.stream}/incident`, {report});
    return `inc_${call.stream.slice(4)}`;
}

/** Asks again until it is so; the runner ends what takes too long. */
async function until(holds) {
    while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
}

const stories = {
    async theft_call_by_keyboard_from_claim_to_dispatch() {
        const taker = await openDesk(browser, city, {login: 'call', path: '/calls/'});
        const dispatcher = await openDesk(browser, city, {login: 'demo', path: '/dispatch/'});
        const {stream: call} = await outside.post('/v1/calls', {
            channel: 'phone',
            text: '',
            callback: '13900000001',
        });
        const {page} = taker;
        await page.locator(`[data-row="${call}"]`).waitFor();
        await page.keyboard.press('F4');
        await page.locator('#call-narrative').waitFor();
        await page.waitForFunction(() => document.activeElement?.id === 'call-narrative');
        await page.keyboard.type('电动车被偷了，停在楼下不见了');
        await page.keyboard.press('Tab');
        assert.equal(await focused(page), 'call-place');
        await page.keyboard.type('黄鹤楼');
        await page.locator('#place-note', {hasText: /已确定|可能的地点|没有找到/}).waitFor();
        if (await page.locator('#place-list li').first().isVisible()) await page.keyboard.press('Enter');
        await page.locator('label', {hasText: '盗窃电动车'}).waitFor();
        const proposals = await page.locator('fieldset label b').allTextContents();
        await page.keyboard.press(`Alt+${proposals.findIndex((name) => name.includes('盗窃电动车')) + 1}`);
        await page.locator('.call .saved', {hasText: '已保存'}).waitFor();
        await page.keyboard.press('Control+Enter');
        await page.locator('.message.done', {hasText: '已立警情'}).waitFor();
        await page.waitForFunction(() =>
            document.activeElement?.getAttribute('href')?.startsWith('/dispatch/#inc_'),
        );

        const desk = dispatcher.page;
        const id = `inc_${call.slice(4)}`;
        await row(desk, id).waitFor();
        await desk.keyboard.press('Alt+1');
        for (let step = 0; step < 50; ++step) {
            await desk.waitForFunction(() => document.activeElement?.dataset.row !== undefined);
            const at = await desk.evaluate(() => document.activeElement.dataset.row);
            if (at === id) break;
            await desk.keyboard.press('ArrowDown');
            await desk.waitForFunction((before) => document.activeElement?.dataset.row !== before, at);
        }
        await desk.keyboard.press('Enter');
        await desk.locator('.first-send').waitFor();
        await desk.keyboard.press('F8');
        await log(desk).and(desk.locator('.done')).filter({hasText: '已保存'}).waitFor();
        await row(desk, id).filter({hasText: '已派'}).waitFor();
        const {state} = await outside.get(`/v1/incidents/${id}`);
        assert.equal(state.assignments.length > 0, true);
        noFaults(taker, dispatcher);
        await taker.close();
        await dispatcher.close();
    },

    async duplicate_call_joined_and_undone_without_losing_the_focus() {
        const id = await incident('首义路 两个人打架，有人流血', 'order.fight');
        const taker = await openDesk(browser, city, {login: 'call', path: '/calls/'});
        const {page} = taker;
        await page.keyboard.press('F2');
        await page.locator('#call-narrative').waitFor();
        await page.keyboard.type('首义路有两个人在打架，流血了');
        await page.locator('.ribbon button').first().waitFor();
        assert.equal(await focused(page), 'call-narrative');
        await page.keyboard.press('Alt+j');
        await page.locator('.joined', {hasText: '已并入'}).waitFor();
        const calls = async () => (await outside.get(`/v1/incidents/${id}`)).state.calls.length;
        assert.equal(await calls(), 2);
        await page.keyboard.press('Alt+u');
        await page.locator('.trouble', {hasText: '已撤销并入'}).waitFor();
        await page.waitForFunction(() => document.activeElement?.id === 'call-narrative');
        assert.equal(await calls(), 1);
        assert.equal(await page.locator('#call-narrative').inputValue(), '首义路有两个人在打架，流血了');
        noFaults(taker);
        await taker.close();
    },

    async busy_unit_is_not_sent_by_a_slip() {
        const first = await incident('路口有人争吵', 'dispute.neighbour');
        const second = await incident('另一处有人争吵', 'dispute.neighbour');
        const desk = await openDesk(browser, city, {login: 'demo', path: '/dispatch/'});
        const {page} = desk;
        await row(page, first).waitFor();
        await row(page, second).waitFor();
        const figure = async (id) => (await row(page, id).locator('.number').textContent()).trim();
        const {rows} = await outside.get('/v1/units?limit=500&status=available');
        const unit = rows.find((one) => one.row.status === 'available' && one.row.kind === 'patrol_car');
        const type = async (line) => {
            await page.keyboard.press('/');
            await page.waitForFunction(() => document.activeElement?.id === 'command');
            await page.keyboard.type(line);
            await page.keyboard.press('Enter');
        };
        await type(`send ${await figure(first)} ${unit.row.call_sign}`);
        await log(page).filter({hasText: unit.row.call_sign}).and(page.locator('.done')).waitFor();
        await page
            .locator('.units [data-row]', {hasText: unit.row.call_sign})
            .filter({hasText: '已派'})
            .waitFor();
        await page.keyboard.press('Escape');
        await type(`send ${await figure(second)} ${unit.row.call_sign}`);
        await page.locator('dialog[open]').waitFor();
        assert.deepEqual(await axe(page), []);
        await page.keyboard.press('Escape');
        await page.locator('dialog[open]').waitFor({state: 'detached'});
        const on = async () =>
            (await outside.get(`/v1/units/${unit.stream}`)).state.assignments.filter((one) => !one.ended_at)
                .length;
        assert.equal(await on(), 1);
        await page.keyboard.press('Escape');
        await type(`send ${await figure(second)} ${unit.row.call_sign}`);
        await page.locator('dialog[open] #busy-reason').waitFor();
        await page.keyboard.type('离得最近');
        await page.keyboard.press('Enter');
        await log(page).filter({hasText: '离得最近'}).and(page.locator('.done')).waitFor();
        assert.equal(await on(), 2);
        noFaults(desk);
        await desk.close();
    },

    async command_line_completes_and_asks_twice() {
        const id = await incident('有人在楼道里堆放杂物', 'dispute.neighbour');
        const desk = await openDesk(browser, city, {login: 'demo', path: '/dispatch/'});
        const {page} = desk;
        await row(page, id).waitFor();
        const figure = (await row(page, id).locator('.number').textContent()).trim();
        await page.keyboard.press('/');
        await page.keyboard.type('pr');
        await page.locator('#completions li', {hasText: 'pri'}).waitFor();
        await page.keyboard.press('Tab');
        await page.keyboard.type(`${figure} 2 有人受伤`);
        await page.keyboard.press('Enter');
        await page.locator('#command-preview', {hasText: '再按一次'}).waitFor();
        assert.equal((await outside.get(`/v1/incidents/${id}`)).state.priority !== 'p2', true);
        await page.keyboard.press('Enter');
        await row(page, id).filter({hasText: 'P2'}).waitFor();
        await page.keyboard.press('Escape');
        await page.keyboard.press('?');
        await page.locator('dialog[open]', {hasText: '/send'}).waitFor();
        assert.deepEqual(await axe(page), []);
        await page.keyboard.press('Escape');
        noFaults(desk);
        await desk.close();
    },

    async panic_cannot_be_missed_nor_ended_by_chance() {
        const taker = await openDesk(browser, city, {login: 'call', path: '/calls/'});
        const desk = await openDesk(browser, city, {login: 'demo', path: '/dispatch/'});
        await taker.page.keyboard.press('F2');
        await taker.page.locator('#call-narrative').waitFor();
        const {rows} = await outside.get('/v1/units?limit=500');
        const unit = rows.find((one) => one.row.status === 'available');
        await outside.post(`/v1/units/${unit.stream}/panic`, {});
        for (const {page} of [taker, desk])
            await page.locator('section.panic', {hasText: unit.row.call_sign}).waitFor();
        assert.equal(await focused(taker.page), 'call-narrative');
        const {page} = desk;
        await page.keyboard.press('Escape');
        await page.locator('.queue [data-row]', {hasText: unit.row.call_sign}).first().waitFor();
        await page.locator('section.panic button', {hasText: '解除'}).click();
        await page.locator('#panic-reason').waitFor();
        assert.deepEqual(await axe(page), []);
        await page.keyboard.press('Enter');
        await page.locator('dialog[open] .trouble', {hasText: '请写理由'}).waitFor();
        assert.equal(await page.locator('section.panic').isVisible(), true);
        await page.keyboard.type('已通话，误触');
        await page.keyboard.press('Enter');
        for (const one of [taker, desk])
            await one.page.locator('section.panic').waitFor({state: 'detached'});
        noFaults(taker, desk);
        await taker.close();
        await desk.close();
    },

    async server_killed_and_restarted_nothing_lost_no_reload() {
        const taker = await openDesk(browser, city, {login: 'call', path: '/calls/'});
        const desk = await openDesk(browser, city, {login: 'demo', path: '/dispatch/'});
        for (const {page} of [taker, desk]) await page.evaluate(() => (window.sameJavaScript = true));
        const {page} = taker;
        await page.keyboard.press('F2');
        await page.locator('#call-narrative').waitFor();
        await page.keyboard.type('水管爆裂，');
        await page.locator('.call .saved', {hasText: '已保存'}).waitFor();
        await city.kill();
        for (const one of [taker, desk]) await one.page.locator('.banner.bad').waitFor();
        await page.keyboard.type('水漫到马路上了');
        await page.locator('.call .kept').waitFor();
        await city.start();
        for (const one of [taker, desk]) await one.page.locator('.banner.bad').waitFor({state: 'detached'});
        await page
            .locator('.call .saved', {hasText: '已保存'})
            .and(page.locator('.call .saved.saved'))
            .waitFor();
        const again = await city.session('demo');
        const calls = (await again.get('/v1/calls?only_open=true&limit=500')).rows;
        const written = [];
        for (const call of calls) {
            const {state} = await again.get(`/v1/calls/${call.stream}`);
            if (state.report?.narrative === '水管爆裂，水漫到马路上了') written.push(call.stream);
        }
        assert.equal(written.length, 1, 'the report is at the server, once, with all that was typed');
        await page.locator('#call-narrative').press('Alt+1');
        await page.locator('fieldset select').selectOption({index: 5});
        await page.locator('#call-narrative').press('Control+Enter');
        await page.locator('.message.done').waitFor();
        await row(desk.page, `inc_${written[0].slice(4)}`).waitFor();
        for (const one of [taker, desk])
            assert.equal(await one.page.evaluate(() => window.sameJavaScript), true, 'nobody reloaded');
        noFaults(taker, desk);
        await taker.close();
        await desk.close();
        Object.assign(outside, again);
    },

    async two_desks_one_connection_and_several_calls() {
        const taker = await openDesk(browser, city, {login: 'call', path: '/calls/'});
        const {page} = taker;
        const second = await taker.context.newPage();
        await second.goto(`${city.base}/dispatch/`);
        await second.locator('header.top').waitFor();
        const id = await incident('有人晕倒', 'help.ill');
        await row(second, id).waitFor();
        await until(async () =>
            /^anlan_feed_subscribers(\{.*\})? 1$/m.test(await outside.text('/metrics')),
        );
        await page.bringToFront();
        await page.keyboard.press('F2');
        await page.locator('#call-narrative').fill('第一个报警');
        await page.keyboard.press('F2');
        await page.locator('.own li').nth(1).waitFor();
        await page.locator('#call-narrative').fill('第二个报警');
        await page.keyboard.press('Alt+ArrowUp');
        await page.waitForFunction(() => document.querySelector('#call-narrative')?.value === '第一个报警');
        await page.keyboard.press('Alt+ArrowDown');
        await page.waitForFunction(() => document.querySelector('#call-narrative')?.value === '第二个报警');
        noFaults(taker);
        await taker.close();
    },

    async every_page_passes_axe_by_day_and_night_in_both_languages() {
        const id = await incident('有人在江边走失', 'missing.child');
        const found = [];
        for (const [theme, language] of [
            ['day', 'zh'],
            ['night', 'en'],
        ]) {
            for (const [path, login] of [
                ['/dispatch/', 'demo'],
                ['/calls/', 'call'],
                ['/design/', ''],
                ['/dispatch/', ''],
            ]) {
                const desk = await openDesk(browser, city, {
                    login,
                    path,
                    theme,
                    language,
                    size: [1366, 768],
                });
                const {page} = desk;
                if (path === '/dispatch/' && login) {
                    await row(page, id).click();
                    await page.locator('.cards li').first().waitFor();
                    await page.keyboard.press('/');
                    await page.locator('#completions li').first().waitFor({state: 'attached'});
                } else if (path === '/calls/') {
                    await page.keyboard.press('F2');
                    await page.locator('#call-narrative').fill('我的孩子走丢了，电动车也被偷了');
                    await page.locator('fieldset label').first().waitFor();
                } else await page.locator('h1').first().waitFor();
                found.push(...(await axe(page)).map((fault) => `${path} ${theme} ${language} ${fault}`));
                noFaults(desk);
                await desk.close();
            }
        }
        assert.deepEqual(found, []);
    },

    async pages_reflow_at_200_percent() {
        // 1366 by 768 at 200 % is half of it in the page's own pixels.
        for (const [path, login] of [
            ['/dispatch/', 'demo'],
            ['/calls/', 'call'],
            ['/design/', ''],
        ]) {
            const desk = await openDesk(browser, city, {login, path, size: [683, 384]});
            await desk.page.locator('h1').first().waitFor();
            const wider = await desk.page.evaluate(
                () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
            );
            assert.equal(wider <= 0, true, `${path} is ${wider} px wider than its window`);
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
