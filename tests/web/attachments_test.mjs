// A photo and a voice note from the scene: made without a signal, arrived once when it is back, seen and
// heard at the desk by whoever says why; a file that is no photo is refused in words; what is kept of a sound
// can be played.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';

import {axe, cameraPhoto, chromiumPath, openDesk, root, skipAll, tell} from './desk.mjs';
import {eventsOf} from './phone.mjs';

const names = [
    'photo_taken_without_a_signal_arrives_once_and_is_seen_for_a_purpose',
    'file_that_is_no_photo_is_refused_in_words',
    'voice_note_recorded_without_a_signal_arrives_once_and_is_played_for_a_purpose',
    'voice_note_that_is_discarded_or_not_allowed_leaves_nothing',
    'sounds_of_every_browser_can_be_played_as_they_are_kept',
    'code_on_a_door_is_scanned_or_typed_and_its_place_put_into_the_report',
];
if (!chromiumPath) process.exit(skipAll(names, 'no chromium is installed'));
const {browser, city, close, crews, crewSent, noFaults, outbox, outside, signal} =
    await import('./crews.mjs');

const photosOf = async (id) =>
    (await eventsOf(outside, `/v1/incidents/${id}`)).filter(({wire}) => /attachment_added/.test(wire));

const stories = {
    async photo_taken_without_a_signal_arrives_once_and_is_seen_for_a_purpose() {
        const {phone, page, id} = await crewSent(crews[0], '楼道里堆满杂物');
        signal.cut();
        await page.locator('.line.down').waitFor();
        await page.locator('#photo').setInputFiles(await cameraPhoto(page));
        await outbox(page, 'waiting').filter({hasText: '照片'}).waitFor();
        assert.deepEqual(await photosOf(id), []);
        await page.reload(); // what is kept outlives the page
        await outbox(page, 'waiting').filter({hasText: '照片'}).waitFor();
        signal.losing = 1; // done, and the phone does not hear of it
        signal.back();
        await outbox(page, 'delivered').filter({hasText: '照片'}).waitFor();
        const [event, ...more] = await photosOf(id);
        assert.deepEqual(more, []);
        assert.ok(event.payload.bytes <= 240_000, 'made smaller before it was sent');
        noFaults(phone);
        await phone.close();

        const desk = await openDesk(browser, city, {login: 'demo', path: '/dispatch/'});
        await desk.page.locator(`[data-row="${id}"]`).first().click();
        const photos = desk.page.locator('.photos');
        await photos.locator('button', {hasText: '查看照片'}).waitFor();
        assert.equal(await photos.locator('img').count(), 0, 'a list shows none of them');
        await photos.locator('button', {hasText: '查看照片'}).click();
        await photos.locator('.trouble', {hasText: '请先选择查看目的'}).waitFor();
        const oversight = await city.session('oversee');
        const looks = async () => (await oversight.get('/v1/looks/review')).looks;
        const before = await looks();
        await photos.locator('select').selectOption('dispatch');
        await photos.locator('button', {hasText: '查看照片'}).click();
        const picture = photos.locator('img');
        await picture.waitFor();
        const size = await picture.evaluate(async (image) => {
            await image.decode();
            return [image.naturalWidth, image.naturalHeight];
        });
        assert.deepEqual(size, [1280, 853]);
        assert.equal(await looks(), before + 1, 'the look is recorded');
        assert.deepEqual(await axe(desk.page), []);
        await desk.page.screenshot({path: 'build/shots/attachments-desk.png'}).catch(() => {});
        assert.deepEqual(desk.faults, []);
        await desk.close();
    },

    async file_that_is_no_photo_is_refused_in_words() {
        const {phone, page, id} = await crewSent(crews[1], '夜里有人敲门');
        const buffer = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>');
        await page.locator('#photo').setInputFiles({name: 'photo.jpg', mimeType: 'image/jpeg', buffer});
        await page.locator('.trouble', {hasText: '这个文件不是照片'}).waitFor();
        assert.deepEqual(await photosOf(id), []);
        const path = `${city.base}/v1/incidents/${id}/attachments`;
        const answer = await fetch(path, {method: 'POST', body: buffer});
        assert.equal(answer.status, 401, 'nor does anybody else send one');
        noFaults(phone);
        await phone.close();
    },

    async voice_note_recorded_without_a_signal_arrives_once_and_is_played_for_a_purpose() {
        const {phone, page, id} = await crewSent(crews[2], '楼下有人争吵');
        signal.cut();
        await page.locator('.line.down').waitFor();
        await page.locator('button', {hasText: '开始录音'}).click();
        await page.locator('.recording', {hasText: '录音中 2 / 60 秒'}).waitFor();
        assert.deepEqual(await axe(page), []);
        await page.screenshot({path: 'build/shots/voice-recording.png'}).catch(() => {});
        await page.locator('button', {hasText: '停止并发送'}).click();
        await outbox(page, 'waiting').filter({hasText: '语音'}).waitFor();
        assert.deepEqual(await photosOf(id), []);
        await page.reload();
        await outbox(page, 'waiting').filter({hasText: '语音'}).waitFor();
        signal.losing = 1;
        signal.back();
        await outbox(page, 'delivered').filter({hasText: '语音'}).waitFor();
        const [event, ...more] = await photosOf(id);
        assert.deepEqual(more, []);
        assert.equal(event.payload.media_type, 'audio/webm');
        assert.ok(event.payload.seconds >= 2 && event.payload.seconds < 30, `${event.payload.seconds} s`);
        noFaults(phone);
        await phone.close();

        const desk = await openDesk(browser, city, {login: 'demo', path: '/dispatch/'});
        await desk.page.locator(`[data-row="${id}"]`).first().click();
        const notes = desk.page.locator('.photos');
        const play = notes.locator('button', {hasText: `播放录音 ${event.payload.seconds} 秒`});
        await play.click();
        await notes.locator('.trouble', {hasText: '请先选择查看目的'}).waitFor();
        assert.equal(await notes.locator('audio').count(), 0);
        const oversight = await city.session('oversee');
        const looks = async () => (await oversight.get('/v1/looks/review')).looks;
        const before = await looks();
        await notes.locator('select').selectOption('dispatch');
        await play.click();
        await notes.locator('audio').waitFor();
        const lasts = await notes.locator('audio').evaluate(
            (sound) =>
                new Promise((resolve, reject) => {
                    sound.onerror = () => reject(new Error(sound.error.message));
                    sound.onended = () => resolve(sound.duration);
                    sound.playbackRate = 4;
                }),
        );
        assert.ok(Math.abs(lasts - event.payload.seconds) <= 1, `${lasts} s are played`);
        assert.equal(await looks(), before + 1, 'the look is recorded');
        assert.deepEqual(await axe(desk.page), []);
        await desk.page.screenshot({path: 'build/shots/voice-desk.png'}).catch(() => {});
        assert.deepEqual(desk.faults, []);
        await desk.close();
    },

    async voice_note_that_is_discarded_or_not_allowed_leaves_nothing() {
        const {phone, page, id} = await crewSent(crews[3], '店里有人不肯走');
        await page.locator('button', {hasText: '开始录音'}).click();
        await page.locator('.recording', {hasText: '录音中 1 / 60 秒'}).waitFor();
        await page.locator('button', {hasText: '放弃'}).click();
        await page.locator('button', {hasText: '开始录音'}).waitFor();
        await page.evaluate(() => {
            navigator.mediaDevices.getUserMedia = () =>
                Promise.reject(new DOMException('no', 'NotAllowedError'));
        });
        await page.locator('button', {hasText: '开始录音'}).click();
        await page.locator('.trouble', {hasText: '麦克风未获允许'}).waitFor();
        assert.equal(await page.locator('.outbox li', {hasText: '语音'}).count(), 0);
        assert.deepEqual(await photosOf(id), []);
        noFaults(phone);
        await phone.close();
    },

    // As Chromium, Firefox and Safari record them: Opus in WebM and Ogg, AAC in MP4.
    async sounds_of_every_browser_can_be_played_as_they_are_kept() {
        const {phone, id} = await crewSent(crews[0], '报警人说不清');
        await phone.close();
        const desk = await openDesk(browser, city, {login: 'demo', path: '/dispatch/'});
        for (const [seed, lasts] of [
            ['taken_webm', 0.12],
            ['taken_ogg', 0.24],
            ['taken_mp4', 0.128],
        ]) {
            const bytes = [...readFileSync(join(root, 'fuzz/corpus/sound_fuzz', seed))];
            const played = await desk.page.evaluate(
                async ([of, sent, key]) => {
                    const path = `/v1/incidents/${of}/attachments`;
                    const purpose = {'Anlan-Purpose': 'dispatch'};
                    const added = await fetch(path, {
                        method: 'POST',
                        headers: {...purpose, 'Idempotency-Key': key},
                        body: new Uint8Array(sent),
                    });
                    if (!added.ok) return await added.text();
                    const record = await (
                        await fetch(`/v1/incidents/${of}`, {headers: purpose})
                    ).json();
                    const {attachment_id} = record.state.attachments.at(-1);
                    const kept = await (await fetch(`${path}/${attachment_id}`, {headers: purpose})).blob();
                    const sound = await new OfflineAudioContext(1, 48000, 48000).decodeAudioData(
                        await kept.arrayBuffer(),
                    );
                    return sound.duration;
                },
                [id, bytes, seed],
            );
            assert.ok(Math.abs(played - lasts) < 0.05, `${seed}: ${played}`);
        }
        await desk.close();
    },

    // Chromium on this machine reads no codes; what stands in for it sees one at the third look.
    async code_on_a_door_is_scanned_or_typed_and_its_place_put_into_the_report() {
        const before = (context) =>
            context.addInitScript(() => {
                let looks = 0;
                globalThis.codeSeen = 'https://anlan.example/p/plc_00498';
                globalThis.BarcodeDetector = class {
                    static getSupportedFormats = async () => ['qr_code'];
                    detect = async (video) =>
                        video.videoWidth > 0 && ++looks > 2 ? [{rawValue: globalThis.codeSeen}] : [];
                };
            });
        const {phone, page} = await crewSent(crews[1], '门口有人', {before});
        const card = page.locator('section', {has: page.locator('#scan-title')});
        await card.locator('button', {hasText: '扫描'}).click();
        await card.locator('[role=status]', {hasText: '尚隆苑社区'}).waitFor();
        assert.equal(await card.locator('video').count(), 0, 'the camera is off again');
        assert.deepEqual(await axe(page), []);
        await card.scrollIntoViewIfNeeded();
        await page.screenshot({path: 'build/shots/scan-found.png'}).catch(() => {});
        await card.locator('button', {hasText: '写入反馈'}).click();
        assert.match(await page.locator('#report').inputValue(), /尚隆苑社区/);
        await page.evaluate(() => (globalThis.codeSeen = 'https://weixin.qq.com/r/abc'));
        await card.locator('button', {hasText: '扫描'}).click();
        await card.locator('.trouble', {hasText: '“https://weixin.qq.com/r/abc”不是地点编码'}).waitFor();
        const look = async (code) => {
            await card.locator('#code').fill(code);
            await card.locator('button', {hasText: '查询'}).click();
        };
        await look('plc_99999');
        await card.locator('.trouble', {hasText: '没有编码为 plc_99999 的地点'}).waitFor();
        await look('plc_00001'); // in another district
        await card.locator('.trouble', {hasText: '该记录不在本岗位辖区内'}).waitFor();
        await look('plc_00499');
        await card.locator('[role=status]', {hasText: '中山社区'}).waitFor();
        noFaults(phone);
        await phone.close();

        const plain = await crewSent(crews[1], '门口又有人');
        const there = plain.page.locator('section', {has: plain.page.locator('#scan-title')});
        await there.locator('.hint', {hasText: '不能扫描，请输入编码'}).waitFor();
        assert.equal(await there.locator('button', {hasText: '扫描'}).count(), 0);
        await plain.phone.close();
    },
};

let code = 1;
try {
    code = await tell(stories);
} finally {
    await close();
}
process.exit(code);
