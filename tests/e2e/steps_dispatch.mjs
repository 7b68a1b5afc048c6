// What a dispatcher does: sees an incident come, sends units, takes them back, reads one incident whole.
import {axeInBothThemes, check, command, newIncident, numberOf, rowText, seenRow, until} from './hands.mjs';

export const dispatching = {
    async a_new_incident_appears_by_itself(stage) {
        const id = await newIncident(stage);
        await seenRow(stage.page, id);
        check(/打架/.test(await rowText(stage.page, id)), 'its class is not named');
        stage.incident = id;
    },

    async dispatches_by_command_line(stage) {
        const {page} = stage;
        const number = await numberOf(page, stage.incident);
        stage.unit = await stage.colleague.freeUnit();
        await page.locator('h1').click();
        await page.keyboard.press('/');
        await page.keyboard.type(`派 ${number} ${stage.unit.callSign}`);
        check(
            (await page.locator('.preview').textContent()).includes(stage.unit.callSign),
            'no preview of what Enter does',
        );
        await page.keyboard.press('Enter');
        await until('the unit on the row', async () =>
            (await rowText(page, stage.incident)).includes(stage.unit.callSign),
        );
        check(
            /✓/.test(await page.locator('.log-ok').last().textContent()),
            'the log does not say that it is done',
        );
        check((await page.locator('#command').inputValue()) === '', 'the line is still there');
    },

    async a_latin_line_moves_the_unit_on(stage) {
        const {page, unit} = stage;
        await command(page, `ack ${unit.callSign}`);
        await until('acknowledged', async () =>
            (await rowText(page, stage.incident)).includes('已接'),
        );
        await command(page, `go ${unit.callSign}`);
        await until('en route', async () =>
            (await rowText(page, stage.incident)).includes('途中'),
        );
    },

    async a_refusal_says_why_and_what_helps(stage) {
        const {page, unit} = stage;
        stage.other = await newIncident(stage, '广场上有人打架');
        const number = await numberOf(page, stage.other);
        await command(page, `派 ${number} ${unit.callSign}`);
        await page.locator('.log-refused').last().waitFor();
        const said = await page.locator('.log-refused').last().textContent();
        check(/[\u4e00-\u9fff]{6}/.test(said) && said.includes('怎么办'), `it says: ${said}`);
        check(
            /!\s*$/.test(await page.locator('#command').inputValue()),
            'the way to override is not offered',
        );
        await page.keyboard.type('两起在同一地点');
        await page.keyboard.press('Enter');
        await until('sent with a reason', async () =>
            (await rowText(page, stage.other)).includes(unit.callSign),
        );
    },

    async undo_takes_the_last_dispatch_back(stage) {
        const {page} = stage;
        await command(page, 'u');
        await until(
            'the unit is off the row',
            async () => !(await rowText(page, stage.other)).includes(stage.unit.callSign),
        );
    },

    async a_line_that_names_nothing_says_so(stage) {
        const {page} = stage;
        for (const line of ['派 998 江汉-21', '飞 3', '派']) {
            await command(page, line);
            check((await page.locator('.preview-missing').count()) === 1, `"${line}" says nothing`);
            check((await page.locator('#command').inputValue()) === line, `"${line}" is lost`);
        }
        await page.locator('#command').fill('');
    },

    async enter_that_picks_a_chinese_word_sends_nothing(stage) {
        const {page, context} = stage;
        await page.locator('#command').fill('');
        await page.locator('#command').focus();
        const client = await context.newCDPSession(page);
        const before = await page.locator('.log > div').count();
        const number = await numberOf(page, stage.incident);
        const unit = await stage.colleague.freeUnit();
        await page.keyboard.type(`记 ${number} `);
        await client.send('Input.imeSetComposition', {text: 'daochang', selectionStart: 8, selectionEnd: 8});
        await client.send('Input.dispatchKeyEvent', {
            type: 'rawKeyDown',
            windowsVirtualKeyCode: 229,
            key: 'Enter',
            code: 'Enter',
        });
        await client.send('Input.dispatchKeyEvent', {
            type: 'keyUp',
            windowsVirtualKeyCode: 13,
            key: 'Enter',
            code: 'Enter',
        });
        await client.send('Input.insertText', {text: '到场核实'});
        check(
            (await page.locator('.log > div').count()) === before,
            'the Enter of the input method was taken as a command',
        );
        check((await page.locator('#command').inputValue()).includes('到场核实'), 'the word did not arrive');
        await page.keyboard.press('Enter');
        await until('the note', async () =>
            /到场核实/.test(await page.locator('.log-ok').last().textContent()),
        );
        check(unit.callSign.length > 0, 'no free unit');
    },

    async detail_shows_clocks_calls_and_timeline(stage) {
        const {page} = stage;
        await (await seenRow(page, stage.incident)).click();
        await page.locator('.detail .timeline li').first().waitFor();
        await page.locator('.detail .calls p').first().waitFor();
        const text = await page.locator('.detail').textContent();
        for (const part of ['两个人在路口打架动手', '派警', 'WGS-84', '到场核实', stage.unit.callSign])
            check(text.includes(part), `the detail lacks ${part}`);
        check(
            (await page.evaluate(() => document.activeElement.id)) === 'detail-title',
            'the focus is not in the detail',
        );
    },

    async a_button_shows_its_command_and_does_it(stage) {
        const {page} = stage;
        const unit = await stage.colleague.freeUnit();
        await command(page, `派 ${await numberOf(page, stage.incident)} ${unit.callSign}`);
        const button = page.locator(`.units-on li:has-text("${unit.callSign}") button`).first();
        check(
            (await button.textContent()).trim() === `已接令接 ${unit.callSign}`,
            `the button reads ${await button.textContent()}`,
        );
        await button.click();
        await until('acknowledged', async () =>
            (await rowText(page, stage.incident)).includes(`${unit.callSign} 已接`),
        );
        await axeInBothThemes(stage, 'detail');
    },

    async a_raised_priority_stands_on_the_units_row_until_the_crew_knows(stage) {
        const {page} = stage;
        const id = await newIncident(stage, '两人争吵推搡');
        const number = await numberOf(page, id);
        const unit = await stage.colleague.freeUnit();
        await command(page, `级 ${number} 3 只是争吵`);
        await page.locator('#command').press('Enter'); // said twice: it is a grave deed
        await until('lowered', async () => (await rowText(page, id)).includes('P3'));
        await command(page, `派 ${number} ${unit.callSign}`);
        await until('sent', async () => (await rowText(page, id)).includes(unit.callSign));
        await command(page, `接 ${unit.callSign}`);
        await until('acknowledged', async () => (await rowText(page, id)).includes('已接'));
        await command(page, `级 ${number} 1 有人持刀`);
        await page.locator('#command').press('Enter');
        await command(page, `筛 ${unit.callSign}`);
        const row = page.locator('.unit-row', {hasText: unit.callSign});
        await until('the raise on the row', async () => /P1 升级/.test(await row.first().textContent()));
        const said = await row.first().locator('.on-incident').getAttribute('title');
        check(said === '级别升为 P1', `its title says ${said}`);
        await stage.shot('raised');
        await command(page, `知 ${unit.callSign}`);
        await until('the crew knows', async () => !/P1 升级/.test(await row.first().textContent()));
        await command(page, '筛');
    },

    async shares_an_incident_and_ends_it_by_line_and_by_button(stage) {
        const {page} = stage;
        const id = await newIncident(stage, '广场上多人起哄');
        const number = await numberOf(page, id);
        await (await seenRow(page, id)).click();
        const shares = page.locator('.detail-sharing');
        await until('nobody has it', async () => (await shares.textContent()).includes('未共享'));
        await command(page, `享 ${number} pst_partner.420106`);
        check(/理由/.test(await page.locator('.preview-missing').textContent()), 'no reason is asked for');
        await command(page, `享 ${number} pst_partner.420106 他们的街面`);
        await until('the share', async () => /不含个人信息/.test(await shares.textContent()));
        check(/至 \d\d-\d\d/.test(await shares.textContent()), 'it does not say until when');
        await stage.shot('shared');
        const button = shares.locator('button');
        check((await button.textContent()).includes(`止享 ${number}`), 'the button hides its line');
        await button.click();
        await until('it is ended', async () => (await shares.textContent()).includes('未共享'));
        await command(page, `share ${number} pst_partner.420106 all their people`);
        await until('all of it', async () => /全部内容/.test(await shares.textContent()));
        await command(page, `止享 ${number}`);
        await until('it is ended again', async () => (await shares.textContent()).includes('未共享'));
    },

    async recommendation_says_who_why_and_at_what_price(stage) {
        const {page} = stage;
        const id = await newIncident(stage, '有人持刀抢劫路人', 'criminal.robbery');
        await seenRow(page, id);
        await (await seenRow(page, id)).click();
        await page.locator('.proposal').first().waitFor();
        const text = await page.locator('.advice').textContent();
        check(/预计 \d+:\d\d 到达/.test(text) && text.includes('首选'), `it says ${text.slice(0, 200)}`);
        check(text.includes('派出后的代价'), 'no price');
        check(
            /派 \d+ \S+-\d+/.test(await page.locator('.send-first code').textContent()),
            'the button does not show its command',
        );
        await stage.shot('recommendation');
        await page.locator('#detail-title').focus();
        await page.keyboard.press('F8');
        await until(
            'the first choice is sent',
            async () => (await stage.colleague.incident(id)).units.length > 0,
        );
        stage.robbery = id;
    },
};
