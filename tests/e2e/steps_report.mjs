// What a call-taker does: takes a report, settles place and class, joins, undoes, and loses nothing over it.
import {axeInBothThemes, check, lastLog, newIncident, rowOf, scrolledTo, seenRow, until} from './hands.mjs';

export const reporting = {
    async report_form_asks_and_proposes(stage) {
        const {page} = stage;
        await page.keyboard.press('F2');
        await page.keyboard.type('烧烤摊旁边有人打架，动手了');
        await page.locator('.class-choice').first().waitFor();
        check(
            /打架/.test(await page.locator('.class-choice').first().textContent()),
            'the words that led to the class are not shown',
        );
        await page.locator('#report-place').fill(stage.mock ? '建设大道' : '解放大道');
        await page.locator('.choices-list input, .settled').first().waitFor();
        const asks = await page.locator('.choices-list input').count();
        check(asks > 1, `a name that several places share is not asked about (${asks})`);
        await page.keyboard.press('Control+Enter');
        check(
            (await page.locator('.report-foot .trouble').textContent()).length > 4,
            'it goes on without a place being chosen',
        );
        await stage.shot('report-ambiguous');
        await page.locator('.choices-list input').first().click();
        await page.locator('.choices-list.is-settled').waitFor();
        await page.locator('.class-choice input').first().click();
        await page.locator('#report-callback').fill('13900000000');
        await page.locator('.history button').click();
        await until('earlier reports of the number', async () =>
            /号码|地点|没有既往/.test(await page.locator('.history-body').textContent()),
        );
        await page.locator('#question-injured, .questions select, .questions input').first().waitFor();
        await axeInBothThemes(stage, 'report');
    },

    async ctrl_enter_opens_the_incident(stage) {
        const {page} = stage;
        const before = await stage.colleague.openIncidents();
        await page.locator('#report-text').press('Control+Enter');
        await until(
            'the report is taken',
            async () => (await page.locator('#report-text').inputValue()) === '',
        );
        await until(
            'one more incident',
            async () => await stage.colleague.openIncidents() > before,
        );
        check(/✓|已立/.test(await lastLog(page).textContent()), 'the log is silent');
    },

    async one_key_joins_and_undo_keeps_the_caller(stage) {
        const {page} = stage;
        await page.locator('#report-text').fill('又有人说黄鹤楼那里两个人在路口打架动手');
        await page.locator('.ribbon-card').first().waitFor();
        check((await page.locator('.ribbon-card').count()) <= 3, 'more than three cards');
        const incident = await page
            .locator('.ribbon-card [data-focus]')
            .first()
            .getAttribute('data-focus')
            .then((name) => name.slice(5));
        const before = (await stage.colleague.incident(incident)).calls;
        await stage.shot('ribbon');
        await page.keyboard.press('Alt+j');
        await page.locator('.joined-bar').waitFor();
        await until(
            'the caller is with the incident',
            async () => (await stage.colleague.incident(incident)).calls === before + 1,
        );
        await page.keyboard.press('Alt+u');
        await until(
            'the caller is taken off again',
            async () => (await stage.colleague.incident(incident)).calls === before,
        );
        await until('the report is in the form again', async () =>
            /路口打架/.test(await page.locator('#report-text').inputValue()),
        );
        await page.locator('.outcomes button').last().click();
        await page.locator('#outcome-more').waitFor();
        await page.locator('.outcome-more .primary').click();
        await until(
            'the same call is void now',
            async () => (await page.locator('#report-text').inputValue()) === '',
        );
    },

    async a_message_from_the_web_is_one_step_from_an_incident(stage) {
        const {page, colleague} = stage;
        const text = '网上报警：商场门口有人打架';
        const call = await colleague.ask('POST', '/v1/calls', {
            channel: 'web',
            callback: '',
            caller_name: '',
            text,
            duress: false,
        });
        await page.keyboard.press('Escape');
        await page.locator('.owed [data-kind="owed_reports"]').click();
        const row = page.locator(`.owed-row[data-id="${call.stream}/report"]`);
        await scrolledTo(page, '.owed .grid-scroller', row);
        check(/网上报警/.test(await row.textContent()), `the row reads ${await row.textContent()}`);
        await row.click();
        await until(
            'the message in the form',
            async () => (await page.locator('#report-text').inputValue()) === text,
        );
        await page.locator('.class-choice input').first().click();
        await page.locator('#report-text').press('Control+Enter');
        await until('taken', async () => (await page.locator('#report-text').inputValue()) === '');
        await until('it is an incident', async () => colleague.incident(`inc_${call.stream.slice(4)}`));
    },

    // An hour in which thousands call: more is owed than the list of it can hold, and what came last is due
    // last.
    async a_message_is_found_while_very_many_call(stage) {
        if (!stage.mock) return {skip: 'the flood is made in the mock'};
        const {page, colleague} = stage;
        await page.keyboard.press('Escape');
        const flood = stage.mock.city.flood(700);
        const text = '网上报警：河边有人打架';
        const call = await colleague.ask('POST', '/v1/calls', {
            channel: 'web',
            callback: '',
            caller_name: '',
            text,
            duress: false,
        });
        const row = page.locator(`.owed-row[data-id="${call.stream}/report"]`);
        await page.locator('.owed [data-kind="owed_reports"]').click();
        await until('all of them are counted', async () =>
            /70[1-9]/.test(await page.locator('.owed [data-kind="owed_reports"]').textContent()),
        );
        await scrolledTo(page, '.owed .grid-scroller', row);
        await row.hover();
        const place = await row.evaluate((element) => element.style.transform);
        for (let i = 0; i < 20; ++i) stage.mock.city.flood(1);
        await until('the next ones are there', async () =>
            /72[1-9]/.test(await page.locator('.owed [data-kind="owed_reports"]').textContent()),
        );
        const after = await row.evaluate((element) => element.style.transform);
        check(after === place, 'it moved under the hand');
        await row.click();
        await until(
            'the message in the form',
            async () => (await page.locator('#report-text').inputValue()) === text,
        );
        await page.locator('.class-choice input').first().click();
        await page.locator('#report-text').press('Control+Enter');
        await until('taken', async () => (await page.locator('#report-text').inputValue()) === '');
        await until('it is an incident', async () => colleague.incident(`inc_${call.stream.slice(4)}`));
        stage.mock.city.ebb(flood);
        await page.keyboard.press('Escape');
        await page.locator('.owed [data-kind="owed_all"]').click();
        await page.keyboard.press('F2');
    },

    async a_lost_answer_is_not_carried_out_twice(stage) {
        const {page, wire} = stage;
        const text = '断线时登记的打架警情';
        await page.locator('#report-text').fill(text);
        await page.locator('.class-choice input').first().click();
        const before = await stage.colleague.openIncidents();
        wire.loseAnswersTo(/^POST \/v1\/calls\/[^/ ]+\/incident/);
        await page.locator('#report-text').press('Control+Enter');
        await until('it says that it is unsure', async () =>
            /没有收到答复/.test(await page.locator('.report-foot .trouble').textContent()),
        );
        wire.loseAnswersTo(null);
        check((await page.locator('#report-text').inputValue()) === text, 'what was typed is lost');
        await page.reload();
        await page.locator('#report-text').waitFor();
        check(
            (await page.locator('#report-text').inputValue()) === text,
            'what was typed is lost by a reload',
        );
        await page.locator('#report-text').press('Control+Enter');
        await until('taken', async () => (await page.locator('#report-text').inputValue()) === '');
        const after = await until('one more', async () => {
            const count = await stage.colleague.openIncidents();
            return count > before && count;
        });
        if (stage.mock) check(after === before + 1, `${after - before} incidents instead of one`);
    },

    async a_cut_line_is_said_and_loses_nothing(stage) {
        const {page, wire} = stage;
        await page.locator('#report-text').fill('断线前写了一半的报警');
        wire.cut();
        await page.locator('.banner:not([hidden])').first().waitFor();
        check(
            /已断开/.test(await page.locator('.banner:not([hidden])').first().textContent()),
            'the banner does not say it',
        );
        await stage.shot('line-down');
        const missed = [
            await newIncident(stage, '断线期间第一起打架'),
            await newIncident(stage, '断线期间第二起打架'),
        ];
        check((await rowOf(page, missed[0]).count()) === 0, 'the line is not cut');
        wire.mend();
        for (const id of missed) await seenRow(page, id);
        await until(
            'the banner goes',
            async () => (await page.locator('.banner:not([hidden])').count()) === 0,
        );
        await until('what was missed is said', async () =>
            /补收/.test(await page.locator('.log').textContent()),
        );
        check(
            (await page.locator('#report-text').inputValue()) === '断线前写了一半的报警',
            'what was typed is lost',
        );
        const shown = await page.locator('.incident-row').count();
        check(
            new Set(
                await page.locator('.incident-row').evaluateAll((rows) => rows.map((row) => row.dataset.id)),
            ).size === shown,
            'a row stands twice',
        );
        await page.locator('.report .panel-head button').first().click();
        await page.keyboard.press('Escape');
    },
};
