// What a step does at the page, and how it waits for what follows.

// Long enough for a machine that compiles at the same time; nothing waits this long when all is well.
export const SOON = 30_000;
export const FIGHT = 'order.fight';

export function check(fact, words) {
    if (!fact) throw new Error(words);
}

export async function until(what, fact) {
    const end = Date.now() + SOON;
    for (;;) {
        const value = await fact();
        if (value) return value;
        if (Date.now() > end) throw new Error(`${what}: did not come about`);
        await new Promise((again) => setTimeout(again, 60));
    }
}

export const rowOf = (page, id) => page.locator(`.incident-row[data-id="${id}"]`);
export const lastLog = (page) => page.locator('.log > div').last();
export const mode = (page) => page.locator('.columns').getAttribute('data-mode');

export async function command(page, line) {
    await page.locator('#command').fill(line);
    await page.locator('#command').press('Enter');
}

/** The row of an incident, scrolled into sight: a busy city has more than a screen of them. */
export async function seenRow(page, id) {
    await scrolledTo(page, '.incidents .grid-scroller', rowOf(page, id));
    return rowOf(page, id);
}

export async function rowText(page, id) {
    return (await seenRow(page, id)).textContent();
}

/** Scrolls a list, whose rows are in the document only where they are in sight, until a row is. */
export async function scrolledTo(page, scroller, row) {
    await until('the row in the list', async () => {
        if (await row.count()) return true;
        await page.locator(scroller).evaluate((list) => {
            const end = list.scrollTop + list.clientHeight >= list.scrollHeight - 1;
            list.scrollTop = end ? 0 : list.scrollTop + list.clientHeight;
        });
        return false;
    });
}

export async function numberOf(page, id) {
    await seenRow(page, id);
    return (await (await seenRow(page, id)).locator('.number').textContent()).trim();
}

export async function backToLists(page) {
    await page.locator('body').click({position: {x: 4, y: 46}});
    while ((await mode(page)) === 'detail' || (await mode(page)) === 'report')
        await page.keyboard.press('Escape');
}

export async function axeFaults(stage) {
    await stage.page.evaluate(stage.axe);
    const result = await stage.page.evaluate(() =>
        globalThis.axe.run(document, {
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        }),
    );
    return result.violations.map(
        (rule) =>
            [rule.id, rule.nodes.length, rule.nodes[0].html.slice(0, 120), rule.nodes[0].failureSummary]
            .join(' '),
    );
}

export const theme = (page) => page.evaluate(() => document.documentElement.dataset.theme);
export async function setTheme(page, wanted) {
    if ((await theme(page)) !== wanted) await page.locator('#night').click();
}

export async function axeInBothThemes(stage, name) {
    for (const wanted of ['night', 'day']) {
        await setTheme(stage.page, wanted);
        await stage.shot(`${name}-${wanted}`);
        const faults = await axeFaults(stage);
        check(faults.length === 0, `${wanted}: ${faults.join(' ;; ')}`);
    }
}

// A place of the register that is found without a doubt, for reports that need a point.
export async function somePlace(stage) {
    stage.knownPlace ??= await stage.colleague.place(stage.mock ? '黄鹤楼' : '户部巷');
    return stage.knownPlace;
}

export async function newIncident(stage, text = '两个人在路口打架动手', classCode = FIGHT) {
    return stage.colleague.openIncident({text, classCode, place: await somePlace(stage)});
}
