// The task catalogue at its desk, and the answer card on the phone: in a real browser over the real program
// with the demo city’s example tasks.
import assert from 'node:assert/strict';
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';

import {axe, chromiumPath, City, openBrowser, openDesk, root, skipAll, tell} from './desk.mjs';
import {openPhone, Signal, untilKept} from './phone.mjs';

const names = [
    'the_catalogue_says_what_each_department_takes_a_year',
    'a_proposal_shows_what_it_will_take_and_its_twin_is_refused_and_opened',
    'a_question_about_residents_is_refused',
    'another_person_publishes_it_having_seen_the_minutes',
    'without_a_signal_one_card_closes_many_and_says_what_it_saved',
    'what_is_missing_stays_on_the_card',
    'it_passes_axe_by_day_and_night_in_both_languages_and_fits_the_screen',
];
if (!chromiumPath) process.exit(skipAll(names, 'no chromium is installed'));

const city = new City();
await city.start();
const signal = await new Signal().start(city.port);
const browser = await openBrowser();
const shots = join(root, 'build/shots');
mkdirSync(shots, {recursive: true});
const outside = await city.session('watch');
const desk = await openDesk(browser, city, {login: 'centre', path: '/tasks/', size: [1366, 768]});
const {page} = desk;
const rows = () => page.locator('.list [data-row]');
const filter = (on, name) => on.locator('.filters button', {hasText: name}).click();
const noFaults = () => assert.deepEqual(desk.faults, []);
const minutesOf = (text) => Number(/(\d+) 分钟/.exec(text)[1]);

async function fill({title, measures, standard}) {
    await page.locator('#t-department').selectOption('base');
    await page.locator('#t-title').fill(title);
    await page.locator('#t-basis').fill('派出所工作规范');
    await page.locator('#t-measures').fill(measures);
    await page.locator('#t-standard').fill(standard);
    await page.locator('#t-minutes').fill('12');
    await page.locator('#t-deadline').selectOption('week');
    await page.locator('#t-carrier').selectOption('community_officer');
    await page.locator('#t-areas option').first().waitFor({state: 'attached'});
    const options = page.locator('#t-areas option');
    const ids = await options.evaluateAll((all) => all.slice(0, 2).map(({value}) => value));
    await page.locator('#t-areas').selectOption(ids);
}
const submit = () => page.locator('form button.primary').click();

const cards = (phone) => phone.page.locator('.cards > ul > li');
const answerAll = async (sheet) => {
    for (let round = 0; round < 3; round += 1) {
        for (const set of await sheet.locator('fieldset').all()) {
            const picked = await set.locator('input:checked').count();
            // No: nothing found, nothing depends on it.
            if (picked === 0) await set.locator('input').last().check();
        }
        for (const input of await sheet.locator('input[type=number]').all())
            if (!(await input.inputValue())) await input.fill((await input.getAttribute('min')) ?? '1');
    }
};

const stories = {
    async the_catalogue_says_what_each_department_takes_a_year() {
        await rows().first().waitFor();
        const {rows: all} = await outside.get('/v1/tasks?limit=500');
        assert.equal(all.length, 117, 'the example set');
        const inForce = all.filter(({row}) => row.stage === 'in_force');
        await page.locator('.one table [data-sum]').waitFor();
        const sum = inForce.reduce((minutes, {row}) => minutes + row.burden_minutes, 0);
        assert.equal(
            await page.locator('.one table [data-sum]').innerText(),
            `${Math.round(sum / 6) / 10} 小时`,
        );
        await page.screenshot({path: join(shots, 'tasks-ledger-1366.png')});
        await rows().first().click();
        await page.locator('.one .burden').waitFor();
        const most = Math.max(...inForce.map(({row}) => row.burden_minutes));
        assert.equal(minutesOf(await page.locator('.one .burden').innerText()), most, 'the dearest first');
        // What the catalogue owes does not fill the lists of desks that watch over what breaks next.
        const owing = async (but) =>
            (await outside.get(`/v1/obligations?limit=1000${but}`)).rows.map(({module}) => module);
        assert.ok((await owing('&without=errand')).includes('task'));
        const others = await owing('&without=errand,task');
        assert.ok(!others.includes('task') && !others.includes('errand'));
        await page.screenshot({path: join(shots, 'tasks-one-1366.png')});
        noFaults();
    },

    async a_proposal_shows_what_it_will_take_and_its_twin_is_refused_and_opened() {
        await page.getByRole('button', {name: '提出新工作'}).first().click();
        await fill({
            title: '充电巡查',
            measures: '检查楼道和架空层的电动自行车停放、充电',
            standard: '每月一次；发现即劝离，并通报物业。',
        });
        await page.locator('#t-known').selectOption('ebikes_inside');
        await page.locator('.one .burden', {hasText: `${12 * 12 * 2} 分钟`}).waitFor();
        await page.screenshot({path: join(shots, 'tasks-form-1366.png')});
        await submit();
        await page.locator('.saying.refused', {hasText: '已有内容相同的工作'}).waitFor();
        await page.locator('button.twin').click();
        await page.locator('.one h2', {hasText: '电动自行车入户充电整治'}).waitFor();
        noFaults();
    },

    async a_question_about_residents_is_refused() {
        await page.getByRole('button', {name: '提出新工作'}).first().click();
        await fill({title: '图书角整理', measures: '整理社区图书角', standard: '书籍归架，无破损'});
        await page.locator('.fresh input').first().fill('tenant_count');
        await page.locator('.fresh input').nth(1).fill('租客姓名');
        await page.locator('.fresh button').click();
        await submit();
        await page.locator('.saying.refused', {hasText: '不得向居民采集'}).waitFor();
        await page.locator('.fields button', {hasText: '移除'}).click();
        await page.locator('#t-known').selectOption('note');
        await page.locator('#t-known').selectOption('visited');
        await submit();
        await page.locator('.saying.done').waitFor();
        await page.locator('.one h2', {hasText: '图书角整理'}).waitFor();
        assert.equal(
            await page.locator('.one button', {hasText: '发布'}).count(),
            0,
            'whoever proposes does not publish',
        );
        noFaults();
    },

    async another_person_publishes_it_having_seen_the_minutes() {
        const watch = await openDesk(browser, city, {login: 'watch', path: '/tasks/', size: [1366, 768]});
        await watch.page.locator('.list [data-row]').first().waitFor();
        await filter(watch.page, '待发布');
        await watch.page.locator('.list [data-row]', {hasText: '图书角整理'}).click();
        const publish = watch.page.locator('.one button.primary');
        assert.equal(minutesOf(await publish.innerText()), 12 * 12 * 2);
        await publish.click();
        await watch.page.locator('.saying.done').waitFor();
        await watch.page.locator('.one .stage', {hasText: '施行中'}).waitFor();
        await page.locator('.one .stage', {hasText: '施行中'}).waitFor(); // and the proposer sees it
        assert.deepEqual(watch.faults, []);
        await watch.close();
    },

    async without_a_signal_one_card_closes_many_and_says_what_it_saved() {
        const phone = await openPhone(browser, signal.base, {login: 'beat'});
        await cards(phone).first().waitFor();
        const before = await cards(phone).count();
        await untilKept(phone);
        signal.cut();
        await phone.page.reload();
        await cards(phone).first().waitFor(); // in the basement: from the phone's own store
        const label = await cards(phone).first().locator('b').innerText();
        await cards(phone).first().locator('button').click();
        const sheet = phone.page.locator('dialog[open]');
        await sheet.locator('fieldset').first().waitFor();
        await phone.page.screenshot({path: join(shots, 'field-card.png')});
        assert.deepEqual(await axe(phone.page), []);
        await answerAll(sheet);
        await sheet.locator('button.primary').click();
        await sheet.waitFor({state: 'detached'});
        await phone.page.locator('.outbox li.waiting').first().waitFor();
        assert.equal(await cards(phone).count(), before - 1, 'what waits is not asked again');
        signal.back();
        const entry = phone.page.locator('.outbox li.delivered', {hasText: label}).first();
        await entry.waitFor();
        const said = /办结 (\d+) 项，省 (\d+) 分钟/.exec(await entry.innerText());
        assert.ok(said && Number(said[1]) > 1 && Number(said[2]) > 0, await entry.innerText());
        await phone.page.screenshot({path: join(shots, 'field-card-closed.png')});
        assert.deepEqual(phone.faults, []);
        await phone.close();
    },

    async what_is_missing_stays_on_the_card() {
        const phone = await openPhone(browser, signal.base, {login: 'beat'});
        await cards(phone).first().waitFor();
        await cards(phone).first().locator('button').click();
        const sheet = phone.page.locator('dialog[open]');
        await sheet.locator('fieldset').first().locator('input').last().check();
        await sheet.locator('button', {hasText: '先报已填的'}).click();
        const entry = phone.page.locator('.outbox li.delivered', {hasText: '未办结'}).first();
        await entry.waitFor();
        assert.match(await entry.innerText(), /填报缺少必填项/);
        await cards(phone).first().waitFor();
        assert.deepEqual(phone.faults, []);
        await phone.close();
    },

    async it_passes_axe_by_day_and_night_in_both_languages_and_fits_the_screen() {
        for (const [theme, language, size] of [
            ['day', 'zh', [1366, 768]],
            ['night', 'en', [1366, 768]],
            ['day', 'en', [390, 844]],
        ]) {
            const how = {login: 'centre', path: '/tasks/', theme, language, size};
            const other = await openDesk(browser, city, how);
            await other.page.locator('.list [data-row]').first().waitFor();
            assert.deepEqual(await axe(other.page), [], `${theme} ${language}: ledger`);
            await other.page.locator('.list [data-row]').first().click();
            await other.page.locator('.one .burden').waitFor();
            assert.deepEqual(await axe(other.page), [], `${theme} ${language}: one`);
            await other.page.screenshot({path: join(shots, `tasks-${theme}-${language}-${size[0]}.png`)});
            await other.page.locator('.list .panel-head button, .list button').first().click();
            await other.page.locator('#t-title').waitFor();
            assert.deepEqual(await axe(other.page), [], `${theme} ${language}: form`);
            const wide = await other.page.evaluate(() => document.documentElement.scrollWidth);
            assert.ok(wide <= size[0], `${theme} ${language}: ${wide} px wide`);
            assert.deepEqual(other.faults, []);
            await other.close();
        }
    },
};

const code = await tell(stories);
await browser.close();
await signal.close();
await city.close();
process.exit(code);
