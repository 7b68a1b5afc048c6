// Words for the codes of mediations.
import type {MediationRow} from '@/api/types';
import type {Words} from '@/words';

export const stages = {
    none: ['无', 'none'],
    elsewhere: ['另有调解', 'elsewhere'],
    open: ['调解中', 'in mediation'],
    quiet: ['静默观察', 'quiet watch'],
    solved: ['已化解', 'solved'],
    ended: ['已终止', 'ended'],
} as const satisfies Record<MediationRow['stage'], Words[string]>;

export const origins = {
    hand: ['人工建立', 'by hand'],
    incident: ['来自警情', 'from an incident'],
    matter: ['来自一事多警', 'from a matter'],
    instruction: ['来自指令反馈', 'from an instruction’s answer'],
} as const satisfies Record<MediationRow['origin'], Words[string]>;

export const sides = {a: ['甲方', 'Side A'], b: ['乙方', 'Side B']} as const satisfies Words;

export const contacts = {
    in_person: ['当面', 'in person'],
    by_phone: ['电话', 'by phone'],
    at_scene: ['现场', 'at the scene'],
} as const satisfies Words;

export const promiseStates = {
    open: ['待履行', 'open'],
    kept: ['已履行', 'kept'],
    broken: ['未履行', 'broken'],
} as const satisfies Words;

export const becauses = {
    report: ['再次报警', 'reported again'],
    promise: ['承诺未履行', 'a promise was broken'],
    agreement: ['双方达成协议', 'both agreed'],
    calm: ['双方已平息', 'both calm'],
} as const satisfies Words;
