// Rights for a time and those who watch over them, at the board, against the real program: a dispatcher
// breaks the glass and looks, the supervisor reviews both; a grant of a high post waits for a second person;
// what fell due while the service was dead is read.
// Pictures of both desks in both languages go to build/shots.
import {spawn, spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {codeOf} from './e2e/authenticator.mjs';
import {check, SOON, until} from './e2e/hands.mjs';

const require = createRequire(new URL('./e2e/package.json', import.meta.url));
const root = new URL('..', import.meta.url).pathname;
const program = process.env.ANLAN_PROGRAM ?? join(root, 'build/release/anlan');
const password = 'korrekt-pferd-110';
const WUCHANG = {city: 'are_420100', district: 'are_420106', station: '', beat: ''};
const HANYANG = {city: 'are_420100', district: 'are_420105', station: '', beat: ''};
const PEOPLE = [
    ['wuchang', 'dispatcher', 'are_420106'],
    ['hanyang', 'dispatcher', 'are_420105'],
    ['oversee', 'supervisor', 'are_420100'],
    ['admin', 'administrator', 'are_420100'],
    ['second', 'administrator', 'are_420100'],
];
const ADMINISTRATORS = PEOPLE.filter(([, role]) => role === 'administrator').map(([login]) => login);
const incident = (number, where, text) => ({
    stream: `inc_${number}`,
    command: 'incident.open',
    body: {
        class_code: 'order.fight',
        summary: text,
        answers: [],
        duress: false,
        location: {place_text: text, where},
    },
});
const desk = (area, name, where) => ({
    stream: `pst_dispatcher.${area}`,
    command: 'post.create',
    body: {role: 'dispatcher', post_name: name, where},
});
const district = (code, name, where) => ({
    stream: `are_${code}`,
    command: 'area.register',
    body: {level: 'district', area_name: name, code, where},
});
const CITY = [
    district('420106', '武昌区', WUCHANG),
    district('420105', '汉阳区', HANYANG),
    desk('420106', '武昌分局派警员', WUCHANG),
    desk('420105', '汉阳分局派警员', HANYANG),
    {
        stream: 'acc_wang',
        command: 'account.open',
        body: {login: 'wang', display_name: '王', language: 'zh', home: WUCHANG},
    },
    incident('W1', WUCHANG, '武昌站东广场打架'),
    incident('H1', HANYANG, '钟家村路口打架'),
];

function anlan(args, input = '') {
    const done = spawnSync(program, args, {input, encoding: 'utf8'});
    if (done.status !== 0) throw new Error(`${args.join(' ')}: ${done.stdout}${done.stderr}`);
    return done.stdout;
}

function makeCity(data) {
    const file = join(data, 'city.jsonl');
    writeFileSync(file, CITY.map((line) => JSON.stringify(line)).join('\n') + '\n');
    anlan(['import', file, '--data', data, '--source', 'oversight']);
    for (const [login, role, area] of PEOPLE) {
        anlan(['account', 'create', login, '--data', data], password + '\n');
        anlan(['account', 'grant', login, '--role', role, '--area', area, '--data', data]);
    }
}

async function serve(data, port = '0') {
    const service = spawn(program, ['serve', '--data', data, '--port', port, '--web', join(root, 'web')]);
    let said = '';
    service.stderr.on('data', (text) => (said += text));
    const base = await new Promise((found, lost) => {
        service.stdout.on('data', (text) => {
            const at = String(text).match(/http:\/\/\S+/);
            if (at) found(at[0]);
        });
        service.on('exit', () => lost(new Error(`the service ended: ${said}`)));
    });
    return {service, base};
}

async function setUpSecondFactor(page, enrolmentCode) {
    await page.locator('.totp-add').waitFor();
    const begun = await api(page, 'POST', '/v1/factors/totp', {algorithm: 'sha1'});
    const confirmation = {code: codeOf(begun.body.uri), enrolment_code: enrolmentCode};
    const confirmed = await api(page, 'POST', '/v1/factors/totp/confirmation', confirmation);
    check(confirmed.status < 300, JSON.stringify(confirmed.body));
    await page.reload();
}

/** A zone in which it is another day than in Wuhan now: eighteen hours behind it, or six ahead. */
function farOff() {
    const hourInWuhan = (new Date().getUTCHours() + 8) % 24;
    return hourInWuhan < 18 ? 'Pacific/Honolulu' : 'Pacific/Kiritimati';
}

/** Somebody at the board, with a window of their own. */
async function at(stage, login) {
    const viewport = {width: 1366, height: 768};
    // A desk whose own clock is set to another zone asks for the city's day all the same.
    const context = await stage.browser.newContext({
        viewport,
        reducedMotion: 'reduce',
        timezoneId: farOff(),
    });
    const page = await context.newPage();
    page.setDefaultTimeout(SOON);
    page.on('pageerror', (error) => stage.troubles.push(error.stack));
    await page.goto(stage.base);
    await page.locator('#login').fill(login);
    await page.locator('#password').fill(password);
    await page.keyboard.press('Enter');
    if (ADMINISTRATORS.includes(login)) {
        const made = anlan(['account', 'enrolment-code', login, '--json', '--data', stage.data]);
        await setUpSecondFactor(page, JSON.parse(made).enrolment_code);
    }
    await page.locator('#oversight').click();
    await page.locator('.oversight-rights h3').waitFor();
    return page;
}

const api = (page, method, path, body, purpose = 'dispatch') =>
    page.evaluate(
        async ([method, path, body, purpose]) => {
            const key = String(Math.random());
            const headers = {
                'Anlan-Client': 't',
                'Content-Type': 'application/json',
                'Anlan-Purpose': purpose,
                'Idempotency-Key': key,
            };
            const answer = await fetch(path, {method, headers, body: body && JSON.stringify(body)});
            return {status: answer.status, body: await answer.json()};
        },
        [method, path, body, purpose],
    );

const says = (page, where, what) =>
    until(`${where} says ${what}`, async () => what.test(await page.locator(where).textContent()));

const again = async (page) => {
    await page.keyboard.press('Escape');
    await page.locator('#oversight').click();
};

const steps = {
    async a_dispatcher_breaks_the_glass_for_one_record(stage) {
        const page = (stage.wuchang = await at(stage, 'wuchang'));
        check((await api(page, 'GET', '/v1/incidents/inc_H1')).status === 403, 'another district is open');
        check(await page.locator('.oversight-looks').isHidden(), 'a dispatcher sees the review of looks');
        await page.locator('#oversight-glass-record').fill('inc_H1');
        await page.locator('[data-focus=glass-send]').click();
        await says(page, '.oversight .trouble', /理由/);
        await page.locator('#oversight-glass-reason').fill('追查同一伙人');
        await page.locator('[data-focus=glass-send]').click();
        await page.locator('[data-right^="brk_"]').waitFor();
        check((await api(page, 'GET', '/v1/incidents/inc_H1')).status === 200, 'the glass opened nothing');
    },

    async a_dispatcher_lets_another_stand_in_and_withdraws_it(stage) {
        const page = stage.wuchang;
        await api(page, 'POST', '/v1/posts/pst_dispatcher.420106/duty', {});
        const hanyang = (stage.hanyang = await at(stage, 'hanyang'));
        const account = (await api(hanyang, 'GET', '/v1/session')).body.account_id;
        check((await api(hanyang, 'GET', '/v1/incidents/inc_W1')).status === 403, 'open before');
        await page.locator('#oversight-delegate-to').fill(account);
        await page.locator('#oversight-delegate-hours').fill('2');
        await page.locator('#oversight-delegate-reason').fill('出庭作证');
        await page.locator('[data-focus=delegate-send]').click();
        await page.locator(`[data-right="pst_dispatcher.420106/${account}"]`).waitFor();
        check((await api(hanyang, 'GET', '/v1/incidents/inc_W1')).status === 200, 'nothing was given');
        await again(hanyang);
        await says(hanyang, '.oversight-rights', /出庭作证/);
        await pictures(stage, page, 'oversight-dispatcher');
        await page.locator(`[data-right="pst_dispatcher.420106/${account}"] button`).click();
        await until(
            'the withdrawal',
            async () => (await api(hanyang, 'GET', '/v1/incidents/inc_W1')).status === 403,
        );
    },

    async the_supervisor_sees_the_break_and_the_look_and_reviews_both(stage) {
        const page = (stage.oversee = await at(stage, 'oversee'));
        const glass = page.locator('[data-glass]').first();
        await glass.waitFor();
        check(/追查同一伙人/.test(await glass.textContent()), 'the reason is not there');
        const look = page.locator('[data-look]').filter({hasText: 'inc_H1'}).first();
        await look.waitFor();
        check(/紧急调阅/.test(await look.locator('.whys').textContent()), 'the look does not say why it is here');
        await pictures(stage, page, 'oversight-supervisor');
        await look.locator('button').nth(1).click();
        await says(page, '.oversight .trouble', /原因/);
        await look.locator('input').fill('请说明与本案的关系');
        await look.locator('button').nth(1).click();
        const looks = page.locator('[data-look]').filter({hasText: 'inc_H1'});
        await until('the look is reviewed', async () => (await looks.count()) === 0);
        await page.locator('[data-focus=looks-open]').click();
        await until('and listed as such', async () => /存疑/.test(await looks.first().textContent()));
        await glass.locator('button').first().click();
        await until('the break is reviewed', async () => /已审：正常/.test(await glass.textContent()));
    },

    async a_grant_of_a_high_post_waits_for_a_second_person(stage) {
        const first = await at(stage, 'admin');
        const body = {post_id: 'pst_watch-officer.420100'};
        const alone = await api(first, 'POST', '/v1/accounts/acc_wang/post', body, 'account_keeping');
        const {code} = alone.body;
        check(code === 'proposal.second_person_needed', `alone: ${alone.status} ${code}`);
        const made = await api(first, 'POST', '/v1/proposals', {
            target: 'acc_wang',
            command: 'account.grant_post',
            body: JSON.stringify(body),
            reason: '调任指挥长',
        });
        check(made.status === 201, JSON.stringify(made.body));
        await again(first);
        await first.locator('[data-proposal]').waitFor();
        check((await first.locator('[data-proposal] button').count()) === 0, 'one may approve their own');
        const second = await at(stage, 'second');
        await second.locator('[data-proposal]').waitFor();
        await pictures(stage, second, 'oversight-proposal');
        await second.locator('[data-proposal] button').first().click();
        await until('it is carried out', async () => {
            const path = '/v1/accounts/acc_wang/timeline';
            const read = await api(second, 'GET', path, undefined, 'account_keeping');
            const {wire, actor} = read.body.events.at(-1);
            const both = actor.approved_by && actor.under === made.body.stream;
            return both && wire === 'account.post_granted.v1';
        });
    },

    // The caller rings seven seconds ago; in three the answer is due, and nobody is there to note it.
    async what_fell_due_while_the_service_was_dead_is_read(stage) {
        const rung = Date.now() - 7_000;
        const call = {channel: 'phone', text: '有人打架', received_at: new Date(rung).toISOString()};
        const received = await api(stage.wuchang, 'POST', '/v1/calls', call, 'call_handling');
        check(received.status === 201, JSON.stringify(received.body));
        stage.service.removeAllListeners('exit');
        const dead = new Promise((gone) => stage.service.on('exit', gone));
        stage.service.kill('SIGKILL');
        await dead;
        await until('the deadline is three seconds past', () => Date.now() > rung + 13_000);
        stage.service = (await serve(stage.data, new URL(stage.base).port)).service;
        const page = stage.oversee;
        await page.reload();
        await page.locator('#oversight').click();
        const outage = page.locator('[data-outage]');
        await outage.waitFor();
        check(/期间超时 1 项/.test(await outage.textContent()), await outage.textContent());
        await outage.locator('summary').click();
        check((await outage.locator('.fell li').allTextContents()).some((one) => /超时 接听/.test(one)), 'none');
        await pictures(stage, page, 'oversight-outage');
        await outage.locator('button').click();
        await says(page, '.oversight .trouble', /处理情况/);
        await outage.locator('input').fill('来电人已回拨，纠纷已平息');
        await outage.locator('button').click();
        await until('it is reviewed', async () => (await outage.count()) === 0);
    },

    async the_panel_is_readable_by_everybody(stage) {
        const page = stage.oversee;
        await page.evaluate(stage.axe);
        const {violations} = await page.evaluate(() =>
            globalThis.axe.run('.oversight', {resultTypes: ['violations']}),
        );
        const faults = violations.map((one) => [one.id, one.nodes.map((node) => node.html)]);
        check(faults.length === 0, JSON.stringify(faults));
    },
};

async function pictures(stage, page, name) {
    for (const language of ['zh', 'en']) {
        if ((await page.evaluate(() => document.documentElement.lang.slice(0, 2))) !== language)
            await page.locator('#language').click();
        for (const [width, height] of [[1366, 768], [1920, 1080]]) {
            await page.setViewportSize({width, height});
            const path = join(stage.shots, `${name}-${width}-${language}.png`);
            await page.screenshot({path, animations: 'disabled', caret: 'hide'});
            const wide = await page.evaluate(() => {
                const panel = document.querySelector('.oversight .panel-scroller');
                return panel.scrollWidth > panel.clientWidth;
            });
            check(!wide, `${name} is wider than its panel at ${width}`);
        }
    }
    await page.locator('#language').click();
}

async function main() {
    const counts = {PASS: 0, FAIL: 0};
    const tell = (verdict, name, why = '') => {
        counts[verdict] += 1;
        console.log(`${verdict} ${name}${why ? `: ${why.replace(/\n/g, ' | ').slice(0, 900)}` : ''}`);
    };
    const data = mkdtempSync(join(tmpdir(), 'anlan-oversight-'));
    const shots = join(root, 'build/shots');
    mkdirSync(shots, {recursive: true});
    let stage;
    let browser;
    try {
        makeCity(data);
        const started = await serve(data);
        browser = await require('playwright-core').chromium.launch({
            executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
            args: ['--no-sandbox', '--disable-gpu', '--no-first-run'],
        });
        const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
        stage = {...started, data, browser, shots, axe, troubles: []};
        for (const [name, step] of Object.entries(steps)) {
            try {
                await step(stage);
                check(stage.troubles.length === 0, stage.troubles.join('; '));
                tell('PASS', name);
            } catch (error) {
                tell('FAIL', name, error.message);
            }
        }
    } catch (error) {
        tell('FAIL', 'set_up', error.message);
    } finally {
        await browser?.close();
        stage?.service.removeAllListeners('exit');
        stage?.service.kill();
        rmSync(data, {recursive: true, force: true});
    }
    console.log(`${counts.PASS} passed, ${counts.FAIL} failed, 0 skipped`);
    process.exit(counts.FAIL > 0 ? 1 : 0);
}

await main();
