// The daily selection at the base-control centre, in a real browser over the real program with the demo city:
// yesterday's incidents by what speaks for them; one is picked, others are passed over, the day is closed.
import assert from 'node:assert/strict';
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';

import {axe, chromiumPath, City, openBrowser, openDesk, root, skipAll, tell} from './desk.mjs';

const names = [
    'what_happened_that_day_is_ranked_with_its_reasons_and_nothing_of_it_is_missing',
    'what_was_said_is_read_on_demand_and_the_look_is_in_the_log',
    'picked_with_one_key_the_station_is_instructed_and_taken_back_it_is_withdrawn',
    'several_are_passed_over_with_one_reason_by_the_keyboard_alone',
    'what_was_cancelled_stands_behind_its_own_filter_and_says_why',
    'the_day_is_closed_with_one_key_and_can_be_read_afterwards',
    'it_passes_axe_by_day_and_night_in_both_languages_and_fits_the_screen',
];
if (!chromiumPath) process.exit(skipAll(names, 'no chromium is installed'));

const city = new City();
await city.start();
const browser = await openBrowser();
const shots = join(root, 'build/shots');
mkdirSync(shots, {recursive: true});
const outside = await city.session('demo');
const centre = await openDesk(browser, city, {
    login: 'centre',
    path: '/centre/#selection',
    size: [1366, 768],
});
const {page} = centre;
const noFaults = () => assert.deepEqual(centre.faults, []);
const rows = () => page.locator('.list [data-row]');
const saved = (what) => page.locator('.saying.done').filter({hasText: what}).waitFor();
const filter = (name) => page.locator('.filters button', {hasText: name}).click();
const standing = (text) => page.locator('.one .stage', {hasText: text}).waitFor();
const rowsAre = (count) =>
    page.waitForFunction((wanted) => document.querySelectorAll('.list [data-row]').length === wanted, count);
const sum = (text) => page.locator('.list .sum', {hasText: text}).first().waitFor();

const yesterday = new Date(Date.now() - 86_400_000).toISOString();
const station = {city: 'are_420100', district: 'are_420106', station: 'are_420106001', beat: ''};
const opens = (class_code, summary, opened_at = yesterday) =>
    outside.post('/v1/incidents', {
        class_code,
        summary,
        answers: [],
        duress: false,
        location: {
            place_text: '首义路12栋3单元501',
            point: {latitude: 30.5419, longitude: 114.3052},
            where: station,
        },
        opened_at,
    });
const instructions = async () => (await outside.get('/v1/instructions')).rows;
const oversight = await city.session('oversee');
const looks = async () => (await oversight.get('/v1/looks/review')).looks;

const stories = {
    async what_happened_that_day_is_ranked_with_its_reasons_and_nothing_of_it_is_missing() {
        await opens('dispute.family', '王建国拿菜刀扬言同归于尽，孩子在场');
        await opens('dispute.neighbour', '邻居刘春兰扬言报复');
        await opens('dispute.debt', '讨债被打，有人受伤流血');
        await opens('dispute.consumer', '退货起争执');
        await opens('help.animal', '猫在树上');
        await opens('criminal.pickpocket', '手机被偷');
        await page.locator('.list .day').waitFor();
        const {rows: days} = await outside.get('/v1/selections');
        const day = days.find(({row}) => row.listed === 5);
        assert.ok(day, JSON.stringify(days.map(({row}) => [row.day, row.where.district, row.listed])));
        await page.locator('.list .day').selectOption(day.stream);
        await rowsAre(3);
        const points = await page.locator('.list .points').allInnerTexts();
        assert.deepEqual(
            points.map(Number),
            points.map(Number).sort((a, b) => b - a),
        );
        await rows().first().focus();
        await page.keyboard.press('Enter');
        await page.locator('.one [data-reason="weapon"] .piece', {hasText: '刀'}).waitFor();
        await page.locator('.one [data-reason="children"]').waitFor();
        const shown = await page.locator('#main').innerText();
        assert.doesNotMatch(shown, /王建国|刘春兰|首义路12栋/, 'reasons without the words');
        await filter('线下');
        await rowsAre(2);
        await page.screenshot({path: join(shots, 'selection-below-1366.png')});
        await filter('待定');
        await rowsAre(3);
        await page.screenshot({path: join(shots, 'selection-1366.png')});
        noFaults();
    },

    async what_was_said_is_read_on_demand_and_the_look_is_in_the_log() {
        const before = await looks();
        await page.locator('.one .read').click();
        await page.locator('.one .says', {hasText: '王建国'}).waitFor();
        assert.equal(await looks(), before + 1);
        noFaults();
    },

    async picked_with_one_key_the_station_is_instructed_and_taken_back_it_is_withdrawn() {
        await page.locator('.one .order option', {hasText: '现实危险纠纷'}).first().waitFor({state: 'attached'});
        await page.keyboard.press('p');
        await saved('选定');
        await standing('已选定');
        await sum('已选 1 / 10–15');
        const [issued] = await instructions();
        assert.equal(issued.row.class_code, 'dispute.acute');
        assert.equal(issued.row.where.station, station.station);
        await page.keyboard.press('u');
        await saved('撤销');
        await standing('未定');
        assert.equal((await instructions())[0].row.stage, 'withdrawn');
        await page.locator('.one .order select').selectOption('dispute.family');
        await page.keyboard.press('p');
        await saved('选定');
        await standing('已选定');
        const stages = (await instructions()).map(({row}) => `${row.class_code} ${row.stage}`).sort();
        assert.deepEqual(stages, ['dispute.acute withdrawn', 'dispute.family issued']);
        noFaults();
    },

    async several_are_passed_over_with_one_reason_by_the_keyboard_alone() {
        await rowsAre(2);
        await rows().first().focus();
        await page.keyboard.press(' ');
        await page.keyboard.press('ArrowDown');
        await page.waitForFunction(
            () => document.activeElement === document.querySelectorAll('.list [data-row]')[1],
        );
        await page.keyboard.press(' ');
        await page.locator('.list button', {hasText: '勾选 2 起'}).waitFor();
        await page.keyboard.press('n');
        await page.locator('#form-reason').waitFor();
        await page.locator('dialog button.primary').click();
        assert.ok(await page.locator('dialog[open] #form-reason').isVisible(), 'a reason is wanted');
        await page.locator('#form-reason').selectOption('less_urgent');
        await page.locator('dialog button.primary').click();
        await saved('不选');
        await rowsAre(0);
        await page.locator('.list .empty', {hasText: '候选都已处理'}).waitFor();
        await filter('不选');
        await rowsAre(2);
        noFaults();
    },

    async what_was_cancelled_stands_behind_its_own_filter_and_says_why() {
        const {stream} = await opens('dispute.family', '吵架，有人受伤');
        await filter('待定');
        await rowsAre(1);
        await outside.post(`/v1/incidents/${stream}/cancellation`, {reason: 'false_alarm'});
        await rowsAre(0);
        await filter('已离开');
        await rowsAre(1);
        await rows().first().click();
        await page.locator('.one .left', {hasText: '取消'}).waitFor();
        noFaults();
    },

    async the_day_is_closed_with_one_key_and_can_be_read_afterwards() {
        await page.locator('.list button', {hasText: '结束当日'}).waitFor();
        await page.screenshot({path: join(shots, 'selection-decided-1366.png')});
        await page.keyboard.press('e');
        await saved('结束当日');
        await page.locator('.list .closed', {hasText: '选定 1'}).waitFor();
        await filter('线下');
        await rowsAre(2);
        await rows().last().click();
        await page.locator('.one .because', {hasText: '规则未发现理由'}).waitFor();
        assert.equal(await page.locator('.one .acts button').count(), 0, 'nothing to be done any more');
        await page.screenshot({path: join(shots, 'selection-closed-1366.png')});
        noFaults();
    },

    async it_passes_axe_by_day_and_night_in_both_languages_and_fits_the_screen() {
        await opens('dispute.family', '拿菜刀扬言同归于尽，孩子在场，有人受伤', new Date().toISOString());
        await opens('dispute.neighbour', '扬言报复，又来闹', new Date().toISOString());
        for (const [theme, language, size] of [
            ['day', 'zh', [1366, 768]],
            ['night', 'en', [1366, 768]],
            ['night', 'zh', [1920, 1080]],
            ['day', 'en', [1920, 1080]],
            ['day', 'zh', [390, 844]],
            ['night', 'en', [390, 844]],
        ]) {
            const desk = await openDesk(browser, city, {
                login: 'centre',
                path: '/centre/#selection',
                theme,
                language,
                size,
            });
            await desk.page.locator('.list [data-row]').first().click();
            await desk.page.locator('.one [data-reason]').first().waitFor();
            await desk.page.locator('.list [data-row] input').last().check();
            assert.deepEqual(await axe(desk.page), [], `${theme} ${language}`);
            await desk.page.screenshot({path: join(shots, `selection-${theme}-${language}-${size[0]}.png`)});
            await desk.page.keyboard.press('n');
            await desk.page.locator('dialog[open]').waitFor();
            assert.deepEqual(await axe(desk.page), [], `${theme} ${language}: passing over`);
            const wide = await desk.page.evaluate(() => document.documentElement.scrollWidth);
            assert.ok(wide <= size[0], `${theme} ${language}: ${wide} px wide`);
            assert.deepEqual(desk.faults, []);
            await desk.close();
        }
    },
};

const code = await tell(stories);
await browser.close();
await city.close();
process.exit(code);
