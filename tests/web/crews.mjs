// A city, a signal and crews for the field phone's stories; what several stories ask of them.
import assert from 'node:assert/strict';

import {City, openBrowser} from './desk.mjs';
import {openPhone, Signal, untilKept} from './phone.mjs';

export const city = new City();
await city.start();
export const signal = await new Signal().start(city.port);
export const browser = await openBrowser();
export const outside = await city.session('demo');

export async function close() {
    await browser.close();
    await signal.close();
    await city.close();
}

const where = {
    city: 'are_420100',
    district: 'are_420106',
    station: 'are_420106001',
    beat: 'are_420106001001',
};

/** An incident of the crew's own station. */
export async function incident(narrative, class_code, place_label = '积玉桥万达') {
    const call = await outside.post('/v1/calls', {channel: 'phone', text: narrative, callback: ''});
    const report = {
        narrative,
        class_code,
        location: {
            place_text: '三楼左手',
            place_label,
            point: {latitude: 30.5646, longitude: 114.3112},
            where,
        },
    };
    await outside.post(`/v1/calls/${call.stream}/incident`, {report});
    return `inc_${call.stream.slice(4)}`;
}

export const crews = ['武昌-11', '武昌-12', '武昌-13', '武昌-14'];
export const unitOf = (callSign) => `unt_420106-${callSign.split('-')[1]}`;
const send = (unit, incident_id, priority = 'p3') =>
    outside.post(`/v1/units/${unit}/assignment`, {incident_id, priority});

/** The unit is free again, whatever the story before left. */
export async function freed(callSign) {
    const unit = unitOf(callSign);
    const {state} = await outside.get(`/v1/units/${unit}`);
    if (!state.on_duty) await outside.post(`/v1/units/${unit}/duty`, {});
    if (state.panic) await outside.post(`/v1/units/${unit}/panic_clearance`, {reason: '演练结束'});
    for (const one of state.assignments.filter(({ended_at}) => !ended_at))
        await outside.post(`/v1/units/${unit}/release`, {reason: '换班', assignment_id: one.assignment_id});
    return unit;
}

export const noFaults = (phone) => assert.deepEqual(phone.faults, []);
export const tap = (page, text) => page.locator('.moves button', {hasText: text}).first().click();
export const outbox = (page, state) => page.locator(`.outbox li.${state}`);
export const wires = (events) => events.map(({wire}) => wire.replace(/^[a-z]+\.|\.v\d+$/g, ''));
export const said = ['assignment_acknowledged', 'en_route', 'arrived', 'cleared'];
export const ofAssignment = (events, incidentId) =>
    events.filter(
        ({wire, payload}) =>
            payload.incident_id === incidentId && said.includes(wire.replace(/^unit\.|\.v\d+$/g, '')),
    );

/** A phone with a crew that has just been sent to something new. */
export async function crewSent(callSign, narrative, options = {}) {
    const unit = await freed(callSign);
    const phone = await openPhone(browser, signal.base, {login: 'patrol', unit: callSign, ...options});
    await untilKept(phone);
    const id = await incident(narrative, 'dispute.neighbour');
    await send(unit, id);
    await phone.page.locator('.summary', {hasText: narrative}).waitFor();
    return {phone, unit, id, page: phone.page};
}
