// Pictures of every page as people see it, from the living demo city, for looking at and for docs/screens.
//
// usage: node tests/web/pictures.mjs [FOLDER]   (docs/screens)
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';

import {City, openBrowser, openDesk, root} from './desk.mjs';

const folder = process.argv[2] ?? join(root, 'docs/screens');
mkdirSync(folder, {recursive: true});
const city = new City();
city.callsPerHour = 180;
await city.start();
const browser = await openBrowser();
const outside = await city.session('demo');

const large = [1920, 1080];
const small = [1366, 768];
const shoot = async (page, name) => {
    await page.screenshot({
        path: join(folder, `${name}.jpg`),
        type: 'jpeg',
        quality: 72,
        animations: 'disabled',
        caret: 'hide',
    });
    console.log(name);
};

async function dispatch(name, {theme, language, size}, before = async () => {}) {
    const desk = await openDesk(browser, city, {login: 'demo', path: '/dispatch/', theme, language, size});
    const {page} = desk;
    await page.locator('.queue [data-row^="inc_"]').nth(7).waitFor();
    await page
        .locator('.queue [data-row^="inc_"]', {hasText: /派警|dispatch/})
        .first()
        .click();
    await page.locator('.cards li, .advice .hint').first().waitFor();
    await page.locator('.timeline li').first().waitFor();
    await before(page);
    await shoot(page, name);
    await desk.close();
}

async function calls(name, {theme, language, size}) {
    const desk = await openDesk(browser, city, {login: 'call', path: '/calls/', theme, language, size});
    const {page} = desk;
    await page.locator('.console').waitFor();
    await page.keyboard.press('F2');
    await page.locator('#call-narrative').fill('我的电动车停在楼下被偷了，门锁也被撬了');
    await page.locator('#call-place').fill('解放大道');
    await page.locator('#place-list li, #place-note b').first().waitFor();
    await page.locator('fieldset label').nth(1).waitFor();
    await page.locator('#call-place').press('Alt+1');
    await page.locator('.questions .field').first().waitFor();
    await page.locator('.call .saved.saved').waitFor();
    await shoot(page, name);
    await desk.close();
}

async function design(name, {theme, language, size}) {
    const desk = await openDesk(browser, city, {path: '/design/', theme, language, size});
    await desk.page.locator('.grid [data-row]').first().waitFor();
    await shoot(desk.page, name);
    await desk.close();
}

/** What a dispatcher sees when something special is going on at the desk. */
async function special(name, {theme, language, size}, prepare) {
    const desk = await openDesk(browser, city, {login: 'demo', path: '/dispatch/', theme, language, size});
    await desk.page.locator('.queue [data-row^="inc_"]').nth(7).waitFor();
    const leave = await prepare(desk.page);
    await shoot(desk.page, name);
    await leave?.();
    await desk.close();
}

async function openHandOver(page) {
    await page.locator('button.capsule').click();
    await page.locator('dialog[open] .part').first().waitFor();
    const relieve = page.locator('dialog[open] .buttons button').nth(1);
    if (!(await relieve.isVisible())) return;
    await relieve.click();
    await page.locator('#capsule-remarks').fill('首义路施工，救护车改走解放路；三号车对讲机待换。');
}

async function refuse(page) {
    const {rows} = await outside.get('/v1/units?limit=500&status=available');
    await page.keyboard.press('/');
    await page.locator('#command').fill(`/on ${rows[0].row.call_sign}`);
    await page.keyboard.press('Enter');
    await page.locator('.refusal').waitFor();
}

/** A colleague at another desk has the same incident open. */
async function together(page) {
    const other = await openDesk(browser, city, {login: 'call', path: '/dispatch/'});
    const first = '.queue [data-row^="inc_"]';
    const id = await page.locator(first).nth(1).getAttribute('data-row');
    for (const desk of [page, other.page]) await desk.locator(`[data-row="${id}"]`).click();
    await page.locator('.presence b').waitFor();
    return () => other.close();
}

const dayZh = {theme: 'day', language: 'zh'};
const nightEn = {theme: 'night', language: 'en'};
try {
    const look = await openDesk(browser, city, {login: 'demo', path: '/dispatch/'});
    await look.page.locator('.queue [data-row^="inc_"]').nth(9).waitFor();
    await look.close();
    await dispatch('dispatch-day-1920', {...dayZh, size: large});
    await dispatch('dispatch-day-1366', {...dayZh, size: small});
    await dispatch('dispatch-night-1920', {...nightEn, size: large});
    await dispatch('dispatch-night-1366', {...nightEn, size: small}, async (page) => {
        await page.keyboard.press('/');
        await page.keyboard.type('send 1 wc');
        await page.locator('#completions li').first().waitFor();
    });
    await calls('calls-day-1920', {...dayZh, size: large});
    await calls('calls-day-1366', {...dayZh, size: small});
    await calls('calls-night-1366', {...nightEn, size: small});
    await special('hand-over-day-1366', {...dayZh, size: small}, openHandOver);
    await special('hand-over-night-1920', {...nightEn, size: large}, openHandOver);
    await special('refused-day-1366', {...dayZh, size: small}, refuse);
    await special('together-night-1366', {...nightEn, size: small}, together);
    const {rows} = await outside.get('/v1/units?limit=500');
    const unit =
        rows.find((one) => one.row.status === 'en_route' || one.row.status === 'on_scene') ?? rows[0];
    await outside.post(`/v1/units/${unit.stream}/panic`, {});
    await dispatch('panic-day-1366', {...dayZh, size: small});
    await design('design-day-1366', {...dayZh, size: small});
    await design('design-night-1366', {...nightEn, size: small});
} finally {
    await browser.close();
    await city.close();
}
