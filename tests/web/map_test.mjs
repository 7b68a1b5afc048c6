// What a dispatcher sees on a city's own maps, in a real browser over the real program; the maps' server is
// the test's own.
import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import {copyFileSync, mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {deflateSync} from 'node:zlib';

import {axe, chromiumPath, City, openBrowser, openDesk, root, skipAll, tell} from './desk.mjs';

const names = [
    'the_citys_own_map_is_shown_first_and_another_is_a_choice_that_stays',
    'on_a_map_in_gcj02_an_incident_is_where_it_belongs',
    'a_tile_server_that_is_gone_is_said_and_the_desk_goes_on',
    'areas_and_ring_gaps_are_drawn_when_asked_for',
    'a_file_of_maps_that_is_wrong_ends_the_start_and_says_where',
];
if (!chromiumPath) process.exit(skipAll(names, 'no chromium is installed'));

/** A picture of 256 by 256 in one shade of grey. */
function png() {
    const chunk = (type, data) => {
        const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
        const out = Buffer.alloc(body.length + 8);
        out.writeUInt32BE(data.length, 0);
        body.copy(out, 4);
        out.writeUInt32BE(crc(body), body.length + 4);
        return out;
    };
    const head = Buffer.from([0, 0, 1, 0, 0, 0, 1, 0, 8, 0, 0, 0, 0]);
    const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(256, 210)]);
    const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
    const rows = deflateSync(Buffer.concat(Array(256).fill(row)));
    const end = chunk('IEND', Buffer.alloc(0));
    return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', rows), end]);
}
function crc(bytes) {
    let sum = ~0;
    for (const byte of bytes) {
        sum ^= byte;
        for (let bit = 0; bit < 8; ++bit) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
    }
    return ~sum >>> 0;
}

const tile = png();
const asked = [];
let answering = true;
const tiles = createServer((request, response) => {
    asked.push(request.url);
    response.writeHead(answering ? 200 : 503, {'Content-Type': 'image/png'});
    response.end(answering ? tile : undefined);
});
await new Promise((resolve) => tiles.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${tiles.address().port}`;

const city = new City();
const maps = join(city.folder, 'maps.toml');
copyFileSync(join(root, 'build/web/map/city.pmtiles'), join(city.folder, 'own.pmtiles'));
writeFileSync(
    maps,
    `
[[sources]]
code = "own"
name = { zh = "自有矢量图", en = "Own tiles" }
kind = "pmtiles"
file = "own.pmtiles"
datum = "wgs84"
zoom_max = 13
attribution = "市局测绘"

[[sources]]
code = "streets"
name = { zh = "街道图", en = "Streets" }
kind = "xyz"
url = "${origin}/xyz/{z}/{x}/{y}.png"
datum = "gcj02"
zoom_max = 18

[[sources]]
code = "aerial"
name = { zh = "影像", en = "Aerial" }
kind = "wms"
url = "${origin}/wms?map=wuhan"
layers = "aerial"
datum = "wgs84"
zoom_max = 18
`,
);
city.options = ['--maps', maps];
await city.start();
const browser = await openBrowser();
const outside = await city.session('demo');
const shots = join(root, 'build/shots');
mkdirSync(shots, {recursive: true});

const legend = (page) => page.locator('.city-map .legend');
const choice = (page, name = '底图') => page.getByLabel(name, {exact: true});
// Of a desk whose maps lie on another server, asking that server is no fault.
const faultsOf = (desk) =>
    desk.faults.filter((fault) => !fault.startsWith(`asked ${origin}/`) && !/ERR_CONNECTION/.test(fault));
const noFaults = (desk) => assert.deepEqual(faultsOf(desk), []);

/** Asks again until it is so; the runner ends what takes too long. */
async function until(holds) {
    while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
}

async function incident(narrative, point) {
    const call = await outside.post('/v1/calls', {channel: 'phone', text: narrative, callback: ''});
    const where = {city: 'are_420100', district: 'are_420106', station: '', beat: ''};
    const location = {place_text: narrative, place_label: narrative, point, where};
    await outside.post(`/v1/calls/${call.stream}/incident`, {
        report: {narrative, class_code: 'dispute.neighbour', location},
    });
    return `inc_${call.stream.slice(4)}`;
}

const stories = {
    async the_citys_own_map_is_shown_first_and_another_is_a_choice_that_stays() {
        const desk = await openDesk(browser, city, {login: 'demo', path: '/dispatch/'});
        const {page} = desk;
        await legend(page).filter({hasText: '市局测绘'}).waitFor();
        assert.equal(asked.length, 0, 'nothing is asked of a server whose map nobody chose');
        await choice(page).selectOption('aerial');
        await until(() => asked.some((url) => url.startsWith('/wms?map=wuhan&SERVICE=WMS&')));
        await page.reload();
        await legend(page).filter({hasText: '影像'}).waitFor();
        await choice(page).selectOption('built-in');
        await legend(page).filter({hasText: 'GSHHG'}).waitFor();
        noFaults(desk);
        await desk.close();
    },

    async on_a_map_in_gcj02_an_incident_is_where_it_belongs() {
        const [latitude, longitude] = [30.545, 114.305];
        const one = await incident('江边两家争执', {latitude, longitude});
        const beside = await incident('江边小店争执', {latitude, longitude: longitude + 0.0004});
        const desk = await openDesk(browser, city, {login: 'demo', path: '/dispatch/'});
        const {page} = desk;
        await choice(page).selectOption('streets');
        await page.locator(`.queue [data-row="${one}"]`).click();
        await page.locator('.city-map .controls').getByText('警情', {exact: true}).click();
        for (let n = 0; n < 4; ++n) await page.getByLabel('+', {exact: true}).click();
        // Tiles of 260 m: in the middle is the one that the shifted point lies in, and not the one of WGS-84.
        const shown = tileOf(latitude - 0.00248, longitude + 0.00548, 17);
        assert.notDeepEqual(shown, tileOf(latitude, longitude, 17));
        await until(() => asked.includes(`/xyz/17/${shown.join('/')}.png`));
        await page.screenshot({path: join(shots, 'map-own-1920.png')});
        const box = await page.locator('.city-map .marks').boundingBox();
        const eastward = (0.0004 / 360) * 256 * 2 ** 17.2;
        await page.mouse.click(box.x + box.width / 2 + eastward, box.y + box.height / 2);
        await page.locator(`.queue [data-row="${beside}"][aria-selected=true]`).waitFor();
        noFaults(desk);
        await desk.close();
    },

    async a_tile_server_that_is_gone_is_said_and_the_desk_goes_on() {
        const desk = await openDesk(browser, city, {login: 'demo', path: '/dispatch/', language: 'en'});
        const {page} = desk;
        await choice(page, 'Base map').selectOption('aerial');
        await legend(page).filter({hasText: 'Aerial'}).waitFor();
        answering = false;
        await page.getByLabel('+', {exact: true}).click();
        await legend(page).filter({hasText: 'the chosen map does not answer'}).waitFor();
        await page.locator('.queue [data-row]').first().waitFor();
        answering = true;
        await page.getByLabel('−', {exact: true}).click();
        await page.getByLabel('−', {exact: true}).click();
        await legend(page).filter({hasText: 'Aerial'}).waitFor();
        noFaults(desk);
        await desk.close();
    },

    async areas_and_ring_gaps_are_drawn_when_asked_for() {
        const desk = await openDesk(browser, city, {login: 'demo', path: '/dispatch/', theme: 'night'});
        const {page} = desk;
        await legend(page).filter({hasText: '市局测绘'}).waitFor();
        const outlines = page.waitForResponse((answer) =>
            /area_outlines\?within=are_420106$/.test(answer.url()),
        );
        await page.getByText('辖区', {exact: true}).and(page.locator('button')).click();
        assert.equal((await outlines).status(), 200);
        await page.getByLabel('快反圈缺口').selectOption('3');
        await legend(page).filter({hasText: /✕ 3 分钟圈到不了：\d+ \/ \d+ 点/}).waitFor();
        const {rows} = await outside.get('/v1/coverage');
        const points = rows.filter(({within}) => within === 3).reduce((sum, one) => sum + one.points, 0);
        assert.match(await legend(page).textContent(), new RegExp(`/ ${points} 点`));
        for (const one of rows) assert.equal((one.uncovered ?? []).length, one.points - one.points_covered);
        assert.deepEqual(await axe(page), []);
        await page.screenshot({path: join(shots, 'map-areas-1920.png')});
        noFaults(desk);
        await desk.close();
    },

    async a_file_of_maps_that_is_wrong_ends_the_start_and_says_where() {
        const other = new City();
        const wrong = join(other.folder, 'wrong.toml');
        writeFileSync(
            wrong,
            `[[sources]]\ncode = "a"\nname = { zh = "图", en = "map" }\nkind = "xyz"\ndatum = "bd09"\n` +
                `url = "http://tiles.example/{z}/{x}/{y}.png"\nzoom_max = 18\n`,
        );
        other.options = ['--maps', wrong];
        await assert.rejects(other.start(), /ended with 2: .*wrong\.toml:5.*wgs84/s);
        rmSync(other.folder, {recursive: true, force: true});
    },
};

/** Column and row of the tile that a point lies in. */
function tileOf(latitude, longitude, zoom) {
    const radians = (latitude * Math.PI) / 180;
    const count = 2 ** zoom;
    return [
        Math.floor(((longitude + 180) / 360) * count),
        Math.floor(((1 - Math.log(Math.tan(radians) + 1 / Math.cos(radians)) / Math.PI) / 2) * count),
    ];
}

const code = await tell(stories);
await browser.close();
await city.close();
tiles.close();
process.exit(code);
