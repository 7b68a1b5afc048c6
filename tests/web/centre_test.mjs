// What the base-control centre does with reports that may be about one matter, in a real browser over the
// real program with the demo city: the quarrel of 20:30, with calls in the months before.
import assert from 'node:assert/strict';
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';

import {axe, chromiumPath, City, openBrowser, openDesk, root, skipAll, tell} from './desk.mjs';

const names = [
    'a_quarrel_that_comes_back_appears_by_itself_with_what_speaks_for_it',
    'what_was_said_is_read_report_by_report_and_each_look_is_in_the_log',
    'it_is_rejected_with_a_reason_of_the_rulebook_and_the_rejection_is_taken_back',
    'confirmed_with_one_key_a_further_report_joins_and_the_station_is_instructed',
    'a_report_that_is_another_s_is_taken_out_and_two_others_are_split_off',
    'it_passes_axe_by_day_and_night_in_both_languages_and_fits_the_screen',
];
if (!chromiumPath) process.exit(skipAll(names, 'no chromium is installed'));

const city = new City();
await city.start();
const browser = await openBrowser();
const shots = join(root, 'build/shots');
mkdirSync(shots, {recursive: true});
const outside = await city.session('demo');
const centre = await openDesk(browser, city, {login: 'centre', path: '/centre/', size: [1366, 768]});
const {page} = centre;
const noFaults = () => assert.deepEqual(centre.faults, []);
const rows = () => page.locator('.list [data-row]');
const reports = () => page.locator('.one [data-report]');
const saved = (what) => page.locator('.saying.done').filter({hasText: what}).waitFor();
const filter = (name) => page.locator('.filters button', {hasText: name}).click();
const stage = (text) => page.locator('.one .stage', {hasText: text}).waitFor();

const day = 86_400_000;
const station = {city: 'are_420100', district: 'are_420106', station: 'are_420106001', beat: ''};
const quarrel = (daysAgo, summary) =>
    outside.post('/v1/incidents', {
        class_code: 'dispute.family',
        summary,
        answers: [],
        duress: false,
        location: {
            place_text: '首义路12栋3单元501',
            point: {latitude: 30.5419, longitude: 114.3052},
            where: station,
        },
        opened_at: new Date(Date.now() - daysAgo * day).toISOString(),
    });

const oversight = await city.session('oversee');
const looks = async () => (await oversight.get('/v1/looks/review')).looks;

const stories = {
    async a_quarrel_that_comes_back_appears_by_itself_with_what_speaks_for_it() {
        await page.locator('.list .empty').waitFor();
        await quarrel(40, '王建国喝酒回来砸东西，妻子刘春兰报警');
        await quarrel(0, '刘春兰说王建国又打人，12栋3单元501');
        await rows().first().waitFor();
        await rows().first().focus();
        await page.keyboard.press('Enter');
        await stage('待判定');
        assert.equal(await reports().count(), 2);
        await page.locator('.reason', {hasText: '同一门牌'}).waitFor();
        assert.equal(await page.locator('.reason', {hasText: '姓名写法相同'}).count(), 2);
        const shown = await page.locator('#main').innerText();
        assert.doesNotMatch(shown, /王建国|刘春兰/, 'reasons without the words');
        await page.screenshot({path: join(shots, 'centre-suggested-1366.png')});
        noFaults();
    },

    async what_was_said_is_read_report_by_report_and_each_look_is_in_the_log() {
        const before = await looks();
        await reports().first().getByRole('button', {name: '查看内容'}).click();
        await reports().first().locator('.says', {hasText: '王建国又打人'}).waitFor();
        assert.equal(await page.locator('.one .says').count(), 1, 'the other is not read');
        assert.equal(await looks(), before + 1);
        noFaults();
    },

    async it_is_rejected_with_a_reason_of_the_rulebook_and_the_rejection_is_taken_back() {
        await page.keyboard.press('r');
        await page.locator('#form-reason').waitFor();
        await page.locator('dialog button.primary').click();
        assert.ok(await page.locator('dialog[open] #form-reason').isVisible(), 'a reason is wanted');
        await page.locator('#form-reason').selectOption('other_parties');
        await page.locator('dialog button.primary').click();
        await saved('否定');
        await stage('已否定');
        await page.keyboard.press('u');
        await saved('撤销判定');
        await stage('待判定');
        noFaults();
    },

    async confirmed_with_one_key_a_further_report_joins_and_the_station_is_instructed() {
        await page.keyboard.press('y');
        await saved('确认同一事');
        await stage('已确认');
        await quarrel(0, '邻居报警：王建国和刘春兰又在吵架');
        await page.waitForFunction(() => document.querySelectorAll('.one [data-report]').length === 3);
        await page.locator('.one .told', {hasText: '1'}).waitFor();
        const {rows: instructions} = await outside.get('/v1/instructions?only_open=true');
        assert.equal(instructions.length, 1);
        assert.equal(instructions[0].row.where.station, station.station);
        await page.screenshot({path: join(shots, 'centre-confirmed-1366.png')});
        noFaults();
    },

    async a_report_that_is_another_s_is_taken_out_and_two_others_are_split_off() {
        for (const words of ['再次', '又一次'])
            await quarrel(0, `刘春兰${words}报警，称王建国酒后吵闹，12栋3单元501`);
        await page.waitForFunction(() => document.querySelectorAll('.one [data-report]').length === 5);
        await reports().nth(0).locator('input').check();
        await page.keyboard.press('t');
        await page.locator('#form-reason').selectOption('other_parties');
        await page.locator('dialog button.primary').click();
        await saved('移出所选');
        await page.waitForFunction(() => document.querySelectorAll('.one [data-report]').length === 4);
        await reports().nth(0).locator('input').check();
        await reports().nth(1).locator('input').check();
        await page.keyboard.press('x');
        await saved('拆分所选');
        await page.waitForFunction(() => document.querySelectorAll('.one [data-report]').length === 2);
        await filter('待判定');
        await rows().first().waitFor(); // what was split off is to be decided
        await rows().first().click();
        await page.locator('.one .rule', {hasText: '由另一事项拆出'}).waitFor();
        noFaults();
    },

    async it_passes_axe_by_day_and_night_in_both_languages_and_fits_the_screen() {
        for (const [theme, language, size] of [
            ['day', 'zh', [1366, 768]],
            ['night', 'en', [1366, 768]],
            ['night', 'zh', [1920, 1080]],
            ['day', 'zh', [390, 844]],
            ['night', 'en', [390, 844]],
        ]) {
            const desk = await openDesk(browser, city, {
                login: 'centre',
                path: '/centre/',
                theme,
                language,
                size,
            });
            await desk.page.locator('.list [data-row]').first().click();
            await desk.page.locator('.one [data-report] input').first().check();
            assert.deepEqual(await axe(desk.page), [], `${theme} ${language}`);
            await desk.page.screenshot({path: join(shots, `centre-${theme}-${language}-${size[0]}.png`)});
            await desk.page.keyboard.press('r');
            await desk.page.locator('dialog[open]').waitFor();
            assert.deepEqual(await axe(desk.page), [], `${theme} ${language}: rejecting`);
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
