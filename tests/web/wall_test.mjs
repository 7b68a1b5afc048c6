// What a command room sees on its wall, in a real browser over the real program with the demo city.
import assert from 'node:assert/strict';
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';

import {axe, chromiumPath, City, openBrowser, openDesk, root, skipAll, tell} from './desk.mjs';

const names = [
    'sixty_calls_that_nobody_answers_are_one_line',
    'what_is_dealt_with_leaves_the_wall_by_itself',
    'an_officer_in_danger_is_across_the_whole_wall',
    'a_server_that_is_away_is_said_and_comes_back_without_a_hand',
    'it_can_be_read_from_five_metres_and_names_nobody',
    'it_passes_axe_by_day_and_night_in_both_languages',
];
if (!chromiumPath) process.exit(skipAll(names, 'no chromium is installed'));

const city = new City();
await city.start();
const browser = await openBrowser();
const shots = join(root, 'build/shots');
mkdirSync(shots, {recursive: true});
const wall = await openDesk(browser, city, {login: 'watch', path: '/wall/', theme: 'night'});
let outside = await city.session('demo');
const {page} = wall;
const noFaults = () => assert.deepEqual(wall.faults, []);
const late = () => page.locator('[data-late]');
const groups = () => page.locator('[data-group]');
const worst = () => page.locator('[data-worst]');
const flood = [];
const nothingIsCut = async () =>
    assert.deepEqual(
        await page.evaluate(() =>
            [...document.querySelectorAll('.wall .board')]
                .filter(
                    (one) =>
                        one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1,
                )
                .map((one) => one.textContent.trim()),
        ),
        [],
        'no board is cut off',
    );

const stories = {
    async sixty_calls_that_nobody_answers_are_one_line() {
        await page.locator('.calm', {hasText: '无超时'}).waitFor();
        const received_at = new Date(Date.now() - 7_000).toISOString();
        for (let n = 0; n < 60; n += 1) {
            const call = {channel: 'phone', text: '张三在门口喊叫', callback: '13800000000', received_at};
            flood.push((await outside.post('/v1/calls', call)).stream);
        }
        await late()
            .filter({hasText: /^\D*60$/})
            .waitFor();
        assert.equal(await groups().count(), 1, 'one kind of one place is one line');
        assert.match(await groups().first().textContent(), /全市 · 接听\s*60/);
        assert.equal(await worst().count(), 3, 'the three that are late longest');
        assert.match(
            await worst().first().textContent(),
            /接听 · 全市\s*\+00:\d\d\s*武汉市.*接警员/,
            'and who owes them',
        );
        await nothingIsCut();
        await page.screenshot({path: join(shots, 'wall-flood-1920.png')});
        noFaults();
    },

    async what_is_dealt_with_leaves_the_wall_by_itself() {
        for (const call of flood.slice(1)) {
            await outside.post(`/v1/calls/${call}/answer`, {});
            await outside.post(`/v1/calls/${call}/voiding`, {reason_code: 'misdialled'});
        }
        await late()
            .filter({hasText: /^\D*1$/})
            .waitFor();
        await outside.post(`/v1/calls/${flood[0]}/answer`, {});
        await page.locator('.calm', {hasText: '无超时'}).waitFor();
        noFaults();
    },

    async an_officer_in_danger_is_across_the_whole_wall() {
        const unit = 'unt_420106-11';
        await outside.post(`/v1/units/${unit}/duty`, {}).catch(() => undefined); // it may be on duty
        await outside.post(`/v1/units/${unit}/panic`, {});
        const panic = page.locator('.panic');
        await panic.filter({hasText: '武昌-11'}).waitFor();
        const size = await panic
            .locator('b')
            .first()
            .evaluate((one) => parseFloat(getComputedStyle(one).fontSize));
        assert.ok(size >= 40, `${size} px`);
        await nothingIsCut();
        await page.screenshot({path: join(shots, 'wall-panic-1920.png')});
        await outside.post(`/v1/units/${unit}/panic_clearance`, {reason: '演练结束'});
        await panic.waitFor({state: 'detached'});
        noFaults();
    },

    async a_server_that_is_away_is_said_and_comes_back_without_a_hand() {
        await page.evaluate(() => (globalThis.sameWall = true));
        await city.kill();
        await page.locator('.old', {hasText: '数据停在'}).waitFor();
        await page.screenshot({path: join(shots, 'wall-away-1920.png')});
        await city.start();
        await page.locator('.old').waitFor({state: 'detached'});
        outside = await city.session('demo');
        const received_at = new Date(Date.now() - 20_000).toISOString();
        const {stream} = await outside.post('/v1/calls', {channel: 'phone', text: '打架', received_at});
        await late().filter({hasText: /[1-9]/}).waitFor();
        await outside.post(`/v1/calls/${stream}/answer`, {});
        assert.ok(await page.evaluate(() => globalThis.sameWall), 'nobody had to load it again');
        noFaults();
    },

    async it_can_be_read_from_five_metres_and_names_nobody() {
        const small = await page.evaluate(() =>
            [...document.querySelectorAll('.wall *')]
                .filter((one) =>
                    [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()),
                )
                .map((one) => [one.textContent.trim(), parseFloat(getComputedStyle(one).fontSize)])
                .filter(([, size]) => size < 28),
        );
        assert.deepEqual(small, [], 'nothing is smaller than 28 pixels at 1920 by 1080');
        const figures = ['.calm', '[data-ring] b', '[data-units] dd'];
        for (const one of figures) {
            const size = await page
                .locator(one)
                .first()
                .evaluate((each) => parseFloat(getComputedStyle(each).fontSize));
            assert.ok(size >= 72, `${one} has ${size} px`);
        }
        const header = await page.locator('header.top').evaluate((one) => getComputedStyle(one).opacity);
        assert.equal(header, '0', 'what asks for a hand is out of sight until a hand is there');
        await nothingIsCut();
        assert.doesNotMatch(await page.locator('.wall').textContent(), /张三|喊叫|138/);
        noFaults();
    },

    async it_passes_axe_by_day_and_night_in_both_languages() {
        for (const [theme, language, size] of [
            ['day', 'zh', [1920, 1080]],
            ['night', 'en', [1366, 768]],
        ]) {
            const desk = await openDesk(browser, city, {
                login: 'watch',
                path: '/wall/',
                theme,
                language,
                size,
            });
            await desk.page.locator('[data-ring]').first().waitFor();
            await desk.page.screenshot({path: join(shots, `wall-${theme}-${size[0]}.png`)});
            assert.deepEqual(await axe(desk.page), [], `${theme} ${language}`);
            assert.deepEqual(desk.faults, []);
            await desk.close();
        }
    },
};

const code = await tell(stories);
await browser.close();
await city.close();
process.exit(code);
