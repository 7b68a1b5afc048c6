// A photo from the scene: taken without a signal, arrived once when it is back, seen at the desk by whoever
// says why; a file that is no photo is refused in words.
import assert from 'node:assert/strict';

import {axe, chromiumPath, openDesk, skipAll, tell} from './desk.mjs';
import {eventsOf} from './phone.mjs';

const names = [
    'photo_taken_without_a_signal_arrives_once_and_is_seen_for_a_purpose',
    'file_that_is_no_photo_is_refused_in_words',
];
if (!chromiumPath) process.exit(skipAll(names, 'no chromium is installed'));
const {browser, city, close, crews, crewSent, noFaults, outbox, outside, signal} =
    await import('./crews.mjs');

/** As a camera gives it: larger than what is sent, with where it was taken in a comment of the file. */
async function cameraPhoto(page) {
    const bytes = await page.evaluate(async () => {
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [3000, 2000];
        const pen = canvas.getContext('2d');
        pen.fillStyle = '#1757c2';
        pen.fillRect(0, 0, 3000, 2000);
        pen.fillStyle = '#ffc27a';
        pen.fillRect(1000, 500, 900, 900);
        const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.9));
        return [...new Uint8Array(await blob.arrayBuffer())];
    });
    const comment = Buffer.from('30.5928N 114.3055E');
    const segment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, comment.length + 2]), comment]);
    const buffer = Buffer.concat([Buffer.from(bytes.slice(0, 2)), segment, Buffer.from(bytes.slice(2))]);
    return {name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer};
}

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
};

let code = 1;
try {
    code = await tell(stories);
} finally {
    await close();
}
process.exit(code);
