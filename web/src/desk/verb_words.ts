// What each verb of the command line does and what it takes.
import type {Words} from '@/words';
import type {Verb} from './grammar';

export const verbWords = {
    dispatch: ['派警', 'dispatch'],
    state: ['警力状态', 'state of a unit'],
    acknowledge: ['接令', 'acknowledged'],
    depart: ['出动', 'en route'],
    arrive: ['到场', 'on scene'],
    clear: ['清场', 'clear'],
    safe: ['安全', 'safe'],
    release: ['撤回', 'release'],
    resume: ['恢复等待的任务', 'resume what waits'],
    know: ['确认警情变更', 'knows of the change'],
    panic_over: ['解除紧急求助', 'panic over'],
    view: ['查看警情', 'show an incident'],
    note: ['备注', 'note'],
    priority: ['改级别', 'priority'],
    level: ['提级响应', 'raise the level'],
    close: ['结案', 'close'],
    join: ['报警并入警情', 'join a call to an incident'],
    report: ['新报警', 'new call'],
    filter: ['筛选警力', 'filter units'],
    undo: ['撤销上一步派警或并入', 'undo the last dispatch or join'],
    help: ['本帮助', 'this help'],
} as const satisfies Record<Verb, Words[string]>;

export const verbTakes = {
    dispatch: [
        '警情号 呼号… [! 理由：原警情等待 | !! 理由：抽调]',
        'incident unit… [! reason: it waits | !! reason: pre-empt]',
    ],
    state: ['呼号 接令|出动|到场|清场|安全', 'unit ack|go|on|clear|safe'],
    acknowledge: ['呼号…', 'unit…'],
    depart: ['呼号…', 'unit…'],
    arrive: ['呼号…', 'unit…'],
    clear: ['呼号…', 'unit…'],
    safe: ['呼号…', 'unit…'],
    release: ['呼号 理由', 'unit reason'],
    resume: ['呼号', 'unit'],
    know: ['呼号…', 'unit…'],
    panic_over: ['呼号 理由', 'unit reason'],
    view: ['警情号', 'incident'],
    note: ['警情号 内容', 'incident text'],
    priority: ['警情号 1–4 [理由]', 'incident 1–4 [reason]'],
    level: ['警情号 分局|市局 理由', 'incident district|city reason'],
    close: ['警情号 处置结果 [说明]', 'incident disposition [text]'],
    join: ['报警号 警情号', 'call incident'],
    report: ['[内容]', '[text]'],
    filter: ['文字', 'text'],
    undo: ['', ''],
    help: ['', ''],
} as const satisfies Record<Verb, Words[string]>;
