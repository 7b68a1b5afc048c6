// What a watch officer does when more comes than anybody can read, in a real browser over the real program
// with the demo city.
import assert from 'node:assert/strict';
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';

import {axe, chromiumPath, City, openBrowser, openDesk, root, skipAll, tell} from './desk.mjs';

const names = [
    'sixty_late_calls_of_every_district_are_ten_new_lines_and_the_rest_is_counted',
    'what_is_held_back_opens_and_nothing_is_lost',
    'an_officer_in_danger_cuts_through_the_flood',
    'a_reload_is_no_way_around_the_ten',
    'a_line_is_opened_and_shelved_with_the_keyboard_alone',
    'who_wants_it_back_sooner_takes_it_back',
    'a_shelving_without_a_reason_or_longer_than_the_rulebook_says_is_not_sent',
    'what_was_shelved_is_back_when_its_time_is_over_and_all_of_it_is_in_the_log',
    'it_passes_axe_by_day_and_night_in_both_languages_and_fits_the_screen',
];
if (!chromiumPath) process.exit(skipAll(names, 'no chromium is installed'));

const city = new City();
await city.start();
const browser = await openBrowser();
const shots = join(root, 'build/shots');
mkdirSync(shots, {recursive: true});
const outside = await city.session('demo');
const watch = await openDesk(browser, city, {login: 'watch', path: '/watch/'});
const {page} = watch;
const noFaults = () => assert.deepEqual(watch.faults, []);
const lines = (kind) => page.locator(kind ? `.alarms [data-kind="${kind}"]` : '.alarms [data-row] .cells');
const budget = (text) => page.locator('[data-budget]', {hasText: text}).waitFor();
const waiting = () => page.locator('[data-waiting]');
const shelved = (count) =>
    page.locator('[data-shelved]', {hasText: new RegExp(`^\\s*${count}\\s*$`)}).waitFor();
const counts = async (kind) =>
    (await lines(kind).locator('.count').allTextContents()).reduce((sum, text) => sum + Number(text), 0);
const unit = 'unt_420106-11';
const wuchang = {city: 'are_420100', district: 'are_420106', station: '', beat: ''};

const {rows: areas} = await outside.get('/v1/areas?level=district&limit=100');
const districts = areas.map(({row}) => row.where);

/** An incident of Wuchang that should have been dispatched an hour ago. */
const lateIncident = () =>
    outside.post('/v1/incidents', {
        class_code: 'dispute.family',
        summary: '家里吵架',
        answers: [],
        duress: false,
        location: {place_text: '首义路', where: wuchang},
        opened_at: new Date(Date.now() - 3_600_000).toISOString(),
    });

async function shelve(reason, minutes) {
    await page.locator('#shelve-reason').fill(reason);
    await page.locator('#shelve-minutes').fill(String(minutes));
    await page.keyboard.press('Enter');
}
/** The keyboard goes down the list to the late dispatches. */
async function onDispatches() {
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-row') ?? '');
    const moved = (before) =>
        page.waitForFunction((was) => {
            const row = document.activeElement?.getAttribute('data-row');
            return row && row !== was;
        }, before);
    await lines('dispatch').waitFor();
    await page.locator('.alarms [data-row]').first().focus();
    for (let on = await focused(); !on.startsWith('dispatch/'); on = await focused()) {
        await page.keyboard.press('j');
        await moved(on);
    }
}

let shelvingId = '';
const stories = {
    async sixty_late_calls_of_every_district_are_ten_new_lines_and_the_rest_is_counted() {
        assert.ok(districts.length > 10, `${districts.length} districts`);
        await lateIncident();
        await lines('dispatch').waitFor();
        const received_at = new Date(Date.now() - 600_000).toISOString();
        for (let n = 0; n < 60; n += 1) {
            const received_where = districts[n % districts.length];
            await outside.post('/v1/calls', {
                channel: 'phone',
                text: '有人打架',
                received_at,
                received_where,
            });
        }
        await budget('10/10');
        await waiting()
            .filter({hasText: /另有 \d+ 组 \d+ 条暂未提示/})
            .waitFor();
        assert.equal(await lines().count(), 10, 'no more than ten lines');
        await page.screenshot({path: join(shots, 'watch-flood-1920.png')});
        noFaults();
    },

    async what_is_held_back_opens_and_nothing_is_lost() {
        await page.keyboard.press('m');
        await page.waitForFunction(
            (most) => document.querySelectorAll('.alarms [data-kind="answer"]').length === most,
            districts.length,
        );
        assert.equal(await counts('answer'), 60, 'each late call is in exactly one line');
        await page.keyboard.press('m');
        await page.waitForFunction(() => document.querySelectorAll('.alarms [data-row]').length === 10);
        noFaults();
    },

    async an_officer_in_danger_cuts_through_the_flood() {
        await outside.post(`/v1/units/${unit}/duty`, {}).catch(() => undefined); // it may be on duty
        await outside.post(`/v1/units/${unit}/panic`, {});
        const panic = lines('panic');
        await panic.filter({hasText: '武昌-11'}).waitFor();
        assert.equal(await lines().first().getAttribute('data-kind'), 'panic', 'it stands first');
        await budget('10/10');
        await page.screenshot({path: join(shots, 'watch-panic-1920.png')});
        await outside.post(`/v1/units/${unit}/panic_clearance`, {reason: '演练结束'});
        await panic.waitFor({state: 'detached'});
        noFaults();
    },

    async a_reload_is_no_way_around_the_ten() {
        await page.reload();
        await waiting()
            .filter({hasText: /另有 \d+ 组/})
            .waitFor();
        await budget('10/10');
        assert.equal(await lines().count(), 10);
        noFaults();
    },

    async a_line_is_opened_and_shelved_with_the_keyboard_alone() {
        await onDispatches();
        await page.keyboard.press('Enter');
        await page.locator('.one [data-alarm]', {hasText: '家庭'}).first().waitFor();
        await page.keyboard.press('s');
        await shelve('武昌网络割接，分局口头派警', 15);
        await shelved(1);
        await lines('dispatch').waitFor({state: 'detached'});
        noFaults();
    },

    async who_wants_it_back_sooner_takes_it_back() {
        await page.locator('[data-shelving] button').click();
        await lines('dispatch').waitFor();
        await shelved(0);
        await budget('10/10');
        noFaults();
    },

    async a_shelving_without_a_reason_or_longer_than_the_rulebook_says_is_not_sent() {
        await onDispatches();
        await page.keyboard.press('s');
        await shelve('', 15);
        await shelve('网络割接', 61);
        assert.ok(await page.locator('dialog[open] #shelve-reason').isVisible(), 'the form stays');
        await page.keyboard.press('Escape');
        await assert.rejects(
            outside.post('/v1/shelvings', {kind: 'panic', where: wuchang, reason: '太吵太吵', minutes: 5}),
            /alarm.not_to_be_shelved/,
        );
        noFaults();
    },

    async what_was_shelved_is_back_when_its_time_is_over_and_all_of_it_is_in_the_log() {
        await onDispatches();
        await page.keyboard.press('s');
        await shelve('武昌网络割接，一分钟', 1);
        await shelved(1);
        shelvingId = await page.locator('[data-shelving]').getAttribute('data-shelving');
        await lateIncident();
        await shelved(2); // what comes meanwhile is counted there
        assert.equal(await lines('dispatch').count(), 0);
        await lines('dispatch').filter({hasText: '2'}).waitFor();
        await shelved(0);
        const {events} = await outside.get(`/v1/shelvings/${shelvingId}/timeline`);
        const log = JSON.stringify(events);
        assert.match(
            log,
            /alarm\.shelved\.v1.*武昌网络割接，一分钟.*alarm\.shelving_ended\.v1.*"end":"time"/,
        );
        noFaults();
    },

    async it_passes_axe_by_day_and_night_in_both_languages_and_fits_the_screen() {
        for (const [theme, language, size] of [
            ['day', 'zh', [1366, 768]],
            ['night', 'en', [1366, 768]],
            ['night', 'zh', [1920, 1080]],
        ]) {
            const desk = await openDesk(browser, city, {
                login: 'watch',
                path: '/watch/',
                theme,
                language,
                size,
            });
            await desk.page.locator('.alarms [data-row]').first().click();
            await desk.page.locator('.one [data-alarm]').first().waitFor();
            await desk.page.screenshot({path: join(shots, `watch-${theme}-${language}-${size[0]}.png`)});
            assert.deepEqual(await axe(desk.page), [], `${theme} ${language}`);
            await desk.page.keyboard.press('s');
            await desk.page.locator('dialog[open]').waitFor();
            assert.deepEqual(await axe(desk.page), [], `${theme} ${language}: shelving`);
            await desk.page.keyboard.press('Escape');
            await desk.page.keyboard.press('?');
            await desk.page.locator('dialog[open] dl').waitFor();
            assert.deepEqual(await axe(desk.page), [], `${theme} ${language}: help`);
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
