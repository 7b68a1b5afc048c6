// What a caller does with the link of a receipt, on a phone without script over a slow line; and what the
// desks see of it, in a real browser over the real program.
import assert from 'node:assert/strict';
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';

import {axe, chromiumPath, City, openBrowser, openDesk, skipAll, tell} from './desk.mjs';

const names = [
    'a_theft_call_gets_its_link_and_what_is_not_solved_is_open_again_with_its_old_clocks',
    'the_pages_pass_axe_in_both_languages_and_themes_and_reflow_with_text_at_200_percent',
    'every_page_is_at_most_5_kb_compressed',
    'a_dead_link_says_so_in_both_languages_and_nothing_else',
];
if (!chromiumPath) process.exit(skipAll(names, 'no chromium is installed'));

const bytesMax = 5 * 1024;
const phone = {width: 390, height: 844};
// 400 kbit/s
const slow = {offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 20_000};
const pictures = process.env.ANLAN_PICTURES; // a folder: the pages as people see them

const city = new City();
await city.start();
const browser = await openBrowser();
const outside = await city.session('demo');

const where = {city: 'are_420100', district: 'are_420106', station: 'are_420106001', beat: ''};
const point = {latitude: 30.545, longitude: 114.305};

/** A phone: no script, a slow line, nothing kept between visits. */
async function openPhone(path, {language = 'zh-CN', colour = 'light', script = false, line = slow} = {}) {
    const context = await browser.newContext({
        viewport: phone,
        deviceScaleFactor: 2,
        isMobile: true,
        hasTouch: true,
        javaScriptEnabled: script,
        colorScheme: colour,
        locale: language,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    const cdp = await context.newCDPSession(page);
    await cdp.send('Network.enable');
    if (line) await cdp.send('Network.emulateNetworkConditions', line);
    const asked = [];
    page.on('request', (request) => asked.push(`${request.method()} ${request.resourceType()}`));
    const first = await page.goto(city.base + path);
    return {page, context, asked, first, close: () => context.close()};
}

async function shoot(page, name) {
    if (!pictures) return;
    mkdirSync(pictures, {recursive: true});
    await page.screenshot({path: join(pictures, `${name}.png`), fullPage: true, animations: 'disabled'});
}

/** A theft that somebody reported, with its link; as a gateway would do it. */
async function theft(text = '电动车被偷了，王小明，首义路12号') {
    const {stream: call} = await outside.post('/v1/calls', {channel: 'phone', text, callback: '13900001111'});
    const report = {
        narrative: text,
        class_code: 'criminal.ebike_theft',
        location: {place_text: '首义路12号', place_label: '首义路', point, where},
    };
    await outside.post(`/v1/calls/${call}/incident`, {report});
    const {link} = await outside.post(`/v1/calls/${call}/receipt_link`, {});
    return {call, incident: `inc_${call.slice(4)}`, link};
}
const close = (incident) =>
    outside.post(`/v1/incidents/${incident}/closure`, {disposition: 'handled_on_scene', note: '已处置'});

const stories = {
    async a_theft_call_gets_its_link_and_what_is_not_solved_is_open_again_with_its_old_clocks() {
        const taker = await openDesk(browser, city, {login: 'call', path: '/calls/'});
        await taker.page.keyboard.press('F2');
        await taker.page.locator('#call-narrative').fill('电动车被偷了，王小明，首义路12号');
        await taker.page.locator('.link .give').click();
        await taker.page.locator('.link input').waitFor();
        const link = new URL(await taker.page.locator('.link input').inputValue()).pathname;
        const {rows} = await outside.get('/v1/calls?limit=1');
        const call = rows[0].stream;
        const incident = `inc_${call.slice(4)}`;
        const report = {
            narrative: '电动车被偷了，王小明，首义路12号',
            class_code: 'criminal.ebike_theft',
            location: {place_text: '首义路12号', place_label: '首义路', point, where},
        };
        const citizen = await openPhone(link);
        const {page} = citizen;
        await page.locator('h1', {hasText: '已收到报警'}).waitFor();
        await outside.post(`/v1/calls/${call}/incident`, {report});
        await page.locator('a', {hasText: '刷新'}).click();
        await page.locator('h1', {hasText: '已受理'}).waitFor();
        await page.getByText('盗窃电动车').waitFor();
        await shoot(page, 'receipt-accepted-zh');

        // More of it, sent twice by a double tap.
        await page.getByRole('textbox').fill('车筐里有一把蓝色的伞\n往北骑走了');
        await page.getByRole('button', {name: '发送', exact: true}).first().dblclick();
        await page.getByRole('status').filter({hasText: '已收到您的补充'}).waitFor();
        await page.getByText('尚未阅读').waitFor();
        const {state} = await outside.get(`/v1/calls/${call}`);
        assert.equal(state.receipt.information.length, 1);
        assert.equal(state.receipt.information[0].text, '车筐里有一把蓝色的伞\n往北骑走了');

        // The desk sees it, reads it, and has read it in time.
        const row = taker.page.locator(`[data-from="${call}"]`);
        await row.filter({hasText: '1 条未读'}).click();
        await taker.page.getByText('车筐里有一把蓝色的伞').waitFor();
        if (pictures) await taker.page.screenshot({path: join(pictures, 'receipt-calls-zh.png')});
        await taker.page.getByRole('button', {name: '已读'}).click();
        await row.waitFor({state: 'detached'});

        await page.getByLabel('到我这里不要鸣警笛').check();
        await page.getByRole('button', {name: '保存'}).click();
        await page.getByRole('status').filter({hasText: '已告知'}).waitFor();
        const desk = await openDesk(browser, city, {login: 'demo', path: `/dispatch/#${incident}`});
        const queued = desk.page.locator(`.queue [data-row="${incident}"]`);
        await queued.filter({hasText: '安静'}).click();
        await desk.page.locator('.quiet-wish', {hasText: '不鸣警笛'}).waitFor();

        await close(incident);
        await page.locator('a', {hasText: '刷新'}).click();
        await page.locator('h1', {hasText: '处理结果：现场处置完毕'}).waitFor();
        await shoot(page, 'receipt-result-zh');
        await page.locator('summary').click();
        await page.getByRole('button', {name: '没有解决，请重新处理'}).click();
        await page.getByRole('status').filter({hasText: '没有解决'}).waitFor();
        await page.getByText('第 2 次处理').waitFor();
        await shoot(page, 'receipt-reopened-zh');
        await queued.filter({hasText: '未解决'}).click();
        await desk.page.locator('.earlier .contested', {hasText: '结案'}).waitFor();
        if (pictures) await desk.page.screenshot({path: join(pictures, 'receipt-dispatch-zh.png')});
        const reopened = (await outside.get(`/v1/incidents/${incident}`)).state;
        assert.equal(reopened.stage, 'open');
        assert.equal(reopened.earlier[0].contested_by, call);
        assert.equal(reopened.earlier[0].disposition, 'handled_on_scene');

        assert.deepEqual(new Set(citizen.asked.map((one) => one.split(' ')[1])), new Set(['document']));
        assert.deepEqual(await citizen.context.cookies(), []);
        for (const personal of ['王小明', '首义路12号', '13900001111'])
            assert.equal((await page.content()).includes(personal), false, personal);
        assert.deepEqual([...taker.faults, ...desk.faults], []);
        await taker.close();
        await desk.close();
        await citizen.close();
    },

    async the_pages_pass_axe_in_both_languages_and_themes_and_reflow_with_text_at_200_percent() {
        const {call, incident, link} = await theft();
        await outside.get(`/v1/calls/${call}`);
        const broken = [];
        for (const stage of ['open', 'over']) {
            if (stage === 'over') await close(incident);
            for (const [language, colour] of [
                ['zh-CN', 'light'],
                ['zh-CN', 'dark'],
                ['en-GB', 'light'],
                ['en-GB', 'dark'],
            ])
                for (const path of [link, `${link}/data`, '/r/none']) {
                    const setup = {language, colour, script: true, line: null};
                    const {page, close: leave} = await openPhone(path, setup);
                    const at = `${path === link ? stage : path.slice(-4)} ${language} ${colour}`;
                    if (path === link && stage === 'over') await page.locator('summary').click();
                    broken.push(...(await axe(page)).map((rule) => `${at}: ${rule}`));
                    await shoot(page, `receipt-${at.replaceAll(' ', '-').replace('/', '')}`);
                    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
                    const wider = await page.evaluate(
                        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
                    );
                    if (wider > 0) broken.push(`${at}: ${wider} px wider than the phone with text at 200 %`);
                    await shoot(page, `receipt-${at.replaceAll(' ', '-').replace('/', '')}-200`);
                    await leave();
                }
        }
        assert.deepEqual(broken, []);
    },

    async every_page_is_at_most_5_kb_compressed() {
        const {incident, link} = await theft();
        const sizes = [];
        for (const stage of ['open', 'over']) {
            if (stage === 'over') await close(incident);
            for (const rest of ['?lang=zh', '?lang=en', '/data?lang=zh', '/data?lang=en']) {
                const path = link + rest;
                const answer = await fetch(city.base + path, {headers: {'Accept-Encoding': 'gzip'}});
                assert.equal(answer.headers.get('content-encoding'), 'gzip');
                assert.equal(answer.headers.get('set-cookie'), null);
                const sent = Number(answer.headers.get('content-length'));
                const text = await answer.text();
                sizes.push(`${stage} ${rest}: ${sent} of ${Buffer.byteLength(text)} bytes`);
                assert.equal(sent <= bytesMax, true, `${path}: ${sent} bytes`);
                assert.equal(Math.abs(gzipSync(text, {level: 9}).length - sent) < 64, true);
            }
        }
        console.log(sizes.join('\n'));
    },

    async a_dead_link_says_so_in_both_languages_and_nothing_else() {
        const {call, link} = await theft();
        const again = (await outside.post(`/v1/calls/${call}/receipt_link`, {})).link;
        await outside.post(`/v1/calls/${call}/receipt_link/revocation`, {reason: '发错号码'});
        const bodies = new Set();
        for (const path of [link, again, '/r/none']) {
            const answer = await fetch(city.base + path, {headers: {'Accept-Language': 'en'}});
            assert.equal(answer.status, 404);
            bodies.add(await answer.text());
        }
        assert.equal(bodies.size, 1);
        const {page, close: leave} = await openPhone(link);
        await page.locator('h1', {hasText: '这个链接打不开'}).waitFor();
        await page.getByText('ask for a new link').waitFor();
        await shoot(page, 'receipt-dead');
        await leave();
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
