// What a crew and a community officer do with the field phone, with a signal, without one, and when it comes
// back: in a real browser over the real program with the demo city.
import assert from 'node:assert/strict';

import {chromiumPath, skipAll, tell} from './desk.mjs';
import {eventsOf, openPhone} from './phone.mjs';

const names = [
    'crew_is_sent_says_each_step_and_reports_back',
    'step_that_has_arrived_does_not_fall_back_while_it_is_read_anew',
    'without_a_signal_all_is_kept_and_arrives_once_in_order_with_both_times',
    'answer_lost_on_the_way_back_is_not_done_twice',
    'incident_closed_meanwhile_is_told',
    'clearing_after_being_released_is_refused_and_shown',
    'full_phone_says_so_and_loses_nothing_in_silence',
    'panic_is_not_raised_by_a_knock_and_never_looks_sent_when_it_is_not',
    'community_officer_calls_back_what_the_post_owes',
];
if (!chromiumPath) process.exit(skipAll(names, 'no chromium is installed'));
const {
    browser,
    city,
    close,
    crews,
    crewSent,
    freed,
    incident,
    noFaults,
    ofAssignment,
    outbox,
    outside,
    said,
    signal,
    tap,
    wires,
} = await import('./crews.mjs');

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
        const onDuty = async () => (await outside.get(`/v1/units/${unit}`)).state.on_duty;
        await tap(page, '下勤');
        await page.locator('.moves p', {hasText: '确认下勤'}).waitFor();
        await page.locator('.moves button', {hasText: '取消'}).click();
        assert.equal(await onDuty(), true, 'one knock does not take a crew off duty');
        await tap(page, '下勤');
        await page.locator('.moves [role=group] button', {hasText: '下勤'}).click();
        await outbox(page, 'delivered').filter({hasText: '下勤'}).waitFor();
        assert.equal(await onDuty(), false);
        await page.locator('.said', {hasText: '未上勤'}).waitFor();
        noFaults(phone);
        await phone.close();
    },

    async step_that_has_arrived_does_not_fall_back_while_it_is_read_anew() {
        const {phone, page, unit} = await crewSent(crews[0], '隔壁装修太吵');
        let readOn = () => {};
        const held = new Promise((resolve) => (readOn = resolve));
        await page.route(`**/v1/units/${unit}`, async (route) => {
            await held;
            await route.continue();
        });
        await page.locator('.owed li', {hasText: '接令'}).locator('button').click();
        await outbox(page, 'delivered').filter({hasText: '接令'}).waitFor();
        assert.match(await page.locator('.state').textContent(), /已接令/);
        assert.doesNotMatch(await page.locator('.state').textContent(), /待发/);
        assert.match(await page.locator('.moves .next').textContent(), /出发/);
        assert.equal(await page.locator('.owed li', {hasText: '接令'}).count(), 0, 'it is owed no more');
        readOn();
        await tap(page, '出发');
        await page.locator('.state', {hasText: '途中'}).waitFor();
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
            // The phone knows the server's clock from the seconds that its answers state.
            const early = Date.parse(one.happened_at) - Date.parse(cutAt);
            assert.ok(early <= 1000, `${one.wire} happened before the signal was back: ${early} ms`);
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
};

let code = 1;
try {
    code = await tell(stories);
} finally {
    await close();
}
process.exit(code);
