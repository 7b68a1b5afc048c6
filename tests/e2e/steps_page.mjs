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
    seenRow,
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
    async a_post_is_named_without_doubling(stage) {
        const named = await stage.page.evaluate(async () => {
            const {postText} = await import('/board/marks.js');
            const areas = {are_420106001: '首义路派出所', are_420100: '武汉市', are_420106: '武昌区'};
            const store = {areaName: (id) => areas[id] ?? ''};
            return ['pst_station-desk.420106001', 'pst_city-dispatcher.420100', 'pst_dispatcher.420106'].map(
                (post) => postText(store, post),
            );
        });
        check(named.join() === '首义路派出所综合室,武汉市局派警员,武昌区分局派警员', named.join());
    },

    async every_status_can_be_read_on_a_small_screen(stage) {
        const {page} = stage;
        await backToLists(page);
        for (const size of [
            {width: 1366, height: 768},
            {width: 1920, height: 1080},
        ]) {
            await page.setViewportSize(size);
            for (const language of ['zh', 'en']) {
                if ((await page.evaluate(() => document.documentElement.lang)).slice(0, 2) !== language)
                    await page.locator('#language').click();
                await stage.shot(`desk-${size.width}-${language}`);
                const seen = await page.evaluate(() => ({
                    head: document.querySelector('.top').clientHeight,
                    wide: document.documentElement.scrollWidth,
                    // Every status that there is, not only those of this moment.
                    cut: [...document.querySelectorAll('.unit-row .status')]
                        .filter((tag) => tag.closest('[role=gridcell]'))
                        .slice(0, 1)
                        .flatMap((tag) => {
                            const cell = tag.closest('[role=gridcell]');
                            const text = tag.lastElementChild;
                            const was = text.textContent;
                            const all =
                                document.documentElement.lang === 'en'
                                    ? ['acknowledged', 'out of service', 'assigned', 'on scene']
                                    : ['停勤', '待命', '已接'];
                            const cut = all.filter((word) => {
                                text.textContent = word;
                                return cell.scrollWidth > cell.clientWidth;
                            });
                            text.textContent = was;
                            return cut;
                        }),
                }));
                const where = `${size.width} ${language}`;
                check(seen.head < 50, `${where}: the top line wraps (${seen.head} high)`);
                check(seen.wide <= size.width, `${where}: the page is ${seen.wide} wide`);
                check(seen.cut.length === 0, `${where}: cut ${seen.cut.join(', ')}`);
            }
        }
        await page.locator('#language').click();
        await page.setViewportSize({width: 1600, height: 900});
    },

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
            async () => (await seenRow(page, id)).evaluate((row) => !row.classList.contains('is-fresh')),
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

    // A seat that reaches only what is shared with it does its own part and adds a note; nothing else is
    // offered.
    async a_partner_is_offered_only_what_it_may_do(stage) {
        const context = await stage.context.browser().newContext({viewport: {width: 1366, height: 768}});
        const page = await context.newPage();
        await page.goto(stage.wire.url);
        await page.locator('#login').fill(stage.mock ? 'partner' : 'guards');
        await page.locator('#password').fill(stage.password);
        await page.keyboard.press('Enter');
        await page.locator('.columns').waitFor();
        check(!(await page.locator('.top .primary').isVisible()), 'it can take reports');
        await page.keyboard.press('F2');
        check(!(await page.locator('#report-text').isVisible()), 'F2 opens the form');
        await page.keyboard.press('?');
        const help = await page.locator('.help').textContent();
        check(/到场/.test(help) && !/派警|结案|登记报警/.test(help), `the help offers ${help}`);
        await page.keyboard.press('?');
        if (stage.mock) {
            await page.locator('.incident-row').first().click();
            await page.locator('.detail-actions button').first().waitFor();
            const offers = await page
                .locator('.detail [data-focus]')
                .evaluateAll((all) => all.map((button) => button.dataset.focus.split('-')[0]));
            const wrong = offers.filter(
                (name) => name === 'release' || name === 'resume' || name === 'unshare',
            );
            const buttons = await page
                .locator('.detail-actions [data-focus]')
                .evaluateAll((all) => all.map((button) => button.dataset.focus));
            check(buttons.join() === 'offer-note', `it is offered ${buttons.join()}`);
            check(wrong.length === 0, `it is offered ${wrong.join()}`);
            check(!(await page.locator('.advice').isVisible()), 'it is advised whom to send');
            await command(page, '派 1 江汉-21');
            check(
                /无权/.test(await page.locator('#command-preview').textContent()),
                'the line does not say that this post may not dispatch',
            );
        }
        await page.screenshot({path: `${stage.root}/build/shots/partner.png`});
        await context.close();
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
