// What a crew and a community officer do with the field phone, with a signal, without one, and when it comes
// back: in a real browser over the real program with the demo city.
import assert from 'node:assert/strict';
import {cpSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

import {axe, chromiumPath, City, openBrowser, root, skipAll, tell} from './desk.mjs';
import {chooseUnit, eventsOf, openPhone, Signal, signIn, untilKept} from './phone.mjs';

const names = [
    'crew_is_sent_says_each_step_and_reports_back',
    'without_a_signal_all_is_kept_and_arrives_once_in_order_with_both_times',
    'answer_lost_on_the_way_back_is_not_done_twice',
    'incident_closed_meanwhile_is_told',
    'clearing_after_being_released_is_refused_and_shown',
    'expired_session_loses_nothing_and_hides_what_is_personal',
    'another_person_does_not_send_what_one_entered',
    'desk_in_the_same_browser_does_not_lend_its_name',
    'full_phone_says_so_and_loses_nothing_in_silence',
    'panic_is_not_raised_by_a_knock_and_never_looks_sent_when_it_is_not',
    'community_officer_calls_back_what_the_post_owes',
    'new_version_waits_asks_and_is_never_mixed',
    'phone_passes_axe_and_has_large_targets',
];
if (!chromiumPath) process.exit(skipAll(names, 'no chromium is installed'));

const city = new City();
await city.start();
const signal = await new Signal().start(city.port);
const browser = await openBrowser();
const outside = await city.session('demo');

const where = {
    city: 'are_420100',
    district: 'are_420106',
    station: 'are_420106001',
    beat: 'are_420106001001',
};

/** An incident of the crew's own station. */
async function incident(narrative, class_code, place_label = '积玉桥万达') {
    const call = await outside.post('/v1/calls', {channel: 'phone', text: narrative, callback: ''});
    const report = {
        narrative,
        class_code,
        location: {
            place_text: '三楼左手',
            place_label,
            point: {latitude: 30.5646, longitude: 114.3112},
            where,
        },
    };
    await outside.post(`/v1/calls/${call.stream}/incident`, {report});
    return `inc_${call.stream.slice(4)}`;
}

const crews = ['武昌-11', '武昌-12', '武昌-13', '武昌-14'];
const unitOf = (callSign) => `unt_420106-${callSign.split('-')[1]}`;
const send = (unit, incident_id, priority = 'p3') =>
    outside.post(`/v1/units/${unit}/assignment`, {incident_id, priority});

/** The unit is free again, whatever the story before left. */
async function freed(callSign) {
    const unit = unitOf(callSign);
    const {state} = await outside.get(`/v1/units/${unit}`);
    if (!state.on_duty) await outside.post(`/v1/units/${unit}/duty`, {});
    if (state.panic) await outside.post(`/v1/units/${unit}/panic_clearance`, {reason: '演练结束'});
    for (const one of state.assignments.filter(({ended_at}) => !ended_at))
        await outside.post(`/v1/units/${unit}/release`, {reason: '换班', assignment_id: one.assignment_id});
    return unit;
}

const noFaults = (phone) => assert.deepEqual(phone.faults, []);
const tap = (page, text) => page.locator('.moves button', {hasText: text}).first().click();
const outbox = (page, state) => page.locator(`.outbox li.${state}`);
const wires = (events) => events.map(({wire}) => wire.replace(/^[a-z]+\.|\.v\d+$/g, ''));
const said = ['assignment_acknowledged', 'en_route', 'arrived', 'cleared'];
const ofAssignment = (events, incidentId) =>
    events.filter(
        ({wire, payload}) =>
            payload.incident_id === incidentId && said.includes(wire.replace(/^unit\.|\.v\d+$/g, '')),
    );

/** A phone with a crew that has just been sent to something new. */
async function crewSent(callSign, narrative, options = {}) {
    const unit = await freed(callSign);
    const phone = await openPhone(browser, signal.base, {login: 'patrol', unit: callSign, ...options});
    await untilKept(phone);
    const id = await incident(narrative, 'dispute.neighbour');
    await send(unit, id);
    await phone.page.locator('.summary', {hasText: narrative}).waitFor();
    return {phone, unit, id, page: phone.page};
}

const stories = {
    async crew_is_sent_says_each_step_and_reports_back() {
        const {phone, page, unit, id} = await crewSent(crews[0], '楼上漏水吵起来了');
        await page.locator('.owed li', {hasText: '接令'}).waitFor();
        await page.locator('.owed li', {hasText: '接令'}).locator('button').click(); // one tap
        await page.locator('.state', {hasText: '已接令'}).waitFor();
        await tap(page, '出发');
        await page.locator('.state', {hasText: '途中'}).waitFor();
        await tap(page, '到达现场');
        await page.locator('.state', {hasText: '到场'}).waitFor();
        await page.locator('#report').fill('已劝开双方，约定明天来所调解');
        await tap(page, '处置完毕');
        await page.locator('.outcomes button', {hasText: '已处置'}).click();
        await page.locator('.state', {hasText: '空闲'}).waitFor();
        await outbox(page, 'delivered').nth(4).waitFor();
        const events = ofAssignment(await eventsOf(outside, `/v1/units/${unit}`), id);
        assert.deepEqual(wires(events), said);
        assert.equal(events[3].payload.outcome, 'handled');
        const notes = (await eventsOf(outside, `/v1/incidents/${id}`)).filter(({wire}) =>
            wire.startsWith('incident.note_added'),
        );
        assert.deepEqual(
            notes.map(({payload}) => payload.text),
            ['已劝开双方，约定明天来所调解'],
        );
        assert.ok(notes[0].position < events[3].position, 'what was seen comes before the end');
        const left = await page.evaluate(() => document.body.innerText);
        assert.doesNotMatch(left, /漏水|劝开/, 'what was said of people has left the phone');
        noFaults(phone);
        await phone.close();
    },

    async without_a_signal_all_is_kept_and_arrives_once_in_order_with_both_times() {
        const {phone, page, unit, id} = await crewSent(crews[1], '车库里有人争吵');
        signal.cut();
        await page.locator('.line.down', {hasText: '无信号'}).waitFor();
        await tap(page, '接令');
        await tap(page, '出发');
        await page.locator('.state', {hasText: '途中'}).filter({hasText: '待发'}).waitFor();
        await page.locator('#report').fill('地下二层没有信号');
        await page.locator('.report button').click();
        await outbox(page, 'waiting').nth(2).waitFor();
        await page.reload(); // the phone is put away and taken out again
        await page.locator('.state', {hasText: '途中'}).waitFor();
        assert.equal(await outbox(page, 'waiting').count(), 3);
        await tap(page, '到达现场');
        await outbox(page, 'waiting').nth(3).waitFor();
        const cutAt = (await outside.get('/v1/obligations')).now;
        signal.back();
        await outbox(page, 'delivered').nth(3).waitFor();
        const events = ofAssignment(await eventsOf(outside, `/v1/units/${unit}`), id);
        assert.deepEqual(wires(events), said.slice(0, 3), 'each once, in order');
        const notes = (await eventsOf(outside, `/v1/incidents/${id}`)).filter(({wire}) =>
            wire.startsWith('incident.note_added'),
        );
        assert.equal(notes.length, 1);
        for (const one of [...events, ...notes]) {
            assert.ok(one.happened_at <= cutAt, `${one.wire} happened before the signal was back`);
            assert.ok(one.recorded_at >= cutAt, `${one.wire} was received after it`);
        }
        assert.equal(events[2].payload.arrived_at, events[2].happened_at);
        const shown = await outbox(page, 'delivered').first().textContent();
        assert.match(shown, /发生 \d\d:\d\d:\d\d.*收到 \d\d:\d\d:\d\d/s);
        noFaults(phone);
        await phone.close();
    },

    async answer_lost_on_the_way_back_is_not_done_twice() {
        const {phone, page, unit, id} = await crewSent(crews[2], '路边有人吵架');
        signal.losing = 3; // the browser tries once more by itself, so that this is two attempts of ours
        await page.locator('#report').fill('只说一次');
        await page.locator('.report button').click();
        await tap(page, '接令');
        await page.waitForFunction(() => {
            document.querySelector('.outbox .count button:not(:disabled)')?.click();
            return document.querySelectorAll('.outbox li.delivered').length >= 2;
        });
        assert.equal(signal.losing, 0, 'three answers were lost');
        const events = ofAssignment(await eventsOf(outside, `/v1/units/${unit}`), id);
        assert.deepEqual(wires(events), said.slice(0, 1));
        const notes = wires(await eventsOf(outside, `/v1/incidents/${id}`));
        assert.equal(notes.filter((wire) => wire === 'note_added').length, 1);
        noFaults(phone);
        await phone.close();
    },

    async incident_closed_meanwhile_is_told() {
        const {phone, page, unit, id} = await crewSent(crews[0], '电梯口争执');
        signal.cut();
        await page.locator('.line.down').waitFor();
        await tap(page, '到达现场');
        await page.locator('#report').fill('到场时人已散');
        await page.locator('.report button').click();
        await outbox(page, 'waiting').nth(1).waitFor();
        await outside.post(`/v1/incidents/${id}/closure`, {
            disposition: 'mediated',
            note: '电话调解',
            override_reason: '警力联系不上',
        });
        signal.back();
        const notice = page.locator('.notice.warn', {hasText: '其间有变化'});
        await notice.waitFor();
        assert.match(await notice.textContent(), /已由他人结案（现场调解）.*您报的 2 项仍按发生时间记入/s);
        assert.deepEqual(wires(ofAssignment(await eventsOf(outside, `/v1/units/${unit}`), id)), [
            'arrived',
        ]);
        await notice.locator('button').click();
        await notice.waitFor({state: 'detached'});
        noFaults(phone);
        await phone.close();
    },

    async clearing_after_being_released_is_refused_and_shown() {
        const {phone, page, unit, id} = await crewSent(crews[1], '楼道堆物纠纷');
        signal.cut();
        await page.locator('.line.down').waitFor();
        await outside.post(`/v1/units/${unit}/release`, {reason: '改派他人'});
        await page.locator('#report').fill('我们已经处理了');
        await tap(page, '处置完毕');
        await page.locator('.outcomes button', {hasText: '已处置'}).click();
        await outbox(page, 'waiting').nth(1).waitFor();
        signal.back();
        const notice = page.locator('.notice.bad', {hasText: '没有被接受'});
        await notice.filter({hasText: '处置完毕'}).waitFor();
        await outbox(page, 'delivered').filter({hasText: '反馈'}).waitFor(); // the rest goes on
        await page.locator('.state', {hasText: '空闲'}).waitFor();
        assert.deepEqual(ofAssignment(await eventsOf(outside, `/v1/units/${unit}`), id), []);
        await notice.locator('button').click();
        await notice.waitFor({state: 'detached'});
        assert.equal(await outbox(page, 'refused').count(), 1, 'it stays in the list');
        noFaults(phone);
        await phone.close();
    },

    async expired_session_loses_nothing_and_hides_what_is_personal() {
        const {phone, page, unit, id} = await crewSent(crews[2], '小区门口吵架');
        signal.cut();
        await page.locator('.line.down').waitFor();
        await tap(page, '接令');
        await outbox(page, 'waiting').first().waitFor();
        const own = await city.session('patrol');
        for (const one of (await own.get('/v1/sessions')).rows.filter(({current}) => !current))
            await own.remove(`/v1/sessions/${one.session_id}`);
        signal.back();
        await page.locator('.sign-in', {hasText: '已记录的 1 项都还在本机'}).waitFor();
        assert.equal(await page.locator('.summary').count(), 0);
        await tap(page, '出发'); // work does not wait for a password
        await page.locator('.sign-in', {hasText: '已记录的 2 项'}).waitFor();
        await signIn(phone, 'patrol');
        await outbox(page, 'delivered').nth(1).waitFor();
        await page.locator('.summary', {hasText: '小区门口吵架'}).waitFor();
        assert.deepEqual(
            wires(ofAssignment(await eventsOf(outside, `/v1/units/${unit}`), id)),
            said.slice(0, 2),
        );
        noFaults(phone);
        await phone.close();
    },

    async another_person_does_not_send_what_one_entered() {
        const {phone, page, unit, id} = await crewSent(crews[0], '停车位之争');
        signal.cut();
        await page.locator('.line.down').waitFor();
        await tap(page, '接令');
        await outbox(page, 'waiting').first().waitFor();
        const own = await city.session('patrol');
        for (const one of (await own.get('/v1/sessions')).rows.filter(({current}) => !current))
            await own.remove(`/v1/sessions/${one.session_id}`);
        signal.back();
        await page.locator('.sign-in').waitFor();
        await signIn(phone, 'beat');
        await page.locator('.notice', {hasText: '孙涛 在本机还有 1 项没有发出'}).waitFor();
        assert.equal(await page.locator('.assignment').count(), 0, 'nor is the crew’s incident shown');
        assert.deepEqual(ofAssignment(await eventsOf(outside, `/v1/units/${unit}`), id), []);
        await page.locator('.menu-button').click();
        await page.locator('dialog button', {hasText: '退出登录'}).click();
        await page.locator('.sign-in').waitFor();
        await signIn(phone, 'patrol');
        await chooseUnit(phone, crews[0]);
        await outbox(page, 'delivered').first().waitFor();
        const [event] = ofAssignment(await eventsOf(outside, `/v1/units/${unit}`), id);
        assert.equal(event.actor.actor_id, (await own.get('/v1/session')).account_id);
        noFaults(phone);
        await phone.close();
    },

    async desk_in_the_same_browser_does_not_lend_its_name() {
        const {phone, page, id} = await crewSent(crews[3], '两家为停车争执');
        await page.evaluate(
            async (body) => {
                const headers = {'Content-Type': 'application/json'};
                await fetch('/v1/session', {method: 'POST', headers, body: JSON.stringify(body)});
            },
            {login: 'beat', password: 'anlan-demo-110'},
        );
        await page.locator('#report').fill('巡逻组的话');
        await page.locator('.report button').click();
        await page.locator('.sign-in', {hasText: '已记录的 1 项'}).waitFor();
        const notes = async () =>
            (await eventsOf(outside, `/v1/incidents/${id}`)).filter(({wire}) => /note_added/.test(wire));
        assert.deepEqual(await notes(), []);
        await signIn(phone, 'patrol');
        await outbox(page, 'delivered').first().waitFor();
        const own = await (await city.session('patrol')).get('/v1/session');
        assert.deepEqual(
            (await notes()).map(({actor}) => actor.actor_id),
            [own.account_id],
        );
        noFaults(phone);
        await phone.close();
    },

    async full_phone_says_so_and_loses_nothing_in_silence() {
        const {phone, page, unit, id} = await crewSent(crews[1], '广场舞噪音');
        signal.cut();
        await page.locator('.line.down').waitFor();
        // A disk that is full, as the browser tells of it.
        await page.evaluate(() => {
            const add = IDBObjectStore.prototype.add;
            window.freed = () => (IDBObjectStore.prototype.add = add);
            IDBObjectStore.prototype.add = function () {
                throw new DOMException('full', 'QuotaExceededError');
            };
        });
        await tap(page, '接令');
        await page.locator('.notice.bad', {hasText: '存储已满：1 项只在此页面里'}).waitFor();
        await page.locator('.state', {hasText: '已接令'}).waitFor();
        signal.back();
        await outbox(page, 'delivered').first().waitFor();
        await page.locator('.notice.bad').waitFor({state: 'detached'});
        assert.deepEqual(
            wires(ofAssignment(await eventsOf(outside, `/v1/units/${unit}`), id)),
            said.slice(0, 1),
        );
        noFaults(phone);
        await phone.close();
    },

    async panic_is_not_raised_by_a_knock_and_never_looks_sent_when_it_is_not() {
        const unit = await freed(crews[3]);
        const phone = await openPhone(browser, signal.base, {login: 'patrol', unit: crews[3]});
        const {page} = phone;
        const inPanic = async () => Boolean((await outside.get(`/v1/units/${unit}`)).state.panic);
        await page.locator('.panic').click(); // a knock
        await page.locator('.panic-ask').waitFor();
        assert.equal(await inPanic(), false);
        await page.locator('.panic-ask button', {hasText: '取消'}).click();
        signal.cut();
        await page.locator('.line.down').waitFor();
        await page.locator('.panic').focus();
        await page.keyboard.press('Enter');
        await page.locator('.panic-ask button', {hasText: '立即求助'}).click();
        await page.locator('.panic-not', {hasText: '求助未送达'}).waitFor();
        assert.equal(await inPanic(), false);
        signal.back();
        await page.locator('.panic-up', {hasText: '求助已送达'}).waitFor();
        assert.equal(await inPanic(), true);
        await outside.post(`/v1/units/${unit}/panic_clearance`, {reason: '通话确认'});
        const button = page.locator('.panic');
        await button.waitFor();
        const box = await button.boundingBox();
        await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
        await page.mouse.down(); // held until it is raised
        await page.locator('.panic-up').waitFor();
        await page.mouse.up();
        assert.equal(await inPanic(), true);
        await outside.post(`/v1/units/${unit}/panic_clearance`, {reason: '通话确认'});
        noFaults(phone);
        await phone.close();
    },

    async community_officer_calls_back_what_the_post_owes() {
        const id = await incident('楼上夜里装修', 'dispute.neighbour', '临江大道');
        await outside.post(`/v1/incidents/${id}/closure`, {disposition: 'mediated', note: ''});
        const phone = await openPhone(browser, signal.base, {login: 'beat'});
        const {page} = phone;
        const row = page.locator('.owed li', {hasText: '临江大道'}).filter({hasText: '回访'});
        await row.locator('button', {hasText: '回访'}).click();
        await page.locator('dialog .summary', {hasText: '楼上夜里装修'}).waitFor();
        signal.cut();
        await page.locator('dialog label', {hasText: '无人接听'}).click();
        await page.locator('#call-back-text').fill('晚上再打');
        await page.locator('dialog button[type=submit]').click();
        await outbox(page, 'waiting').first().waitFor();
        signal.back();
        await outbox(page, 'delivered').first().waitFor();
        const noted = (await eventsOf(outside, `/v1/incidents/${id}`)).filter(({wire}) =>
            wire.startsWith('incident.call_back_noted'),
        );
        assert.deepEqual(
            noted.map(({payload}) => [payload.result, payload.note]),
            [['no_answer', '晚上再打']],
        );
        assert.equal(await page.locator('.panic').count(), 0, 'who is in no unit has no unit in danger');
        noFaults(phone);
        await phone.close();
    },

    async new_version_waits_asks_and_is_never_mixed() {
        const served = new City();
        const web = join(served.folder, 'web');
        cpSync(join(root, 'build/web'), web, {recursive: true});
        served.options = ['--web', web];
        await served.start();
        const phone = await openPhone(browser, served.base);
        const {page} = phone;
        await page.locator('.sign-in').waitFor();
        await untilKept(phone);
        const script = () => page.locator('script[type=module]').getAttribute('src');
        const old = await script();
        await served.kill();
        const renewed = renew(web, old);
        await served.start();
        await page.reload();
        await page.locator('.notice', {hasText: '新版本已就绪'}).waitFor();
        assert.equal(await script(), old, 'the old page runs until the person says so');
        await page.locator('#login').fill('patrol');
        await served.kill();
        await page.reload(); // also without a signal, and though the server has none of its files any more
        await page.locator('.notice', {hasText: '新版本已就绪'}).waitFor();
        assert.equal(await script(), old);
        await served.start();
        await page.locator('.notice button', {hasText: '现在更新'}).click();
        await page.locator(`script[src="${renewed}"]`).waitFor({state: 'attached'});
        await page.locator('.sign-in').waitFor();
        await page.waitForFunction(async () => (await caches.keys()).length === 1);
        noFaults(phone);
        await phone.close();
        await served.close();
    },

    async phone_passes_axe_and_has_large_targets() {
        const found = [];
        const small = [];
        for (const [theme, language, gloves] of [
            ['day', 'zh', 'no'],
            ['night', 'en', 'yes'],
        ]) {
            const say = (page, list) => list.map((fault) => `${page} ${theme} ${language}: ${fault}`);
            const least = gloves === 'yes' ? 64 : 48;
            const look = async (phone, page) => {
                found.push(...say(page, await axe(phone.page)));
                small.push(...say(page, await smallTargets(phone.page, least)));
                const wider = await phone.page.evaluate(
                    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
                );
                assert.equal(wider <= 0, true, `${page} is ${wider} px wider than the phone`);
            };
            const narrow = await openPhone(browser, signal.base, {
                theme,
                language,
                gloves,
                size: [320, 568],
            });
            await narrow.page.locator('.sign-in').waitFor();
            await look(narrow, 'sign in');
            await signIn(narrow, 'patrol');
            await narrow.page.locator('.choices button').nth(3).waitFor();
            await look(narrow, 'units');
            await narrow.close();
            const {phone, page} = await crewSent(crews[2], '噪音扰民', {theme, language, gloves});
            await look(phone, 'incident');
            await page.locator('.moves .others button').last().click();
            await page.locator('.outcomes button').first().waitFor();
            await look(phone, 'outcomes');
            await page.locator('.menu-button').click();
            await page.locator('dialog[open]').waitFor();
            await look(phone, 'menu');
            await page.keyboard.press('Escape');
            signal.cut();
            await page.locator('.line.down').waitFor();
            await page.locator('.panic').click();
            await page.locator('.panic-ask').waitFor();
            await look(phone, 'panic');
            await phone.close();
            signal.back();
        }
        assert.deepEqual(found, []);
        assert.deepEqual(small, []);
    },
};

/** The same page as another build: its scripts have other names, its worker another version. */
function renew(web, old) {
    const scripts = readFileSync(join(web, 'field/sw.js'), 'utf8').match(/[a-z]+-[\w-]+\.js/g);
    const fresh = (text) => scripts.reduce((all, name) => all.replaceAll(name, `new-${name}`), text);
    for (const name of [...scripts.map((one) => `assets/${one}`), 'field/index.html', 'field/sw.js']) {
        const text = fresh(readFileSync(join(web, name), 'utf8')).replace(
            /"[0-9a-f]{12}"/,
            '"0123456789ab"',
        );
        for (const gone of [name, `${name}.gz`]) rmSync(join(web, gone), {force: true});
        writeFileSync(join(web, fresh(name)), text);
    }
    return fresh(old);
}

/** What is to be pressed and is lower or narrower than `least` pixels. */
const smallTargets = (page, least) =>
    page.evaluate((wanted) => {
        const pressed = document.querySelectorAll('button, select, summary, label.choice');
        return [...pressed]
            .map((one) => [one, one.getBoundingClientRect()])
            .filter(([, box]) => box.width > 0 && (box.height < wanted - 0.5 || box.width < wanted - 0.5))
            .map(
                ([one, box]) =>
                    `${one.textContent.trim()} ${box.width.toFixed()} x ${box.height.toFixed()}`,
            );
    }, least);

let code = 1;
try {
    code = await tell(stories);
} finally {
    await browser.close();
    await signal.close();
    await city.close();
}
process.exit(code);
