// The verbs of the command line in words, [中文, English]: what each does, what it takes, and what a deed of it
// would do, as the preview and the log say it. The plain board and the consoles speak alike; a verb that only
// one of them knows stands with it.

export const verbWords = /** @type {const} */ ({
    dispatch: ['派警', 'dispatch'],
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
    close: ['结案', 'close'],
    report: ['新报警', 'new call'],
    filter: ['筛选警力', 'filter units'],
    help: ['本帮助', 'this help'],
});

export const verbTakes = /** @type {const} */ ({
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
    close: ['警情号 处置结果 [说明]', 'incident disposition [text]'],
    report: ['[内容]', '[text]'],
    filter: ['文字', 'text'],
    undo: ['', ''],
    help: ['', ''],
});

export const sentences = /** @type {const} */ ({
    dispatch: ['派 {units} → {incident}{reason}', 'send {units} → {incident}{reason}'],
    acknowledge: ['{units} 接令', '{units} has acknowledged'],
    depart: ['{units} 出动', '{units} is on the way'],
    arrive: ['{units} 到场', '{units} is on scene'],
    clear: ['{units} 清场', '{units} is clear'],
    safe: ['{units} 安全', '{units} is safe'],
    release: ['撤回 {units}{reason}', 'release {units}{reason}'],
    resume: ['{units} 恢复等待中的警情', '{units} resumes the incident that waits'],
    know: ['{units} 已知变更', '{units} knows of the change'],
    panic_over: ['解除 {units} 紧急求助{reason}', '{units}: panic over{reason}'],
    view: ['查看 {incident}', 'show {incident}'],
    note: ['{incident} 备注：{text}', 'note on {incident}: {text}'],
    priority: ['{incident} → {code}{reason}', '{incident} → {code}{reason}'],
    close: ['结案 {incident}：{code}', 'close {incident}: {code}'],
    report: ['新报警：{text}', 'new call: {text}'],
    filter: ['筛选警力：{text}', 'filter units: {text}'],
});

const blank = /\{(\w+)\}/g;

/**
 * A reason as it stands behind a sentence.
 * @param {string | undefined} reason
 * @param {boolean} chinese
 */
export const reasonSaid = (reason, chinese) => (!reason ? '' : chinese ? `（${reason}）` : ` (${reason})`);

/**
 * A sentence with its blanks filled. A blank that has no value is left empty: the line is not finished.
 * @param {readonly [string, string]} pair
 * @param {boolean} chinese
 * @param {Readonly<Record<string, string | undefined>>} values
 */
export const sentence = (pair, chinese, values) =>
    pair[chinese ? 0 : 1].replace(blank, (_, /** @type {string} */ name) => values[name] ?? '');
