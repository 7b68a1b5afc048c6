// Words for the codes of instructions.
import type {InstructionRow} from '@/api/types';
import type {Words} from '@/words';
import type {Step} from './commands';

export const stages = {
    none: ['无', 'none'],
    issued: ['待签收', 'to sign'],
    signed_for: ['待转派', 'to pass on'],
    passed_on: ['办理中', 'in hand'],
    answered: ['已反馈', 'answered'],
    accepted: ['已办结', 'accepted'],
    withdrawn: ['已撤回', 'withdrawn'],
} as const satisfies Record<InstructionRow['stage'], Words[string]>;

export const steps = {
    plan: ['处置方案', 'plan'],
    on_the_way: ['已出发', 'on the way'],
    on_scene: ['已到场', 'on scene'],
    result: ['处置结果', 'result'],
} as const satisfies Record<Step, Words[string]>;
