// The command line's language, by example.
import {describe, expect, it} from 'vitest';

import type {IncidentRow, UnitRow} from '@/api/types';
import {complete} from './completion';
import {lineFor, parse, type Desk} from './grammar';
import {initials} from './initials';

const where = {city: '', district: '', station: '', beat: ''};
const incident = (number: string, classCode = 'dispute.neighbour') => ({
    id: `inc_${number}`,
    version: 1,
    row: {
        incident_id: `inc_${number}`,
        class_code: classCode,
        priority: 'p3',
        where,
        calls: 2,
    } as IncidentRow,
});
const unit = (callSign: string, busyWith?: string) => ({
    id: `unt_${callSign}`,
    version: 1,
    row: {
        unit_id: `unt_${callSign}`,
        call_sign: callSign,
        status: busyWith ? 'en_route' : 'available',
        incident_id: busyWith,
        home: where,
    } as UnitRow,
});
const desk: Desk = {
    incidents: [incident('3'), incident('30')],
    units: [unit('武昌-3'), unit('武昌-13', 'inc_30'), unit('江汉-21'), unit('江汉-22')],
    calls: [],
    numberOf: (id) => id.slice(4),
    dispositionsOf: () => [
        {code: 'mediated', zh: '现场调解', en: 'settled on the spot'},
        {code: 'warned', zh: '批评教育', en: 'warned'},
    ],
    selected: incident('30'),
};
const signs = (line: string) => (parse(line, desk)?.units ?? []).map((one) => one.row.call_sign);

describe('a line', () => {
    it('is nothing while it is empty or only a slash', () => {
        expect(parse('', desk)).toBeUndefined();
        expect(parse(' / ', desk)).toBeUndefined();
    });
    it('means the same with a slash, in Latin and in Chinese, in either width', () => {
        for (const line of [
            '/send 3 武昌-3',
            'd 3 武昌3',
            '派3 武昌-3',
            '派 ３，武昌－３',
            'dispatch 3 wc-3',
        ]) {
            const deed = parse(line, desk);
            expect([deed?.verb, deed?.incident?.id, deed?.why], line).toEqual([
                'dispatch',
                'inc_3',
                undefined,
            ]);
            expect(signs(line), line).toEqual(['武昌-3']);
        }
    });
    it('takes the state after the unit, as people say it', () => {
        expect(parse('/st 武昌03 到场', desk)).toMatchObject({verb: 'arrive'});
        expect(signs('/st 武昌03 到场')).toEqual(['武昌-3']);
        expect(parse('st wc13 go', desk)).toMatchObject({verb: 'depart'});
        expect(parse('st wc13', desk)?.why?.key).toBe('need_state');
    });
    it('takes several units, and a bare figure after the first', () => {
        expect(signs('派 3 江汉-21 22')).toEqual(['江汉-21', '江汉-22']);
    });
    it('tells "waits" from "given up", and wants a reason for each', () => {
        expect(parse('d 3 武昌-13 ! 最近', desk)).toMatchObject({taking: 'override', reason: '最近'});
        expect(parse('d 3 武昌-13 !! 更急', desk)).toMatchObject({taking: 'preempt', reason: '更急'});
        expect(parse('d 3 武昌-13 !', desk)?.why?.key).toBe('reason_needed');
    });
    it('says what is missing or unclear instead of guessing', () => {
        expect(parse('d 3 江汉', desk)?.why).toMatchObject({key: 'many_units'});
        expect(parse('d 3 汉阳-1', desk)?.why?.key).toBe('no_such_unit');
        expect(parse('d 7 武昌-3', desk)?.why?.key).toBe('no_such_incident');
        expect(parse('frobnicate', desk)?.why?.key).toBe('unknown_verb');
        expect(parse('撤 武昌-13', desk)?.why?.key).toBe('reason_needed');
        expect(parse('x 3', desk)?.why?.key).toBe('need_code');
    });
    it('takes the open incident for a dot', () => {
        expect(parse('m . 门禁密码 1234', desk)).toMatchObject({verb: 'note', text: '门禁密码 1234'});
        expect(parse('m . 门禁密码 1234', desk)?.incident?.id).toBe('inc_30');
    });
    it('finds a disposition by any part of its name', () => {
        expect(parse('结 3 调解', desk)?.disposition?.code).toBe('mediated');
        expect(parse('close 3 warn', desk)?.disposition?.code).toBe('warned');
    });
});

describe('completion', () => {
    const wordsFor = (line: string) => complete(line, desk).map((one) => one.word);
    it('offers verbs, then what the verb takes', () => {
        expect(wordsFor('/se')).toEqual(['send']);
        expect(wordsFor('/send 3')).toEqual(['3', '30']);
        expect(wordsFor('/st 武昌-3 到')).toEqual(['到场']);
        expect(wordsFor('x 3 ')).toEqual(['mediated', 'warned']);
    });
    it('offers free units first', () => {
        expect(wordsFor('/send 3 wc')).toEqual(['武昌-3', '武昌-13']);
    });
    it('gives the whole line', () => {
        expect(complete('/send 3 wc13', desk)[0]?.line).toBe('/send 3 武昌-13 ');
    });
});

it('gives the line that a button stands for, which means that deed', () => {
    expect(lineFor('note', ['3'], false)).toBe('/note 3');
    expect(parse(`${lineFor('note', ['3'], true)} 内容`, desk)).toMatchObject({verb: 'note', text: '内容'});
});

it('knows first letters of Chinese names', () => {
    expect(initials('江汉-21')).toBe('jh-21');
    expect(initials('武昌')).toBe('wc');
});

describe('merging and splitting', () => {
    it('names both incidents and says why', () => {
        expect(parse('/merge 3 30 同一处', desk)).toMatchObject({
            verb: 'merge',
            incident: {id: 'inc_3'},
            into: {id: 'inc_30'},
            reason: '同一处',
        });
        expect(parse('合3 30', desk)?.why?.key).toBe('reason_needed');
        expect(parse('/merge 3 3 x', desk)?.why?.key).toBe('need_other_incident');
        expect(parse('/merge 3', desk)?.why?.key).toBe('need_other_incident');
        expect(parse('/merge 3 99 x', desk)?.why?.key).toBe('no_such_incident');
    });
    it('splits off the units and callers that it names', () => {
        const split = parse('/split 30 wc-13 #2 ！ 另一处', desk);
        expect(split).toMatchObject({verb: 'split', callers: [2], reason: '另一处'});
        expect(split?.units?.map((one) => one.id)).toEqual(['unt_武昌-13']);
        expect(parse('拆30 #1', desk)?.why?.key).toBe('reason_needed');
        expect(parse('/split 30 ! x', desk)?.why?.key).toBe('need_split');
        expect(parse('/split 30 #3 ! x', desk)?.why?.key).toBe('no_such_caller');
        expect(parse('/split 30 jh-21 ! x', desk)?.why?.key).toBe('unit_not_on_it');
    });
});
