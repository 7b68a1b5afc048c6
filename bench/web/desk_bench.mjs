// What the dispatcher's desk costs under load: 5,000 open incidents, 5,000 units of which 1,000 a second say
// where they are. Frames a second, how busy the main thread is, keystroke to paint; then a twelve-hour shift
// of the demo city's volume in time-lapse, after which heap and DOM are to be what they were. No test asserts
// a time.
//
// usage: node bench/web/desk_bench.mjs [SECONDS] [SHIFT_REPORTS]   (20, 2160; needs ./dev build and the demo
// city)
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

import {City, openBrowser, openDesk, root} from '../../tests/web/desk.mjs';

const seconds = Number(process.argv[2] ?? 20);
const shiftReports = Number(process.argv[3] ?? 2160); // 4,320 reports a day, twelve hours of it
const incidentsOpen = 5_000;
const unitsOnDuty = 5_000;
const positionsASecond = 1_000;
const keystrokes = 100;
const hours = 12;
const atOnce = 12;

const say = (what, figure) => console.log(`${what.padEnd(64)} ${figure}`);
const percentile = (figures, part) =>
    [...figures].sort((a, b) => a - b)[Math.min(figures.length - 1, Math.floor(figures.length * part))];
const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/** The demo city's seed with more of the same units, and with incidents that stay open. */
function largerCity(file) {
    const lines = readFileSync(join(root, 'build/demo/wuhan.jsonl'), 'utf8').trimEnd().split('\n');
    const units = lines.map((line) => JSON.parse(line)).filter(({command}) => command === 'unit.register');
    const more = [];
    for (let n = units.length; n < unitsOnDuty; ++n) {
        const {stream, body} = units[n % units.length];
        const copy = {...body, call_sign: `${body.call_sign}-${Math.floor(n / units.length)}`};
        const name = `${stream}-${Math.floor(n / units.length)}`;
        more.push({stream: name, command: 'unit.register', body: copy});
        more.push({stream: name, command: 'unit.begin_duty', body: {}});
    }
    writeFileSync(file, [...lines, ...more.map((one) => JSON.stringify(one))].join('\n') + '\n');
    return units.map(({body}) => ({point: body.home_point, where: body.home}));
}

/** Runs `work(n)` for each n below `count`, so many at once. */
async function each(count, work) {
    let next = 0;
    const worker = async () => {
        while (next < count) await work(next++);
    };
    await Promise.all(Array.from({length: atOnce}, worker));
}

const classes = ['dispute.neighbour', 'dispute.contract', 'criminal.ebike_theft', 'help.lost_item'];
const priorities = ['p3', 'p4', 'p3', 'p2'];

const open = (outside, places, n) => {
    const {point, where} = places[n % places.length];
    const moved = {
        latitude: point.latitude + (n % 97) / 9_700,
        longitude: point.longitude + (n % 89) / 8_900,
    };
    return outside.post('/v1/incidents', {
        class_code: classes[n % 2],
        priority: priorities[n % priorities.length],
        summary: `第 ${n} 起`,
        channel: 'phone',
        location: {place_text: `${n} 号`, place_label: `第 ${n} 号楼`, point: moved, where},
    });
};

/** From ring to disposition, as a crew and a dispatcher do it. */
async function handle(outside, places, unit, n) {
    const {stream: incident_id} = await open(outside, places, n);
    await outside.post(`/v1/units/${unit}/assignment`, {incident_id, priority: 'p3'});
    for (const step of ['acknowledgement', 'departure', 'arrival', 'clearance'])
        await outside.post(`/v1/units/${unit}/${step}`, {incident_id});
    await outside.post(`/v1/incidents/${incident_id}/closure`, {disposition: 'mediated'});
}

/** Where units are, a tenth of a second's worth at a time, until `stop`. */
function whereabouts(outside, units, places) {
    const state = {stopped: false, sent: 0, since: performance.now()};
    state.done = (async () => {
        for (let tick = 0; !state.stopped; ++tick) {
            const batch = positionsASecond / 10;
            const positions = Array.from({length: batch}, (_, at) => {
                const n = (tick * batch + at) % units.length;
                const {point} = places[n % places.length];
                const shift = ((tick * 7 + n) % 100) / 20_000;
                return {
                    unit_id: units[n],
                    point: {latitude: point.latitude + shift, longitude: point.longitude - shift},
                };
            });
            await outside.post('/v1/positions', {positions});
            state.sent += batch;
            await pause(Math.max(0, (tick + 1) * 100 - (performance.now() - state.since)));
        }
    })();
    state.stop = async () => {
        state.stopped = true;
        await state.done;
        return (state.sent / (performance.now() - state.since)) * 1000;
    };
    return state;
}

const metrics = async (devtools) =>
    Object.fromEntries(
        (await devtools.send('Performance.getMetrics')).metrics.map(({name, value}) => [name, value]),
    );

async function frames(page) {
    return page.evaluate(
        (millis) =>
            new Promise((resolve) => {
                const began = performance.now();
                const waits = [];
                const tasks = [];
                const observer = new PerformanceObserver((list) =>
                    tasks.push(...list.getEntries().map(({duration}) => duration)),
                );
                observer.observe({type: 'longtask'});
                let before = began;
                const tick = (at) => {
                    waits.push(at - before);
                    before = at;
                    if (at - began < millis) requestAnimationFrame(tick);
                    else {
                        observer.disconnect();
                        resolve({
                            rate: (waits.length / (at - began)) * 1000,
                            longest: Math.max(...waits),
                            tasks: tasks.length,
                            longestTask: Math.max(0, ...tasks),
                        });
                    }
                };
                requestAnimationFrame(tick);
            }),
        seconds * 1000,
    );
}

/** From a key's own time stamp until the frame that shows it is painted. */
async function typing(page) {
    await page.evaluate(() => {
        globalThis.painted = [];
        addEventListener(
            'keydown',
            (event) =>
                requestAnimationFrame(() => {
                    const channel = new MessageChannel();
                    channel.port1.onmessage = () =>
                        globalThis.painted.push(performance.now() - event.timeStamp);
                    channel.port2.postMessage(0);
                }),
            true,
        );
    });
    await page.keyboard.press('/');
    for (let n = 0; n < keystrokes; ++n)
        await page.keyboard.press(n % 10 === 9 ? 'Backspace' : 'a', {delay: 20});
    await page.keyboard.press('Escape');
    return page.evaluate(() => globalThis.painted);
}

async function weight(devtools) {
    await devtools.send('HeapProfiler.collectGarbage');
    const {JSHeapUsedSize, Nodes, JSEventListeners} = await metrics(devtools);
    return {heap: JSHeapUsedSize / 2 ** 20, nodes: Nodes, listeners: JSEventListeners};
}

const city = new City();
const seed = join(city.folder, 'larger.jsonl');
const places = largerCity(seed);
city.seed = seed;
await city.start();
const browser = await openBrowser();
try {
    const outside = await city.session('demo');
    const units = [];
    for (let next = ''; ; ) {
        const after = next ? `&after=${encodeURIComponent(next)}` : '';
        const page = await outside.get(`/v1/units?limit=500${after}`);
        units.push(...page.rows.filter(({row}) => row.kind === 'patrol_car').map(({stream}) => stream));
        if (!page.next) break;
        next = page.next;
    }
    await each(incidentsOpen, (n) => open(outside, places, n));
    say('units, open incidents', `${unitsOnDuty}, ${incidentsOpen}`);

    const desk = await openDesk(browser, city, {login: 'demo', path: '/dispatch/'});
    const {page} = desk;
    const devtools = await desk.context.newCDPSession(page);
    await devtools.send('Performance.enable');
    await page.locator('.line:not(.down)').first().waitFor();
    await page.locator('[role=row]').nth(5).waitFor();

    const positions = whereabouts(outside, units, places);
    await frames(page); // warm
    const before = await metrics(devtools);
    const began = performance.now();
    const {rate, longest, tasks, longestTask} = await frames(page);
    const after = await metrics(devtools);
    const busy = ((after.TaskDuration - before.TaskDuration) * 1e5) / (performance.now() - began);
    say('frames a second (goal 55), longest between two', `${rate.toFixed(1)}, ${longest.toFixed(0)} ms`);
    say('main thread busy (goal 20 %)', `${busy.toFixed(1)} %`);
    say('tasks of more than 50 ms in that time, the longest', `${tasks}, ${longestTask.toFixed(0)} ms`);
    const waits = await typing(page);
    const parts = [0.5, 0.95, 0.99].map((part) => percentile(waits, part).toFixed(1));
    say('keystroke to paint p50, p95 (goal 50 ms), p99', `${parts.join(', ')} ms of ${waits.length}`);
    await page.screenshot({path: join(root, 'build/bench/desk.png')});

    const start = await weight(devtools);
    const {heap: first, nodes: nodesFirst, listeners: listenersFirst} = start;
    say('shift begins: heap, nodes, listeners', `${first.toFixed(1)} MiB, ${nodesFirst}, ${listenersFirst}`);
    for (let hour = 1; hour <= hours; ++hour) {
        const perHour = Math.round(shiftReports / hours);
        const free = units.slice((hour - 1) * 150, hour * 150);
        const busyUnits = new Set();
        await each(perHour, async (n) => {
            const unit = free.find((one) => !busyUnits.has(one));
            busyUnits.add(unit);
            await handle(outside, places, unit, incidentsOpen + hour * perHour + n);
            busyUnits.delete(unit);
        });
        const {heap, nodes, listeners} = await weight(devtools);
        say(`  after hour ${hour}`, `${heap.toFixed(1)} MiB, ${nodes}, ${listeners}`);
    }
    say('positions taken meanwhile', `${(await positions.stop()).toFixed(0)} /s`);
    if (desk.faults.length > 0) throw new Error(`the desk had faults: ${desk.faults.slice(0, 3).join('; ')}`);
} finally {
    await browser.close();
    await city.close();
}
