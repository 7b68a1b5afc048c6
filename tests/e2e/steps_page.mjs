// The page itself: who gets in, what it says, in which language and light, by keyboard, on a small desk.
import {
    FIGHT,
    axeInBothThemes,
    backToLists,
    check,
    command,
    mode,
    newIncident,
    numberOf,
    rowOf,
    setTheme,
    theme,
    until,
} from './hands.mjs';
import {checkFiles, checkKinds, checkWords} from './static_check.mjs';

export const arriving = {
    async words_are_complete({web}) {
        const faults = [...(await checkWords(web)), ...(await checkKinds(web))];
        check(faults.length === 0, faults.join('; '));
    },

    files_suit_an_older_browser({web}) {
        const faults = checkFiles(web);
        check(faults.length === 0, faults.join('; '));
    },

    async wrong_password_is_said_in_words(stage) {
        const {page, wire} = stage;
        await page.goto(wire.url);
        await page.locator('#login').fill(stage.login);
        await page.locator('#password').fill('no such password');
        await page.keyboard.press('Enter');
        await until('the refusal', async () =>
            /[\u4e00-\u9fff]{4}/.test(await page.locator('.trouble').textContent()),
        );
        check((await page.locator('#login').inputValue()) === stage.login, 'the account typed is lost');
        await axeInBothThemes(stage, 'sign-in');
    },

    async signs_in_at_a_post(stage) {
        const {page} = stage;
        await page.locator('#password').fill(stage.password);
        await page.keyboard.press('Enter');
        if (stage.post) {
            await page.locator('#post').waitFor();
            await page.locator('#post').selectOption(stage.post);
            await page.locator('button[type=submit]').click();
        }
        await stage.colleague.signIn(stage.login, stage.password, stage.post);
        // A real city may be quiet, at night above all.
        if (!stage.mock) await newIncident(stage, '楼下有人吵架');
        await page.locator('.incident-row').first().waitFor();
        await until('a live line', async () => /实时/.test(await page.locator('.line').textContent()));
    },
};

export const using = {
    async works_by_keyboard_alone(stage) {
        const {page} = stage;
        await backToLists(page);
        await page.keyboard.press('F6');
        const part = () => page.evaluate(() => document.activeElement.className);
        check((await part()).includes('grid-row'), `F6 leads to ${await part()}`);
        await page.keyboard.press('Home');
        const first = await page.evaluate(() => document.activeElement.dataset.id);
        await page.keyboard.press('ArrowDown');
        check(
            (await page.evaluate(() => document.activeElement.dataset.id)) !== first,
            'the arrow does not move',
        );
        await page.keyboard.press('End');
        await page.keyboard.press('Home');
        check(
            (await page.evaluate(() => document.activeElement.dataset.id)) === first,
            'Home does not lead back',
        );
        await page.keyboard.press('Enter');
        await until('the detail', async () => (await mode(page)) === 'detail');
        await page.keyboard.press('Escape');
        await until('the lists', async () => (await mode(page)) === 'lists');
        check(
            (await page.evaluate(() => document.activeElement.dataset.id)) === first,
            'the focus does not return',
        );
    },

    async rows_keep_their_places_under_the_hand(stage) {
        const {page} = stage;
        await page.locator('.incident-row').nth(2).hover();
        const before = await page
            .locator('.incident-row')
            .evaluateAll((rows) => rows.map((row) => [row.dataset.id, row.style.transform]));
        const id = await newIncident(stage, '手在列表上时的抢劫', 'criminal.robbery');
        await page.locator('.incidents .news:visible').waitFor();
        check(/P1 ×1/.test(await page.locator('.incidents .news').textContent()), 'the new P1 is not said');
        const after = new Map(
            await page
                .locator('.incident-row')
                .evaluateAll((rows) => rows.map((row) => [row.dataset.id, row.style.transform])),
        );
        for (const [row, place] of before)
            if (after.has(row)) check(after.get(row) === place, 'a row moved under the pointer');
        await page.mouse.move(800, 850);
        await until(
            'in order again',
            async () => await rowOf(page, id).evaluate((row) => !row.classList.contains('is-fresh')),
        );
    },

    async closing_needs_a_second_enter(stage) {
        const {page} = stage;
        const number = await numberOf(page, stage.other);
        const {dispositions} = await stage.colleague.get('/v1/rulebook/dispositions');
        const fits = dispositions.find(
            (entry) =>
                !entry.note &&
                (!entry.classes?.length || entry.classes.includes('order') || entry.classes.includes(FIGHT)),
        );
        await command(page, `结 ${number} ${fits.zh}`);
        await page.locator('.preview-confirm').waitFor();
        check((await rowOf(page, stage.other).count()) === 1, 'closed at the first Enter');
        await page.locator('#command').press('Enter');
        await until('the row leaves', () =>
            rowOf(page, stage.other).evaluateAll((rows) =>
                rows.every((row) => row.classList.contains('is-gone')),
            ),
        );
    },

    async speaks_chinese_and_english(stage) {
        const {page} = stage;
        check(
            (await page.evaluate(() => document.documentElement.lang)) === 'zh-CN',
            'Chinese is not the first language',
        );
        await page.locator('#language').click();
        check(
            (await page.evaluate(() => document.documentElement.lang)) === 'en',
            'the page does not say that it is English',
        );
        check(
            /Incidents/.test(await page.locator('#incidents-title').textContent()),
            'the lists stay Chinese',
        );
        await page.reload();
        await page.locator('.incident-row').first().waitFor();
        check((await page.evaluate(() => document.documentElement.lang)) === 'en', 'the choice is not kept');
        await page.keyboard.press('F2');
        await stage.shot('report-en');
        await page.keyboard.press('Escape');
        await stage.shot('board-en');
        await page.locator('#language').click();
    },

    async board_by_day_and_by_night(stage) {
        const {page} = stage;
        await backToLists(page);
        await page.keyboard.press('?');
        await page.locator('.help').waitFor();
        await stage.shot('help');
        await page.keyboard.press('?');
        await page.mouse.move(800, 850);
        await axeInBothThemes(stage, 'board');
        await setTheme(page, 'night');
        await page.reload();
        await page.locator('.incident-row').first().waitFor();
        check((await theme(page)) === 'night', 'the choice is not kept');
        await setTheme(page, 'day');
    },

    async fits_a_small_desk(stage) {
        const {page} = stage;
        await page.setViewportSize({width: 1280, height: 720});
        await page.locator('.incident-row').first().click();
        await page.locator('.proposal, .advice .empty, .advice .trouble').first().waitFor();
        await stage.shot('small-detail');
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        check(wide <= 1280, `the page is ${wide} wide`);
        await page.keyboard.press('Escape');
        await stage.shot('small-board');
        await page.setViewportSize({width: 1600, height: 900});
    },

    async signing_out_ends_it(stage) {
        const {page} = stage;
        await page.locator('.top button').last().click();
        await page.locator('#login').waitFor();
        await page.reload();
        await page.locator('#login').waitFor();
    },

    nothing_from_elsewhere_and_no_errors({troubles}) {
        check(troubles.length === 0, troubles.join(' ;; '));
    },
};
