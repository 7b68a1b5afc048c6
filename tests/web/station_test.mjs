// What the base-control centre and a station's command room do at the instructions' desk, in a real browser
// over the real program with the demo city.
import assert from 'node:assert/strict';
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';

import {axe, cameraPhoto, chromiumPath, City, openBrowser, openDesk, root, skipAll, tell} from './desk.mjs';

const names = [
    'issued_signed_and_passed_on_in_two_keystrokes',
    'a_photo_goes_with_the_instruction_and_one_comes_back',
    'an_answer_without_a_required_field_is_not_sent',
    'returned_with_a_reason_completed_and_accepted',
    'a_reminder_is_seen_and_not_repeated_at_once',
    'what_will_be_late_and_who_could_take_it',
    'an_officer_goes_home_and_the_station_settles_who_carries_it',
    'the_desk_passes_axe_by_day_and_night_in_both_languages',
];
if (!chromiumPath) process.exit(skipAll(names, 'no chromium is installed'));

const city = new City();
await city.start();
const browser = await openBrowser();
const shots = join(root, 'build/shots');
mkdirSync(shots, {recursive: true});
const size = [1366, 768];
const centre = await openDesk(browser, city, {login: 'centre', path: '/station/', size});
const station = await openDesk(browser, city, {login: 'station', path: '/station/', size});

// One officer of the station is on duty; the others are not, and are not proposed.
const officer = await city.session('beat');
const beat = 'pst_community-officer.420106001001';

const noFaults = () => assert.deepEqual([...centre.faults, ...station.faults], []);
const rows = (desk) => desk.page.locator('.list [data-row]');
const says = (desk, where, what) => desk.page.locator(where).filter({hasText: what}).first().waitFor();
const toList = async (desk) => {
    await rows(desk).first().click();
    await rows(desk).first().focus();
};
const saved = (desk, what) => says(desk, '.saying.done', what);

async function issue(text) {
    const {page} = centre;
    await page.locator('.foot .primary').click();
    await page.locator('#issue-class').selectOption('dispute.family');
    await page.locator('#issue-text').fill(text);
    await page.getByLabel('积玉桥派出所').check();
    await page.locator('dialog button.primary').click();
    await saved(centre, '已下发 1 个单位');
}

async function answer(desk, {result}) {
    const {page} = desk;
    await toList(desk);
    await page.keyboard.press('a');
    await page.locator('#field-both_sides_met').selectOption('yes');
    await page.locator('#field-cause').fill('家务分工');
    if (result) await page.locator('#field-result').selectOption(result);
    await page.locator('#field-next_visit').fill('2026-11-29');
    await page.keyboard.press('Control+Enter');
}

const stories = {
    async issued_signed_and_passed_on_in_two_keystrokes() {
        await issue('夫妻争吵，1月、2月各有一次报警，请见面调处');
        const {page} = station;
        await says(station, '.list [data-row]', '待签收');
        await toList(station);
        await says(station, '.one .says', '夫妻争吵');
        await page.screenshot({path: join(shots, 'station-signing-1366.png')});
        await page.keyboard.press('s');
        await page.locator('#carrier-filter').waitFor();
        assert.equal(await page.locator('#carrier-list [aria-selected=true]').count(), 0, 'nobody is there');
        await page.keyboard.press('Escape');
        await officer.post(`/v1/posts/${beat}/duty`, {});
        await says(station, '.load li', '在岗');
        await toList(station);
        await page.keyboard.press('p');
        await page.locator('#carrier-list [aria-selected=true]').waitFor();
        await page.screenshot({path: join(shots, 'station-passing-on-1366.png')});
        await page.keyboard.press('Enter');
        await saved(station, '转派');
        await says(station, '.list [data-row]', '办理中');
        await says(centre, '.list [data-row]', '办理中'); // the centre sees it, and nobody asked by phone
        const {rows: found} = await (await city.session('watch')).get('/v1/instructions?only_open=true');
        const {row} = found[0];
        assert.ok(row.signed_at && row.passed_on_at, 'two stamps');
        assert.equal(row.owner, beat);
        noFaults();
    },

    async a_photo_goes_with_the_instruction_and_one_comes_back() {
        await toList(centre);
        const photos = (desk) => desk.page.locator('.photos');
        const counted = (desk, n) => says(desk, '.photos h3', `照片和录音 ${n}`);
        await counted(centre, 0);
        const text = {name: 'list.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.5')};
        await photos(centre).locator('input[type=file]').setInputFiles(text);
        await says(centre, '.photos .trouble', '这不是可用的图片');
        await photos(centre).locator('input[type=file]').setInputFiles(await cameraPhoto(centre.page));
        await counted(centre, 1);
        await toList(station);
        await counted(station, 1);
        assert.equal(await photos(station).locator('img').count(), 0, 'a list shows none of them');
        await photos(station).locator('button', {hasText: '查看照片'}).click();
        await photos(station).locator('img').waitFor();
        await station.page.screenshot({path: join(shots, 'station-photo-1366.png')});
        const found = await cameraPhoto(station.page, '#8a2be2');
        await photos(station).locator('input[type=file]').setInputFiles(found);
        await counted(centre, 2);
        noFaults();
    },

    async an_answer_without_a_required_field_is_not_sent() {
        await answer(station, {});
        assert.ok(await station.page.locator('dialog[open]').isVisible(), 'the form is still there');
        assert.equal(await station.page.locator('#field-result:invalid').count(), 1);
        await station.page.locator('#field-result').selectOption('eased');
        await station.page.screenshot({path: join(shots, 'station-answer-1366.png')});
        await station.page.keyboard.press('Control+Enter');
        await saved(station, '反馈');
        await says(centre, '.list [data-row]', '已反馈');
        noFaults();
    },

    async returned_with_a_reason_completed_and_accepted() {
        await toList(centre);
        await says(centre, '.one .answers', '已缓和');
        await centre.page.keyboard.press('r');
        await centre.page.locator('#text-text').fill('另一方还未见面');
        await centre.page.keyboard.press('Control+Enter');
        await saved(centre, '退回补充');
        await says(station, '.one .warn', '另一方还未见面');
        await station.page.locator('.list [data-row]').first().focus();
        await station.page.keyboard.press('a');
        // What was said before stands in the form.
        await station.page.waitForFunction(() => document.querySelector('#field-cause')?.value === '家务分工');
        await station.page.locator('#field-result').selectOption('settled');
        await station.page.keyboard.press('Control+Enter');
        await saved(station, '反馈');
        await says(centre, '.list [data-row]', '已反馈');
        await centre.page.screenshot({path: join(shots, 'station-centre-1366.png')});
        await toList(centre);
        await centre.page.keyboard.press('y');
        await saved(centre, '通过');
        await centre.page.locator('.list .empty').waitFor();
        noFaults();
    },

    async a_reminder_is_seen_and_not_repeated_at_once() {
        await issue('学校门口两家长争吵，明天回访双方');
        await says(station, '.list [data-row]', '待签收');
        await toList(centre);
        await centre.page.keyboard.press('c');
        await centre.page.locator('#text-text').fill('十分钟内请签收');
        await centre.page.keyboard.press('Control+Enter');
        await saved(centre, '催办');
        await says(station, '.list [data-row]', '催办 ×1');
        await toList(centre);
        await centre.page.keyboard.press('c');
        await centre.page.locator('#text-text').waitFor();
        await centre.page.keyboard.press('Control+Enter');
        await says(centre, '.saying.refused', '刚刚已催办');
        await centre.page.keyboard.press('Escape');
        noFaults();
    },

    // Four visits lie with an officer who has gone home: all four will be late. Whoever is there takes one.
    async what_will_be_late_and_who_could_take_it() {
        const where = {city: 'are_420100', district: 'are_420106', station: 'are_420106001', beat: ''};
        const [above, desk] = [await city.session('centre'), await city.session('station')];
        const officers = async (staffed) => {
            const facets = `role=community_officer&station=${where.station}&staffed=${staffed}`;
            return (await desk.get(`/v1/posts?${facets}&limit=10`)).rows.map(({stream}) => stream);
        };
        const [away] = await officers('no');
        if ((await officers('yes')).length === 0) await officer.post(`/v1/posts/${beat}/duty`, {});
        for (const text of ['回访甲户', '回访乙户', '回访丙户', '回访丁户']) {
            const body = {class_code: 'dispute.acute', text, where};
            const {stream: id} = await above.post('/v1/instructions', body);
            await desk.post(`/v1/instructions/${id}/signature`, {});
            await desk.post(`/v1/instructions/${id}/passing_on`, {to_post_id: away});
        }
        const {usual, rows: owed} = await desk.get(`/v1/forecast?station=${where.station}`);
        assert.equal(owed.filter(({owner, late}) => owner === away && late === 1).length, 4);
        await says(station, '.forecast-strip .says', `预计 ${usual} 项超时`);
        await says(station, '.moves li', '转给');
        await station.page.locator('.forecast-strip summary').click();
        await says(station, '.forecast-strip details li', '无人在岗');
        await station.page.screenshot({path: join(shots, 'station-forecast-1366.png')});
        await station.page.locator('.moves button').first().click();
        await station.page.locator('#carrier-reason').fill('该民警已下班');
        await station.page.keyboard.press('Enter');
        await saved(station, '转交');
        await says(station, '.forecast-strip .says', `预计 ${usual - 1} 项超时`);
        noFaults();
    },

    // The one who took it goes home, too: the instruction is the station's until that is settled.
    async an_officer_goes_home_and_the_station_settles_who_carries_it() {
        const {page} = station;
        const desk = await city.session('station');
        const held = async () =>
            (await desk.get('/v1/instructions?only_open=true')).rows.find(({row}) => row.carrier === beat);
        const {stream: id} = await held();
        await officer.post(`/v1/posts/${beat}/duty_end`, {});
        const mine = page.locator(`.list [data-row="${id}"]`);
        await mine.filter({hasText: '转交或留岗'}).waitFor();
        await mine.click();
        await says(station, '.one .warn', '起无人在岗：转交他岗，或说明为何留给原岗');
        await page.screenshot({path: join(shots, 'station-off-duty-1366.png')});
        await mine.focus();
        await page.keyboard.press('k');
        await page.locator('#text-text').fill('今晚回岗办理');
        await page.keyboard.press('Control+Enter');
        await saved(station, '留给原岗');
        await says(station, '.one .hint', '留给原岗：今晚回岗办理');
        assert.equal((await held()).row.owner, beat);
        noFaults();
    },

    async the_desk_passes_axe_by_day_and_night_in_both_languages() {
        for (const theme of ['day', 'night'])
            for (const language of ['zh', 'en']) {
                const desk = await openDesk(browser, city, {
                    login: 'centre',
                    path: '/station/',
                    size,
                    theme,
                    language,
                });
                await toList(desk);
                await desk.page.locator('.one .says').waitFor();
                assert.deepEqual(await axe(desk.page), [], `${theme} ${language}`);
                await desk.page.screenshot({path: join(shots, `station-${theme}-${language}-1366.png`)});
                await desk.page.keyboard.press('n');
                await desk.page.locator('#issue-text').waitFor();
                assert.deepEqual(await axe(desk.page), [], `${theme} ${language}, issuing`);
                assert.deepEqual(desk.faults, []);
                await desk.close();
            }
    },
};

const code = await tell(stories);
await browser.close();
await city.close();
process.exit(code);
