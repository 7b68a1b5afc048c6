// A week's figures at the supervision desk: each opens, the centre releases the draft, a station objects to
// its own, the centre answers; the morning's audit. In a real browser over the real program, with nine days
// of a generated city behind it.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';

import {axe, chromiumPath, City, openBrowser, openDesk, program, root, skipAll, tell} from './desk.mjs';

const names = [
    'each_figure_opens_to_its_formula_and_its_records',
    'the_running_week_is_shown_as_it_stands',
    'the_centre_releases_the_draft',
    'a_station_objects_to_its_own_figure_and_to_no_other',
    'the_centre_corrects_it_and_the_draft_stays_visible',
    'the_days_audit_lists_what_lacks_an_entry_and_whose_it_is',
    'it_passes_axe_by_day_and_night_in_both_languages_and_fits_the_screen',
];
if (!chromiumPath) process.exit(skipAll(names, 'no chromium is installed'));

const city = new City();
// Nine days until the Monday whose week before is counted by now: at six in the morning in Wuhan.
const hour = 3_600_000;
const civil = new Date(Date.now() + (8 - 6) * hour);
const midnight = Date.UTC(civil.getUTCFullYear(), civil.getUTCMonth(), civil.getUTCDate()) - 8 * hour;
const monday = midnight - ((civil.getUTCDay() + 6) % 7) * 24 * hour;
spawnSync(
    program,
    [
        ...['soak', '--data', join(city.folder, 'data'), '--days', '9', '--calls-per-day', '200'],
        ...['--from', new Date(monday - 9 * 24 * hour).toISOString()],
        ...['--city-file', city.seed, '--entries-only'],
    ],
    {stdio: 'ignore', cwd: root},
);
await city.start();
const browser = await openBrowser();
const shots = join(root, 'build/shots');
mkdirSync(shots, {recursive: true});
const outside = await city.session('centre');
const desk = await openDesk(browser, city, {login: 'centre', path: '/supervision/', size: [1366, 768]});
const {page} = desk;
const cell = (on, unit, figure) => on.locator(`tr[data-unit="${unit}"] [data-figure="${figure}"]`);
const own = 'are_420106001';
const noFaults = (of = desk) => assert.deepEqual(of.faults, []);

const stories = {
    async each_figure_opens_to_its_formula_and_its_records() {
        await cell(page, own, 'reports').waitFor();
        const told = await outside.get('/v1/weekly_figures?district=are_420106');
        assert.ok(told.counted && told.rows.length > 15, 'stations and police posts of Wuchang');
        const reports = told.rows[0].figures.find(({code}) => code === 'reports').numerator;
        assert.ok(reports > 10, `${reports} reports`);
        assert.equal(Number(await cell(page, 'are_420106', 'reports').innerText()), reports);
        await page.screenshot({path: join(shots, 'supervision-1366.png')});
        await cell(page, 'are_420106', 'entered').click();
        const panel = page.locator('[data-figure-panel]');
        await panel.locator('dd', {hasText: '÷ 接报数'}).waitFor();
        await panel.locator('.records li').first().waitFor();
        assert.match(await panel.locator('.records li').first().innerText(), /^cal_/);
        await panel.locator('[data-side=denominator]').click();
        await panel.locator('[data-side=denominator]', {hasText: String(reports)}).waitFor();
        await page.screenshot({path: join(shots, 'supervision-figure-1366.png')});
        await panel.locator('.panel-head button').click();
        noFaults();
    },

    async the_running_week_is_shown_as_it_stands() {
        const watch = await openDesk(browser, city, {login: 'oversee', path: '/supervision/'});
        await watch.page.locator('[data-district]').selectOption('are_420106');
        await cell(watch.page, own, 'reports').waitFor();
        await watch.page.locator('[data-week]').selectOption('running');
        await watch.page.locator('.bar .hint', {hasText: '本周尚未结束'}).waitFor();
        await watch.page.locator('[data-stage]', {hasText: '尚无周报'}).waitFor();
        noFaults(watch);
        await watch.close();
    },

    async the_centre_releases_the_draft() {
        await page.locator('[data-stage]', {hasText: '待中心审核'}).waitFor();
        await page.locator('.bar button.primary').click();
        await page.locator('[data-stage]', {hasText: '派出所核对中'}).waitFor();
        noFaults();
    },

    async a_station_objects_to_its_own_figure_and_to_no_other() {
        const station = await openDesk(browser, city, {
            login: 'station',
            path: '/supervision/',
            size: [1366, 768],
        });
        await cell(station.page, own, 'reports').click();
        await station.page.locator('[data-figure-panel] button.primary').click();
        const dialog = station.page.locator('dialog[open]');
        await dialog.locator('textarea').fill('窗口另有一起，台账在册。');
        await station.page.screenshot({path: join(shots, 'supervision-object-1366.png')});
        await dialog.locator('button.primary').click();
        await station.page.locator('.saying.done').waitFor();
        await cell(station.page, own, 'reports').locator('i', {hasText: '？'}).waitFor();
        await cell(station.page, 'are_420106002', 'reports').click();
        await station.page.locator('#figure-title').waitFor();
        assert.equal(await station.page.locator('[data-figure-panel] button.primary').count(), 0);
        noFaults(station);
        await station.close();
    },

    async the_centre_corrects_it_and_the_draft_stays_visible() {
        const before = Number((await cell(page, own, 'reports').innerText()).replace(/\D/g, ''));
        await page.locator('[data-objection="1"] .waits button').click();
        const dialog = page.locator('dialog[open]');
        await dialog.locator('input[value=corrected]').check();
        await dialog.locator('#say-numerator').fill(String(before + 1));
        await dialog.locator('textarea').fill('核实属实。');
        await dialog.locator('button.primary').click();
        await cell(page, own, 'reports').locator('i', {hasText: '✎'}).waitFor();
        assert.equal(Number((await cell(page, own, 'reports').innerText()).replace(/\D/g, '')), before + 1);
        await page.locator('[data-figure-panel] .hint', {hasText: `原统计 ${before}`}).waitFor();
        await page.screenshot({path: join(shots, 'supervision-corrected-1366.png')});
        noFaults();
    },

    async the_days_audit_lists_what_lacks_an_entry_and_whose_it_is() {
        const where = {city: 'are_420100', district: 'are_420106', station: own, beat: ''};
        const call = {channel: 'walk_in', callback: '', caller_name: '', text: '来所报称', received_where: where};
        const taker = await city.session('call');
        const {stream} = await taker.post('/v1/calls', {...call, duress: false});
        const station = await openDesk(browser, city, {
            login: 'station',
            path: '/supervision/#audit',
            size: [1366, 768],
        });
        const lacking = station.page.locator(`[data-lacking="${stream}"]`);
        await lacking.filter({hasText: '缺录入'}).waitFor();
        assert.match(await lacking.innerText(), /综合指挥室|综合室/);
        assert.deepEqual(await axe(station.page), []);
        await station.page.screenshot({path: join(shots, 'supervision-audit-1366.png')});
        noFaults(station);
        await station.close();
    },

    async it_passes_axe_by_day_and_night_in_both_languages_and_fits_the_screen() {
        for (const [theme, language, size] of [
            ['day', 'zh', [1920, 1080]],
            ['night', 'en', [1366, 768]],
            ['day', 'en', [1366, 768]],
            ['day', 'zh', [390, 844]],
            ['night', 'en', [390, 844]],
        ]) {
            const how = {login: 'centre', path: '/supervision/', theme, language, size};
            const other = await openDesk(browser, city, how);
            await cell(other.page, own, 'reports').waitFor();
            await other.page.locator('[data-objection="1"]').waitFor();
            assert.deepEqual(await axe(other.page), [], `${theme} ${language}: table`);
            await other.page.screenshot({
                path: join(shots, `supervision-${theme}-${language}-${size[0]}.png`),
            });
            await cell(other.page, own, 'arrived_in_time').click();
            await other.page.locator('#figure-title').waitFor();
            assert.deepEqual(await axe(other.page), [], `${theme} ${language}: figure`);
            const wide = await other.page.evaluate(() => document.documentElement.scrollWidth);
            assert.ok(wide <= size[0], `${theme} ${language}: ${wide} px wide`);
            noFaults(other);
            await other.close();
        }
    },
};

const code = await tell(stories);
await browser.close();
await city.close();
process.exit(code);
