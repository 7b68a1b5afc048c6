// Pictures of the field phone as a crew sees it, from the living demo city, for looking at and for
// docs/screens.
//
// usage: node tests/web/phone_pictures.mjs [FOLDER [png]]   (docs/screens)
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';

import {City, openBrowser, root} from './desk.mjs';
import {openPhone, Signal} from './phone.mjs';

const [folder = join(root, 'docs/screens'), type = 'jpeg'] = process.argv.slice(2);
mkdirSync(folder, {recursive: true});
const city = new City();
await city.start();
const signal = await new Signal().start(city.port);
const browser = await openBrowser();
const outside = await city.session('demo');

async function shoot({page}, name) {
    const path = join(folder, `${name}.${type === 'jpeg' ? 'jpg' : 'png'}`);
    const how = type === 'jpeg' ? {type, quality: 72} : {type};
    await page.screenshot({path, ...how, animations: 'disabled', caret: 'hide'});
    console.log(name);
}

const where = {city: 'are_420100', district: 'are_420106', station: 'are_420106001', beat: ''};

async function sent(unit, {narrative, place_label, place_text, class_code, priority = 'p3', weapon}) {
    const call = await outside.post('/v1/calls', {channel: 'phone', text: narrative, callback: ''});
    const point = {latitude: 30.545, longitude: 114.381};
    const location = {place_text, place_label, point, where};
    const report = {narrative, class_code, location, ...(weapon ? {weapon} : {})};
    await outside.post(`/v1/calls/${call.stream}/incident`, {report});
    const incident_id = `inc_${call.stream.slice(4)}`;
    await outside.post(`/v1/units/${unit}/assignment`, {incident_id, priority});
    return incident_id;
}

async function crew(number, options, what) {
    const phone = await openPhone(browser, signal.base, {login: 'patrol', ...options});
    await phone.page.locator('.choices button').nth(2).waitFor();
    if (options.choiceName) await shoot(phone, options.choiceName);
    await phone.page
        .locator('.choices button', {hasText: `武昌-${number}`})
        .first()
        .click();
    await phone.page.locator('.assignment').waitFor();
    phone.incident = await sent(`unt_420106-${number}`, what);
    await phone.page.locator('.summary').waitFor();
    return phone;
}

const step = (phone, n) => phone.page.locator(`.moves button`).nth(n).click();
try {
    const login = await openPhone(browser, signal.base);
    await login.page.locator('.sign-in').waitFor();
    await shoot(login, 'field-sign-in-day');
    await login.close();

    const day = await crew(
        '11',
        {choiceName: 'field-units-day'},
        {
            narrative: '楼上楼下为漏水吵起来了，声音很大，有老人在场',
            place_label: '武大三环学府',
            place_text: '3栋2单元门口',
            class_code: 'dispute.neighbour',
        },
    );
    await shoot(day, 'field-day');
    await step(day, 0);
    await step(day, 0);
    signal.cut();
    await day.page.locator('.line.down').waitFor();
    await step(day, 0);
    await day.page.locator('#report').fill('已劝开双方，约定明早九点来所调解。');
    await day.page.locator('.report button').click();
    await day.page.locator('.outbox li').nth(3).waitFor();
    await shoot(day, 'field-no-signal-day');
    await day.page.locator('.outbox').scrollIntoViewIfNeeded();
    await day.page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await shoot(day, 'field-entries-day');
    await outside.post(`/v1/incidents/${day.incident}/closure`, {
        disposition: 'mediated',
        note: '',
        override_reason: '电话中已了结',
    });
    signal.back();
    await day.page.locator('.notice.warn').waitFor();
    await day.page.evaluate(() => scrollTo(0, 0));
    await shoot(day, 'field-meanwhile-day');
    await day.close();

    const night = await crew(
        '12',
        {theme: 'night', language: 'en', gloves: 'yes'},
        {
            narrative: '有人持刀在店内砸东西',
            place_label: '武大三环学府',
            place_text: '商铺一层',
            class_code: 'order.knife',
            priority: 'p1',
            weapon: 'yes',
        },
    );
    await shoot(night, 'field-night');
    await step(night, 3);
    await night.page.locator('.outcomes button').first().waitFor();
    await shoot(night, 'field-outcomes-night');
    await night.page.locator('.outcomes button').last().click();
    signal.cut();
    await night.page.locator('.line.down').waitFor();
    await night.page.locator('.panic').click();
    await shoot(night, 'field-panic-ask-night');
    await night.page.locator('.panic-ask button').first().click();
    await night.page.locator('.panic-not').waitFor();
    await shoot(night, 'field-panic-night');
    signal.back();
    await night.page.locator('.panic-up').waitFor();
    await night.page.locator('.menu-button').click();
    await shoot(night, 'field-menu-night');
    await night.close();
} finally {
    await browser.close();
    await signal.close();
    await city.close();
}
