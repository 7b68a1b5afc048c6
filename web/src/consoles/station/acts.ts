// What can be done with an instruction at its stage, and by whom. Pure; the server decides.
import type {InstructionRow} from '@/api/types';
import {may} from '@/domain/account/rights';

export type Act =
    | 'sign'
    | 'pass_on'
    | 'hand_over'
    | 'stay'
    | 'step'
    | 'answer'
    | 'accept'
    | 'return'
    | 'chase'
    | 'pause'
    | 'resume'
    | 'withdraw';

interface Offered {
    name: Act;
    key: string;
    next: boolean; // what the stage waits for
}

const keys: Readonly<Record<Act, string>> = {
    sign: 'S',
    pass_on: 'P',
    hand_over: 'H',
    stay: 'K',
    step: 'B',
    answer: 'A',
    accept: 'Y',
    return: 'R',
    chase: 'C',
    pause: '',
    resume: '',
    withdraw: '',
};
const permissions: Readonly<Record<Act, string>> = {
    sign: 'sign',
    pass_on: 'pass_on',
    hand_over: 'hand_over',
    stay: 'leave_with_carrier',
    step: 'report_step',
    answer: 'answer',
    accept: 'accept',
    return: 'return_answer',
    chase: 'chase',
    pause: 'pause',
    resume: 'resume',
    withdraw: 'withdraw',
};

/** Its post is off duty, and the station has to settle who carries it. */
export const isWithNobody = ({carrier_off_since, owner, carrier}: InstructionRow): boolean =>
    Boolean(carrier_off_since) && owner !== carrier;

const fits: Readonly<Record<Act, (row: InstructionRow) => boolean>> = {
    sign: ({stage}) => stage === 'issued',
    pass_on: ({stage}) => stage === 'signed_for',
    hand_over: ({stage}) => stage === 'passed_on',
    stay: (row) => isWithNobody(row),
    step: ({stage}) => stage === 'signed_for' || stage === 'passed_on',
    answer: ({stage}) => stage === 'signed_for' || stage === 'passed_on',
    accept: ({stage}) => stage === 'answered',
    return: ({stage}) => stage === 'answered',
    chase: ({stage}) => stage !== 'answered',
    pause: ({stage, paused_until}) => stage === 'passed_on' && !paused_until,
    resume: ({paused_until}) => Boolean(paused_until),
    withdraw: () => true,
};
const awaited: Readonly<Partial<Record<InstructionRow['stage'], Act>>> = {
    issued: 'sign',
    signed_for: 'pass_on',
    answered: 'accept',
};

const awaitedOf = (row: InstructionRow): Act | undefined =>
    isWithNobody(row) ? 'hand_over' : awaited[row.stage];

export function actsOf(row: InstructionRow): Offered[] {
    return (Object.keys(keys) as Act[])
        .filter((name) => fits[name](row) && may(`instruction.${permissions[name]}`))
        .map((name) => ({name, key: keys[name], next: awaitedOf(row) === name}));
}

/** The act of this letter that can be done now. */
export const actOfKey = (row: InstructionRow, key: string): Act | undefined =>
    actsOf(row).find((one) => one.key !== '' && one.key === key.toUpperCase())?.name;
