// What the oversight panel reads and sends: the daily review of looks, broken glass, delegations, proposals.
// A list that this post may not read is null, and its part of the panel is not there.
import {ask} from './http.js';
import {newKey} from '../shared/command_key.js';

const PURPOSE = 'supervision';
const enc = encodeURIComponent;
const time = (text) => (text ? Date.parse(text) : null);

async function ifAllowed(read) {
    try {
        return await read();
    } catch (trouble) {
        if (trouble.status === 403) return null;
        throw trouble;
    }
}

const rowsOf = (path) => ifAllowed(async () => (await ask('GET', path)).rows.map(({row}) => row));

/** All looks of a civil day that deserve an eye; `day` is 2026-11-25. */
export function looksOf(day) {
    return ifAllowed(async () => {
        const found = {looks: 0, toReview: 0, notReviewed: 0, rows: []};
        let after = '';
        do {
            const behind = after && `&after=${enc(after)}`;
            const page = await ask('GET', `/v1/looks/review?day=${enc(day)}${behind}`);
            found.looks = page.looks;
            found.toReview = page.to_review;
            found.notReviewed = page.not_reviewed;
            found.rows.push(...page.rows.map(lookFrom));
            after = page.next ? String(page.next) : '';
        } while (after);
        return found;
    });
}

function lookFrom(row) {
    return {
        id: row.look_id,
        at: time(row.looked_at),
        by: row.looked_by,
        post: row.post_id,
        record: row.record,
        fields: row.fields,
        purpose: row.purpose,
        reason: row.reason,
        why: row.why,
        under: row.under ?? '',
        reviewed: row.reviewed ?? null,
    };
}

export async function glassesOf() {
    const rows = await rowsOf('/v1/break_glasses?only_open=true&limit=200');
    return rows?.map((row) => ({
        id: row.break_glass_id,
        record: row.record,
        by: row.account_id,
        post: row.post_id,
        reason: row.reason,
        at: time(row.broken_at),
        until: time(row.until),
        closedAt: time(row.closed_at),
        reviewed: row.reviewed ?? null,
        reviewBy: time(row.review_by),
    }));
}

/** What waits for a second person; `hindered`: what was agreed on and came to nothing, the last of them. */
export async function proposalsOf() {
    const [waiting, hindered] = await Promise.all([
        rowsOf('/v1/proposals?stage=waiting&limit=200'),
        rowsOf('/v1/proposals?stage=not_carried_out&limit=20'),
    ]);
    return waiting && {waiting: waiting.map(proposalFrom), hindered: (hindered ?? []).map(proposalFrom)};
}

function proposalFrom(row) {
    return {
        id: row.proposal_id,
        command: row.command,
        target: row.target,
        body: row.body,
        reason: row.reason,
        by: row.proposed_by,
        post: row.post_id,
        at: time(row.proposed_at),
        until: time(row.until),
        hinderedBy: row.hindered_by ?? null,
    };
}

/** What this person was given for a time, or gave to others. */
export async function ownRights() {
    const answer = await ask('GET', '/v1/rights');
    return answer.given.map((right) => ({
        by: right.by,
        account: right.account_id,
        givenBy: right.given_by ?? '',
        permissions: right.permissions,
        record: right.record,
        reason: right.reason,
        until: time(right.until),
    }));
}

const post = (path, body) => ask('POST', path, {body, key: newKey(), purpose: PURPOSE});

export const oversightDeeds = {
    reviewLook: (id, finding, remark) => post(`/v1/looks/${enc(id)}/review`, {finding, remark}),
    reviewGlass: (id, finding, remark) => post(`/v1/break_glasses/${enc(id)}/review`, {finding, remark}),
    closeGlass: (id) => post(`/v1/break_glasses/${enc(id)}/closing`, {}),
    breakGlass: (record, reason) => post('/v1/break_glasses', {record, reason}),
    approve: (id, remark) => post(`/v1/proposals/${enc(id)}/approval`, {remark}),
    refuse: (id, reason) => post(`/v1/proposals/${enc(id)}/refusal`, {reason}),
    delegate: (postId, account, until, reason) =>
        post(`/v1/posts/${enc(postId)}/delegation`, {
            to_account_id: account,
            until: new Date(until).toISOString(),
            reason,
        }),
    endDelegation: (postId, account) =>
        post(`/v1/posts/${enc(postId)}/delegation_end`, {to_account_id: account}),
};
