// What each verb of the command line does and what it takes.
import {verbTakes as takes, verbWords as words} from '@shared/verbs.js';

import type {Words} from '@/words';
import type {Verb} from './grammar';

export const verbWords = {
    ...words,
    state: ['警力状态', 'state of a unit'],
    level: ['提级响应', 'raise the level'],
    join: ['报警并入警情', 'join a call to an incident'],
    merge: ['警情合并', 'merge an incident into another'],
    split: ['警情拆分', 'split a second event off'],
    undo: ['撤销上一步派警、并入、合并或拆分', 'undo the last dispatch, join, merge or split'],
} as const satisfies Record<Verb, Words[string]>;

export const verbTakes = {
    ...takes,
    dispatch: [
        '警情号 呼号… [! 理由：原警情等待 | !! 理由：抽调]',
        'incident unit… [! reason: it waits | !! reason: pre-empt]',
    ],
    state: ['呼号 接令|出动|到场|清场|安全', 'unit ack|go|on|clear|safe'],
    level: ['警情号 分局|市局 理由', 'incident district|city reason'],
    join: ['报警号 警情号', 'call incident'],
    merge: ['警情号 并到的警情号 理由', 'incident into-incident reason'],
    split: ['警情号 呼号… #报警人… ! 理由', 'incident unit… #caller… ! reason'],
} as const satisfies Record<Verb, Words[string]>;
