// The steps: what a call-taker and a dispatcher do at the board, and what may go wrong around them.
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {Colleague} from './colleague.mjs';
import {startMock} from './mock_server.mjs';
import {checkFiles, checkWords} from './static_check.mjs';
import {startWire} from './wire.mjs';

const require = createRequire(import.meta.url);
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
const SOON = 8_000;
const FIGHT = 'order.fight';

export async function run(settings) {
  const counts = {PASS: 0, FAIL: 0, SKIP: 0};
  const tell = (word, name, why = '') => {
    counts[word] += 1;
    console.log(`${word} ${name}${why ? `: ${why.replace(/\n/g, ' | ').slice(0, 900)}` : ''}`);
  };
  let stage;
  try {
    stage = await setUp(settings);
  } catch (error) {
    tell('FAIL', 'set_up', `${error.message} (./dev setup browser installs Chromium and npm packages)`);
  }
  for (const [name, step] of stage ? Object.entries(steps) : []) {
    try {
      const why = await step(stage);
      if (why?.skip) tell('SKIP', name, why.skip);
      else tell('PASS', name);
    } catch (error) {
      tell('FAIL', name, error.message);
      await stage.shot(`failed-${name}`).catch(() => {});
    }
  }
  await stage?.tearDown();
  console.log(`${counts.PASS} passed, ${counts.FAIL} failed, ${counts.SKIP} skipped`);
  return counts.FAIL > 0 ? 1 : 0;
}

async function setUp(settings) {
  const {chromium} = require('playwright-core');
  const web = join(settings.root, 'web');
  const shots = join(settings.root, 'build/shots');
  mkdirSync(shots, {recursive: true});
  const mock = settings.base ? null : await startMock({web});
  const base = settings.base || `http://127.0.0.1:${mock.port}`;
  const wire = await startWire(Number(new URL(base).port || 80), new URL(base).hostname);
  const browser = await chromium.launch({executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGS});
  const context = await browser.newContext({viewport: {width: 1600, height: 900}, reducedMotion: 'reduce'});
  const page = await context.newPage();
  page.setDefaultTimeout(SOON);
  const troubles = [];
  page.on('pageerror', (error) => troubles.push(error.stack));
  page.on('console', (message) => /Content Security Policy|Refused to/.test(message.text()) && troubles.push(message.text()));
  page.on('request', (request) => request.url().startsWith(wire.url) || /^(data|blob):/.test(request.url()) || troubles.push(`asked ${request.url()}`));
  const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
  return {
    ...settings, web, base, wire, page, context, troubles, axe, mock,
    colleague: new Colleague(base),
    shot: (name) => page.screenshot({path: join(shots, `${name}.png`), animations: 'disabled', caret: 'hide'}),
    keepReport: (name, value) => writeFileSync(join(shots, `${name}.json`), JSON.stringify(value, null, 1)),
    async tearDown() {
      await browser.close();
      wire.close();
      mock?.server.close();
    },
  };
}

// --- helpers ------------------------------------------------------------------------------------------------

function check(fact, words) {
  if (!fact) throw new Error(words);
}

async function until(what, fact) {
  const end = Date.now() + SOON;
  for (;;) {
    const value = await fact();
    if (value) return value;
    if (Date.now() > end) throw new Error(`${what}: did not come about`);
    await new Promise((again) => setTimeout(again, 60));
  }
}

const rowOf = (page, id) => page.locator(`.incident-row[data-id="${id}"]`);
const lastLog = (page) => page.locator('.log > div').last();
const mode = (page) => page.locator('.columns').getAttribute('data-mode');

async function command(page, line) {
  await page.locator('#command').fill(line);
  await page.locator('#command').press('Enter');
}

async function numberOf(page, id) {
  await rowOf(page, id).waitFor();
  return (await rowOf(page, id).locator('.number').textContent()).trim();
}

async function backToLists(page) {
  await page.locator('body').click({position: {x: 4, y: 46}});
  while (await mode(page) === 'detail' || await mode(page) === 'report') await page.keyboard.press('Escape');
}

async function axeFaults(stage) {
  await stage.page.evaluate(stage.axe);
  const result = await stage.page.evaluate(() => globalThis.axe.run(document,
    {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}));
  return result.violations.map((rule) => `${rule.id} (${rule.nodes.length}): ${rule.nodes[0].html.slice(0, 120)} ${rule.nodes[0].failureSummary?.slice(0, 200)}`);
}

const theme = (page) => page.evaluate(() => document.documentElement.dataset.theme);
async function setTheme(page, wanted) {
  if (await theme(page) !== wanted) await page.locator('#night').click();
}

async function axeInBothThemes(stage, name) {
  for (const wanted of ['night', 'day']) {
    await setTheme(stage.page, wanted);
    await stage.shot(`${name}-${wanted}`);
    const faults = await axeFaults(stage);
    check(faults.length === 0, `${wanted}: ${faults.join(' ;; ')}`);
  }
}

// A place of the register that is found without a doubt, for reports that need a point.
async function somePlace(stage) {
  stage.knownPlace ??= await stage.colleague.place(stage.base === process.env.BASE_URL ? '派出所' : '黄鹤楼');
  return stage.knownPlace;
}

async function newIncident(stage, text = '两个人在路口打架动手', classCode = FIGHT) {
  return stage.colleague.openIncident({text, classCode, place: await somePlace(stage)});
}

// --- steps --------------------------------------------------------------------------------------------------

const steps = {
  async words_are_complete({web}) {
    const faults = await checkWords(web);
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
    await until('the refusal', async () => /[\u4e00-\u9fff]{4}/.test(await page.locator('.trouble').textContent()));
    check(await page.locator('#login').inputValue() === stage.login, 'the account typed is lost');
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
    await page.locator('.incident-row').first().waitFor();
    await stage.colleague.signIn(stage.login, stage.password, stage.post);
    await until('a live line', async () => /实时/.test(await page.locator('.line').textContent()));
  },

  async a_new_incident_appears_by_itself(stage) {
    const id = await newIncident(stage);
    await rowOf(stage.page, id).waitFor();
    check(/打架/.test(await rowOf(stage.page, id).textContent()), 'its class is not named');
    stage.incident = id;
  },

  async dispatches_by_command_line(stage) {
    const {page} = stage;
    const number = await numberOf(page, stage.incident);
    stage.unit = await stage.colleague.freeUnit();
    await page.locator('h1').click();
    await page.keyboard.press('/');
    await page.keyboard.type(`派 ${number} ${stage.unit.callSign}`);
    check((await page.locator('.preview').textContent()).includes(stage.unit.callSign), 'no preview of what Enter does');
    await page.keyboard.press('Enter');
    await until('the unit on the row', async () => (await rowOf(page, stage.incident).textContent()).includes(stage.unit.callSign));
    check(/✓/.test(await page.locator('.log-ok').last().textContent()), 'the log does not say that it is done');
    check(await page.locator('#command').inputValue() === '', 'the line is still there');
  },

  async a_latin_line_moves_the_unit_on(stage) {
    const {page, unit} = stage;
    await command(page, `ack ${unit.callSign}`);
    await until('acknowledged', async () => (await rowOf(page, stage.incident).textContent()).includes('已接'));
    await command(page, `go ${unit.callSign}`);
    await until('en route', async () => (await rowOf(page, stage.incident).textContent()).includes('途中'));
  },

  async a_refusal_says_why_and_what_helps(stage) {
    const {page, unit} = stage;
    stage.other = await newIncident(stage, '广场上有人打架');
    const number = await numberOf(page, stage.other);
    await command(page, `派 ${number} ${unit.callSign}`);
    await page.locator('.log-refused').last().waitFor();
    const said = await page.locator('.log-refused').last().textContent();
    check(/[\u4e00-\u9fff]{6}/.test(said) && said.includes('怎么办'), `it says: ${said}`);
    check(/!\s*$/.test(await page.locator('#command').inputValue()), 'the way to override is not offered');
    await page.keyboard.type('两起在同一地点');
    await page.keyboard.press('Enter');
    await until('sent with a reason', async () => (await rowOf(page, stage.other).textContent()).includes(unit.callSign));
  },

  async undo_takes_the_last_dispatch_back(stage) {
    const {page} = stage;
    await command(page, 'u');
    await until('the unit is off the row', async () => !(await rowOf(page, stage.other).textContent()).includes(stage.unit.callSign));
  },

  async a_line_that_names_nothing_says_so(stage) {
    const {page} = stage;
    for (const line of ['派 998 江汉-21', '飞 3', '派']) {
      await command(page, line);
      check(await page.locator('.preview-missing').count() === 1, `"${line}" says nothing`);
      check(await page.locator('#command').inputValue() === line, `"${line}" is lost`);
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
    await client.send('Input.dispatchKeyEvent', {type: 'rawKeyDown', windowsVirtualKeyCode: 229, key: 'Enter', code: 'Enter'});
    await client.send('Input.dispatchKeyEvent', {type: 'keyUp', windowsVirtualKeyCode: 13, key: 'Enter', code: 'Enter'});
    await client.send('Input.insertText', {text: '到场核实'});
    check(await page.locator('.log > div').count() === before, 'the Enter of the input method was taken as a command');
    check((await page.locator('#command').inputValue()).includes('到场核实'), 'the word did not arrive');
    await page.keyboard.press('Enter');
    await until('the note', async () => /到场核实/.test(await page.locator('.log-ok').last().textContent()));
    check(unit.callSign.length > 0, 'no free unit');
  },

  async detail_shows_clocks_calls_and_timeline(stage) {
    const {page} = stage;
    await rowOf(page, stage.incident).click();
    await page.locator('.detail .timeline li').first().waitFor();
    await page.locator('.detail .calls p').first().waitFor();
    const text = await page.locator('.detail').textContent();
    for (const part of ['两个人在路口打架动手', '派警', 'WGS-84', '到场核实', stage.unit.callSign]) check(text.includes(part), `the detail lacks ${part}`);
    check(await page.evaluate(() => document.activeElement.id) === 'detail-title', 'the focus is not in the detail');
  },

  async a_button_shows_its_command_and_does_it(stage) {
    const {page} = stage;
    const unit = await stage.colleague.freeUnit();
    await command(page, `派 ${await numberOf(page, stage.incident)} ${unit.callSign}`);
    const button = page.locator(`.units-on li:has-text("${unit.callSign}") button`).first();
    check((await button.textContent()).trim() === `已接令接 ${unit.callSign}`, `the button reads ${await button.textContent()}`);
    await button.click();
    await until('acknowledged', async () => (await rowOf(page, stage.incident).textContent()).includes(`${unit.callSign} 已接`));
    await axeInBothThemes(stage, 'detail');
  },

  async recommendation_says_who_why_and_at_what_price(stage) {
    const {page} = stage;
    const id = await newIncident(stage, '有人持刀抢劫路人', 'criminal.robbery');
    await rowOf(page, id).waitFor();
    await rowOf(page, id).click();
    await page.locator('.proposal').first().waitFor();
    const text = await page.locator('.advice').textContent();
    check(/预计 \d+:\d\d 到达/.test(text) && text.includes('首选'), `it says ${text.slice(0, 200)}`);
    check(text.includes('派出后的代价'), 'no price');
    check(/派 \d+ \S+-\d+/.test(await page.locator('.send-first code').textContent()), 'the button does not show its command');
    await stage.shot('recommendation');
    await page.locator('#detail-title').focus();
    await page.keyboard.press('F8');
    await until('the first choice is sent', async () => (await stage.colleague.incident(id)).units.length > 0);
    stage.robbery = id;
  },

  async report_form_asks_and_proposes(stage) {
    const {page} = stage;
    await page.keyboard.press('F2');
    await page.keyboard.type('烧烤摊旁边有人打架，动手了');
    await page.locator('.class-choice').first().waitFor();
    check(/打架/.test(await page.locator('.class-choice').first().textContent()), 'the words that led to the class are not shown');
    await page.locator('#report-place').fill(stage.mock ? '建设大道' : '解放大道');
    await page.locator('.choices-list input, .settled').first().waitFor();
    const asks = await page.locator('.choices-list input').count();
    check(asks > 1, `a name that several places share is not asked about (${asks})`);
    await page.keyboard.press('Control+Enter');
    check((await page.locator('.report-foot .trouble').textContent()).length > 4, 'it goes on without a place being chosen');
    await stage.shot('report-ambiguous');
    await page.locator('.choices-list input').first().click();
    await page.locator('.choices-list.is-settled').waitFor();
    await page.locator('.class-choice input').first().click();
    await page.locator('#report-callback').fill('13900000000');
    await page.locator('.history button').click();
    await until('earlier reports of the number', async () => /号码|没有既往/.test(await page.locator('.history-body').textContent()));
    await page.locator('#question-injured, .questions select, .questions input').first().waitFor();
    await axeInBothThemes(stage, 'report');
  },

  async ctrl_enter_opens_the_incident(stage) {
    const {page} = stage;
    const before = (await stage.colleague.list('incidents', '&only_open=true')).length;
    await page.locator('#report-text').press('Control+Enter');
    await until('the report is taken', async () => (await page.locator('#report-text').inputValue()) === '');
    await until('one more incident', async () => (await stage.colleague.list('incidents', '&only_open=true')).length > before);
    check(/✓|已立/.test(await lastLog(page).textContent()), 'the log is silent');
  },

  async one_key_joins_and_undo_keeps_the_caller(stage) {
    const {page} = stage;
    await page.locator('#report-text').fill('又有人说黄鹤楼那里两个人在路口打架动手');
    await page.locator('.ribbon-card').first().waitFor();
    check(await page.locator('.ribbon-card').count() <= 3, 'more than three cards');
    const incident = await page.locator('.ribbon-card [data-focus]').first().getAttribute('data-focus').then((name) => name.slice(5));
    const before = (await stage.colleague.incident(incident)).calls;
    await stage.shot('ribbon');
    await page.keyboard.press('Alt+j');
    await page.locator('.joined-bar').waitFor();
    await until('the caller is with the incident', async () => (await stage.colleague.incident(incident)).calls === before + 1);
    await page.keyboard.press('Alt+u');
    await until('the caller is taken off again', async () => (await stage.colleague.incident(incident)).calls === before);
    check(/路口打架/.test(await page.locator('#report-text').inputValue()), 'the report is lost by the undo');
    await page.locator('.outcomes button').last().click();
    await page.locator('#outcome-more').waitFor();
    await page.locator('.outcome-more .primary').click();
    await until('the same call is void now', async () => (await page.locator('#report-text').inputValue()) === '');
  },

  async a_lost_answer_is_not_carried_out_twice(stage) {
    const {page, wire} = stage;
    const text = '断线时登记的打架警情';
    await page.locator('#report-text').fill(text);
    await page.locator('.class-choice input').first().click();
    const before = (await stage.colleague.list('incidents', '&only_open=true')).length;
    wire.loseAnswersTo(/^POST \/v1\/calls\/[^/ ]+\/incident/);
    await page.locator('#report-text').press('Control+Enter');
    await until('it says that it is unsure', async () => /没有收到答复/.test(await page.locator('.report-foot .trouble').textContent()));
    wire.loseAnswersTo(null);
    check(await page.locator('#report-text').inputValue() === text, 'what was typed is lost');
    await page.reload();
    await page.locator('#report-text').waitFor();
    check(await page.locator('#report-text').inputValue() === text, 'what was typed is lost by a reload');
    await page.locator('#report-text').press('Control+Enter');
    await until('taken', async () => (await page.locator('#report-text').inputValue()) === '');
    const after = await until('one more', async () => {
      const count = (await stage.colleague.list('incidents', '&only_open=true')).length;
      return count > before && count;
    });
    if (stage.mock) check(after === before + 1, `${after - before} incidents instead of one`);
  },

  async a_cut_line_is_said_and_loses_nothing(stage) {
    const {page, wire} = stage;
    await page.locator('#report-text').fill('断线前写了一半的报警');
    wire.cut();
    await page.locator('.banner:not([hidden])').first().waitFor();
    check(/已断开/.test(await page.locator('.banner:not([hidden])').first().textContent()), 'the banner does not say it');
    await stage.shot('line-down');
    const missed = [await newIncident(stage, '断线期间第一起打架'), await newIncident(stage, '断线期间第二起打架')];
    check(await rowOf(page, missed[0]).count() === 0, 'the line is not cut');
    wire.mend();
    for (const id of missed) await rowOf(page, id).waitFor();
    await until('the banner goes', async () => await page.locator('.banner:not([hidden])').count() === 0);
    await until('what was missed is said', async () => /补收/.test(await page.locator('.log').textContent()));
    check(await page.locator('#report-text').inputValue() === '断线前写了一半的报警', 'what was typed is lost');
    const shown = await page.locator('.incident-row').count();
    check(new Set(await page.locator('.incident-row').evaluateAll((rows) => rows.map((row) => row.dataset.id))).size === shown, 'a row stands twice');
    await page.locator('.report .panel-head button').first().click();
    await page.keyboard.press('Escape');
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
    check(await page.evaluate(() => document.activeElement.dataset.id) !== first, 'the arrow does not move');
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    check(await page.evaluate(() => document.activeElement.dataset.id) === first, 'Home does not lead back');
    await page.keyboard.press('Enter');
    await until('the detail', async () => await mode(page) === 'detail');
    await page.keyboard.press('Escape');
    await until('the lists', async () => await mode(page) === 'lists');
    check(await page.evaluate(() => document.activeElement.dataset.id) === first, 'the focus does not return');
  },

  async rows_keep_their_places_under_the_hand(stage) {
    const {page} = stage;
    await page.locator('.incident-row').nth(2).hover();
    const before = await page.locator('.incident-row').evaluateAll((rows) => rows.map((row) => [row.dataset.id, row.style.transform]));
    const id = await newIncident(stage, '手在列表上时的抢劫', 'criminal.robbery');
    await rowOf(page, id).waitFor();
    const after = new Map(await page.locator('.incident-row').evaluateAll((rows) => rows.map((row) => [row.dataset.id, row.style.transform])));
    for (const [row, place] of before) if (after.has(row)) check(after.get(row) === place, 'a row moved under the pointer');
    await page.locator('.news:visible').first().waitFor();
    await page.mouse.move(800, 850);
    await until('in order again', async () => await rowOf(page, id).evaluate((row) => !row.classList.contains('is-fresh')));
  },

  async closing_needs_a_second_enter(stage) {
    const {page} = stage;
    const number = await numberOf(page, stage.other);
    const {dispositions} = await stage.colleague.get('/v1/rulebook/dispositions');
    const fits = dispositions.find((entry) => !entry.note && (!entry.classes?.length || entry.classes.includes('order') || entry.classes.includes(FIGHT)));
    await command(page, `结 ${number} ${fits.zh}`);
    await page.locator('.preview-confirm').waitFor();
    check(await rowOf(page, stage.other).count() === 1, 'closed at the first Enter');
    await page.locator('#command').press('Enter');
    await until('the row leaves', () => rowOf(page, stage.other).evaluateAll((rows) => rows.every((row) => row.classList.contains('is-gone'))));
  },

  async speaks_chinese_and_english(stage) {
    const {page} = stage;
    check(await page.evaluate(() => document.documentElement.lang) === 'zh-CN', 'Chinese is not the first language');
    await page.locator('#language').click();
    check(await page.evaluate(() => document.documentElement.lang) === 'en', 'the page does not say that it is English');
    check(/Incidents/.test(await page.locator('#incidents-title').textContent()), 'the lists stay Chinese');
    await page.reload();
    await page.locator('.incident-row').first().waitFor();
    check(await page.evaluate(() => document.documentElement.lang) === 'en', 'the choice is not kept');
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
    check(await theme(page) === 'night', 'the choice is not kept');
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
