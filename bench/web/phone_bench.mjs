// How long the field phone takes until it can be used, and what it transfers: Chromium behind a line of
// 400 kbit/s and 400 ms, on a processor four times slower. Prints the medians; no test asserts a time.
//
// usage: node bench/web/phone_bench.mjs [ROUNDS]   (5; needs ./dev build and the demo city)
import {City, openBrowser} from '../../tests/web/desk.mjs';
import {chooseUnit, openPhone, signIn, untilKept} from '../../tests/web/phone.mjs';

const rounds = Number(process.argv[2] ?? 5);
const slow = {offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000};
const slower = 4;

const median = (figures) => [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)];

/** What the page itself took from its navigation until `ready` is there, drawn and answering. */
async function until(page, ready) {
    await page.locator(ready).first().waitFor();
    return page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now()))),
    );
}

async function throttled(context, page) {
    const devtools = await context.newCDPSession(page);
    await devtools.send('Network.enable');
    await devtools.send('Network.emulateNetworkConditions', slow);
    await devtools.send('Emulation.setCPUThrottlingRate', {rate: slower});
    let bytes = 0;
    devtools.on('Network.loadingFinished', ({encodedDataLength}) => (bytes += encodedDataLength));
    return () => bytes;
}

async function round(browser, city) {
    let bytes;
    const before = async (context, page) => (bytes = await throttled(context, page));
    const phone = await openPhone(browser, city.base, {before});
    const first = await until(phone.page, '.sign-in');
    const transferred = bytes();
    const line = await phone.page.evaluate(() =>
        Math.max(
            ...performance
                .getEntriesByType('resource')
                .filter(({name}) => /assets\/field-/.test(name))
                .map(({responseEnd}) => responseEnd),
        ),
    );
    await untilKept(phone);
    await signIn(phone, 'patrol');
    await chooseUnit(phone, '武昌-11');
    await phone.page.locator('.line:not(.down)').waitFor();
    await phone.page.reload();
    const again = await until(phone.page, '.assignment .moves');
    await city.kill();
    await phone.page.reload();
    const without = await until(phone.page, '.assignment .moves');
    await city.start();
    await phone.close();
    return {first, line, again, without, transferred};
}

const city = new City();
await city.start();
const browser = await openBrowser();
try {
    const found = [];
    for (let n = 0; n < rounds; ++n) found.push(await round(browser, city));
    const of = (name) => median(found.map((one) => one[name]));
    const say = (what, figure) => console.log(`${what.padEnd(56)} ${figure}`);
    console.log(`field phone, ${rounds} rounds at 400 kbit/s, 400 ms, processor / ${slower}; medians:`);
    say('first opening, nothing cached, until one can sign in', `${of('first').toFixed(0)} ms`);
    say('  of which until the line had brought what that needs', `${of('line').toFixed(0)} ms`);
    say('  transferred until then', `${(of('transferred') / 1000).toFixed(1)} KB`);
    say('opened again, until the unit can say its next step', `${of('again').toFixed(0)} ms`);
    say('opened without a signal, until the same', `${of('without').toFixed(0)} ms`);
} finally {
    await browser.close();
    await city.close();
}
