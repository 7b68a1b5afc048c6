// Disputes in mediation, in a real browser over the real program with the demo city: the station opens one,
// hears both sides, has both sign one text; what goes to the street is seen there and nothing else; a
// school-gate quarrel comes by itself.
import assert from 'node:assert/strict';
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';

import {axe, chromiumPath, City, openBrowser, openDesk, root, skipAll, tell} from './desk.mjs';

const names = [
    'the_station_opens_one_by_the_keyboard_and_hears_both_sides',
    'a_changed_text_voids_what_was_signed_and_both_sign_the_same_one',
    'a_promise_is_owed_and_kept',
    'the_street_sees_what_was_pushed_and_nothing_else_and_answers',
    'a_school_gate_quarrel_closed_on_scene_is_followed_up_and_not_solved_breaks_the_quiet',
    'it_passes_axe_by_day_and_night_in_both_languages_and_fits_the_screen',
];
if (!chromiumPath) process.exit(skipAll(names, 'no chromium is installed'));

const city = new City();
await city.start();
const browser = await openBrowser();
const shots = join(root, 'build/shots');
mkdirSync(shots, {recursive: true});
const desk = await openDesk(browser, city, {login: 'station', path: '/mediation/', size: [1366, 768]});
const {page} = desk;
const noFaults = () => assert.deepEqual(desk.faults, []);
const saved = (what) => page.locator('.saying.done').filter({hasText: what}).waitFor();
const filter = (name) => page.locator('.filters button', {hasText: name}).click();
const fill = async (values) => {
    for (const [name, value] of Object.entries(values)) {
        const box = page.locator(`#form-${name}`);
        if ((await box.evaluate((node) => node.tagName)) === 'SELECT') await box.selectOption(value);
        else await box.fill(value);
    }
    await page.locator('dialog[open] button.primary').click();
};
const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const hear = async (side, speaker, text) => {
    await page.locator('[data-act="record_statement"]').click();
    await fill({side, contact: 'in_person', speaker, text});
    await saved('记录陈述');
};
const sign = async (side) => {
    await page.locator('[data-act="sign_agreement"]').click();
    await fill({side, witness: '社区张主任'});
    await saved('登记签字');
};
const outside = await city.session('demo');

const stories = {
    async the_station_opens_one_by_the_keyboard_and_hears_both_sides() {
        await page.locator('.list .empty', {hasText: '没有这样的调解'}).waitFor();
        await page.screenshot({path: join(shots, 'mediation-empty-1366.png')});
        await page.keyboard.press('n');
        await fill({dispute_class: 'neighbour', text: '楼上漏水，谁来修'});
        await saved('新建调解');
        await page.locator('.list [data-row]').first().click();
        await page.locator('.one .owner b', {hasText: '综合室'}).waitFor();
        await page.locator('.one .lines', {hasText: '听取陈述：甲方'}).waitFor();
        await hear('a', '王老三', '水滴到床上');
        await hear('b', '李小四', '管子不是我家的');
        await page.locator('.one .sides', {hasText: '管子不是我家的'}).waitFor();
        assert.doesNotMatch(await page.locator('.list').innerText(), /王老三|漏水/, 'lists show nobody');
        const duty = page.locator('.one .lines').first().locator('li', {hasText: '听取陈述'});
        await duty.first().waitFor({state: 'detached'});
        noFaults();
    },

    async a_changed_text_voids_what_was_signed_and_both_sign_the_same_one() {
        await page.locator('[data-act="draft_agreement"]').click();
        await page.locator('dialog[open] button', {hasText: '添加一项承诺'}).click();
        await page.locator('dialog[open] .promise input').first().fill('换水管');
        await page.locator('dialog[open] .promise input[type=date]').fill(inDays(9));
        await fill({text: '各出一半'});
        await saved('起草协议');
        await sign('a');
        await page.locator('.one', {hasText: '甲方已签'}).waitFor();
        await page.locator('[data-act="draft_agreement"]').click();
        await fill({text: '楼上出三分之二'});
        await page.locator('.one h3', {hasText: '第 2 版'}).waitFor();
        await page.locator('.one', {hasText: '甲方未签'}).waitFor();
        await sign('b');
        await sign('a');
        await page.locator('.one .stage', {hasText: '静默观察'}).waitFor();
        noFaults();
    },

    async a_promise_is_owed_and_kept() {
        await page.locator('.one .lines', {hasText: '承诺履行 1'}).waitFor();
        await page.locator('.one button', {hasText: '登记履行'}).click();
        await fill({outcome: 'kept', text: '已换好'});
        await saved('登记履行');
        await page.locator('.one .lines b', {hasText: '已履行'}).waitFor();
        await page.screenshot({path: join(shots, 'mediation-1366.png')});
        noFaults();
    },

    async the_street_sees_what_was_pushed_and_nothing_else_and_answers() {
        await page.locator('[data-act="push"]').click();
        await page.locator('dialog[open] #form-text').waitFor();
        const text = await page.locator('#form-text').inputValue();
        assert.match(text, /纠纷类别：邻里/);
        assert.doesNotMatch(text, /王老三|李小四|漏水|换水管/);
        await page.screenshot({path: join(shots, 'mediation-push-1366.png')});
        await fill({text: `${text}\n王老三很激动`});
        await page.locator('.saying.refused', {hasText: '陈述或姓名'}).waitFor();
        await fill({text: `${text}\n请一同走访`});
        await saved('推送街道社区');
        const street = await openDesk(browser, city, {login: 'street', path: '/partner/', size: [1366, 768]});
        await street.page.locator('.list [data-row]').first().click();
        await street.page.locator('.one .says', {hasText: '请一同走访'}).waitFor();
        await street.page.locator('[data-act="acknowledge"]').click();
        await street.page.locator('.saying.done').waitFor();
        await street.page.locator('[data-act="answer"]').click();
        await street.page.locator('#form-text').fill('周五联合上门');
        await street.page.locator('#form-day').fill(inDays(4));
        await street.page.locator('dialog[open] button.primary').click();
        await street.page.locator('.one .answered', {hasText: '周五联合上门'}).waitFor();
        await street.page.screenshot({path: join(shots, 'partner-1366.png')});
        const link = await street.page.locator('.one a', {hasText: 'PDF'}).getAttribute('href');
        const paper = await street.page.request.get(city.base + link);
        assert.equal(paper.headers()['content-type'], 'application/pdf');
        assert.equal((await paper.body()).subarray(0, 5).toString(), '%PDF-');
        assert.deepEqual(street.faults, []);
        await street.close();
        const seat = await city.session('street');
        assert.equal((await seat.get('/v1/pushes')).rows.length, 1);
        for (const path of ['/v1/mediations', '/v1/incidents', '/v1/calls', '/v1/instructions'])
            await assert.rejects(seat.get(path), /403/, path);
        await page.locator('.one .push', {hasText: '前完成'}).waitFor();
        noFaults();
    },

    async a_school_gate_quarrel_closed_on_scene_is_followed_up_and_not_solved_breaks_the_quiet() {
        const opens = async (where) => {
            const {stream} = await outside.post('/v1/incidents', {
                class_code: 'dispute.school',
                summary: '校门口家长争执',
                answers: [],
                duress: false,
                location: {place_text: '中山路小学门口', where},
            });
            return stream;
        };
        const where = {city: 'are_420100', district: 'are_420106', station: 'are_420106001', beat: ''};
        const first = await opens(where);
        await outside.post(`/v1/incidents/${first}/closure`, {disposition: 'mediated', note: '双方离开'});
        await filter('调解中');
        await page.locator('.list [data-row]', {hasText: '涉校'}).click();
        await page.locator('.one', {hasText: '来自警情'}).waitFor();
        await page.locator('.one .lines li', {hasText: '听取陈述：乙方'}).waitFor();
        await hear('a', '王家长', '是他先推人');
        await hear('b', '李家长', '孩子没有动手');
        await page.locator('[data-act="begin_quiet"]').click();
        await page.locator('.one .stage', {hasText: '静默观察'}).waitFor();
        const again = await opens(where);
        await outside.post(`/v1/incidents/${again}/links`, {
            incident_id: first,
            relation: 'repeat',
            reason: '又吵起来',
        });
        await page.locator('.one .warn', {hasText: '静默被打破'}).waitFor();
        await page.locator('.one .stage', {hasText: '调解中'}).waitFor();
        await page.screenshot({path: join(shots, 'mediation-broken-1366.png')});
        noFaults();
    },

    async it_passes_axe_by_day_and_night_in_both_languages_and_fits_the_screen() {
        for (const [theme, language, size] of [
            ['day', 'zh', [1366, 768]],
            ['night', 'en', [1366, 768]],
            ['night', 'zh', [1920, 1080]],
            ['day', 'en', [1920, 1080]],
            ['day', 'zh', [390, 844]],
            ['night', 'en', [390, 844]],
        ]) {
            for (const [login, path] of [
                ['station', '/mediation/'],
                ['street', '/partner/'],
            ]) {
                const one = await openDesk(browser, city, {login, path, theme, language, size});
                await one.page.locator('.list [data-row]').first().click();
                await one.page.locator('.one .says').first().waitFor();
                assert.deepEqual(await axe(one.page), [], `${path} ${theme} ${language}`);
                const name = path.replaceAll('/', '');
                await one.page.screenshot({path: join(shots, `${name}-${theme}-${language}-${size[0]}.png`)});
                const wide = await one.page.evaluate(() => document.documentElement.scrollWidth);
                assert.ok(wide <= size[0], `${path} ${theme} ${language}: ${wide} px wide`);
                assert.deepEqual(one.faults, []);
                await one.close();
            }
        }
    },
};

const code = await tell(stories);
await browser.close();
await city.close();
process.exit(code);
