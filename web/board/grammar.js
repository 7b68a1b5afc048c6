// The command line's language, as a pure function: a line and what is on the board give a deed in words, or
// what is missing. Verbs are Chinese or Latin, punctuation is either, digits suffice. Nothing here sends
// anything.

/** verb → the words that mean it; the first of each language is what buttons show. */
export const verbs = {
    dispatch: ['派', 'd', 'dispatch'],
    acknowledge: ['接', 'ack', 'a'],
    depart: ['出', 'go', 'depart'],
    arrive: ['到', 'on', 'arrive'],
    clear: ['清', 'clr', 'clear'],
    release: ['撤', 'rel', 'release'],
    resume: ['续', 'resume'],
    know: ['知', 'know', 'k'],
    safe: ['安', 'safe', 'ok'],
    panic_over: ['解除', 'calm', 'panicover'],
    view: ['看', 'v', 'view'],
    advise: ['荐', 'r', 'recommend'],
    note: ['记', 'note', 'm'],
    priority: ['级', 'pri', 'p'],
    share: ['享', 'share', 's'],
    end_sharing: ['止享', 'unshare'],
    close: ['结', 'x', 'close'],
    report: ['报', 'n', 'new'],
    filter: ['筛', 'f', 'filter'],
    undo: ['撤销', 'u', 'undo'],
    help: ['?', '帮助', 'help', 'h'],
};

const unitVerbs = new Set([
    'acknowledge',
    'depart',
    'arrive',
    'clear',
    'release',
    'resume',
    'know',
    'safe',
    'panic_over',
]);
const twice = new Set(['priority', 'close', 'panic_over']);

/** What to type for a deed, in one language: the line a button stands for. */
export function lineFor(verb, words, language) {
    const [zh, latin] = verbs[verb];
    return [language === 'zh' ? zh : verb === 'help' ? '?' : latin, ...words].join(' ').trim();
}

const fold = (text) => text.normalize('NFKC').toLowerCase();

/**
 * @typedef {{verb: string, ok: boolean, incident?: any, units?: any[], reason?: string,
 *   text?: string, code?: string, post?: string, extent?: string,
 *   twice?: boolean, why?: {key: string, values?: any}}} Parsed
 * @param {string} line
 * @param {{incidents: any[], units: any[], numberOf: Function, dispositions: any[],
 *   posts: any[], selected?: any}} board
 * @returns {Parsed | null} null for an empty line
 */
export function parse(line, board) {
    const plain = line
        .normalize('NFKC')
        .replace(/[,、;。]/g, ' ')
        .trim();
    if (!plain) return null;
    const [verb, rest] = split(plain);
    if (!verb) return wrong('', 'unknown_verb', {word: plain.split(/\s+/)[0]});
    const deed = {verb, ok: true, twice: twice.has(verb)};
    if (verb === 'undo' || verb === 'help') return deed;
    if (verb === 'report' || verb === 'filter') return {...deed, text: rest};
    if (unitVerbs.has(verb)) return unitDeed(deed, rest, board);
    return incidentDeed(deed, rest, board);
}

// "派3 江汉-21" as well as "派 3 江汉-21": a Chinese verb needs no blank after it. The longest verb wins.
function split(plain) {
    const lower = plain.toLowerCase();
    const all = Object.entries(verbs)
        .flatMap(([verb, names]) => names.map((name) => [verb, name]))
        .sort((a, b) => b[1].length - a[1].length);
    for (const [verb, name] of all) {
        if (!lower.startsWith(name)) continue;
        const next = plain[name.length];
        const latin = /^[a-z]+$/.test(name);
        if (latin && next !== undefined && !/[\s\d]/.test(next)) continue;
        return [verb, plain.slice(name.length).trim()];
    }
    return ['', plain];
}

const wrong = (verb, key, values) => ({verb, ok: false, why: {key, values}});

function unitDeed(deed, rest, board) {
    const [head, reason] = cut(rest, deed.verb === 'release' || deed.verb === 'panic_over');
    const found = unitsOf(head, board);
    if (found.why) return wrong(deed.verb, found.why.key, found.why.values);
    if (found.units.length === 0) return wrong(deed.verb, 'need_unit');
    if (deed.verb === 'release' && !reason)
        return {...deed, ok: false, units: found.units, why: {key: 'need_reason'}};
    if (deed.verb === 'panic_over' && !reason)
        return {...deed, ok: false, units: found.units, why: {key: 'need_reason'}};
    return {...deed, units: found.units, reason};
}

// Unit words first, then the reason: everything from the first word that names no unit's shape.
function cut(rest, wantsReason) {
    if (!wantsReason) return [rest.split(/\s+/).filter(Boolean), ''];
    const [first, ...others] = rest.split(/\s+/).filter(Boolean);
    return [first ? [first] : [], others.join(' ')];
}

function incidentDeed(deed, rest, board) {
    const words = rest.split(/\s+/).filter(Boolean);
    const found = incidentOf(words[0], board);
    if (found.why) return wrong(deed.verb, found.why.key, found.why.values);
    const known = {...deed, incident: found.incident};
    const others = words.slice(1);
    if (deed.verb === 'dispatch') return dispatchDeed(known, others, board);
    if (deed.verb === 'note') return withText(known, others.join(' '));
    if (deed.verb === 'priority') return priorityDeed(known, others);
    if (deed.verb === 'close') return closeDeed(known, others, board);
    if (deed.verb === 'share') return shareDeed(known, others, board);
    if (deed.verb === 'end_sharing') return endSharingDeed(known, others, board);
    return known;
}

// After "!" stands the reason for sending a unit that is busy.
function dispatchDeed(deed, words, board) {
    const text = words.join(' ');
    const mark = text.indexOf('!');
    const names = (mark < 0 ? text : text.slice(0, mark)).split(/\s+/).filter(Boolean);
    const reason = mark < 0 ? '' : text.slice(mark + 1).trim();
    const found = unitsOf(names, board);
    if (found.why) return {...deed, ok: false, why: found.why};
    if (found.units.length === 0) return {...deed, ok: false, why: {key: 'need_unit'}};
    if (mark >= 0 && !reason) return {...deed, ok: false, units: found.units, why: {key: 'need_reason'}};
    return {...deed, units: found.units, reason};
}

function withText(deed, text) {
    return text ? {...deed, text} : {...deed, ok: false, why: {key: 'need_text'}};
}

function priorityDeed(deed, words) {
    const level = /^p?([1-4])$/i.exec(words[0] ?? '');
    if (!level) return {...deed, ok: false, why: {key: 'need_priority'}};
    return {...deed, code: `p${level[1]}`, reason: words.slice(1).join(' ')};
}

function closeDeed(deed, words, board) {
    const wanted = fold(words[0] ?? '');
    const known = board.dispositions;
    const hit =
        known.find((entry) =>
            [entry.code, entry.zh, entry.en].some((name) => name && fold(name) === wanted),
        ) ??
        (wanted
            ? known.find((entry) =>
                  [entry.zh, entry.en, entry.code].some((name) => name && fold(name).includes(wanted)),
              )
            : null);
    if (!hit && (known.length > 0 || !wanted))
        return {
            ...deed,
            ok: false,
            why: {
                key: 'need_code',
                values: {
                    list:
                        known
                            .slice(0, 8)
                            .map((entry) => entry.zh || entry.code)
                            .join('、') || '…',
                },
            },
        };
    return {...deed, code: hit ? hit.code : words[0], disposition: hit, text: words.slice(1).join(' ')};
}

const EVERYTHING = new Set(['全', '全部', 'all']);

// "享 3 武昌协同力量 全 理由": with whom, whether all of it, why.
function shareDeed(deed, words, board) {
    const found = postOf(words[0], board.posts);
    if (found.why) return {...deed, ok: false, why: found.why};
    const whole = EVERYTHING.has(fold(words[1] ?? ''));
    const reason = words.slice(whole ? 2 : 1).join(' ');
    const known = {...deed, post: found.post, extent: whole ? 'all' : 'summary'};
    return reason ? {...known, reason} : {...known, ok: false, why: {key: 'need_reason'}};
}

// Where it is shared with one post only, that post need not be named.
function endSharingDeed(deed, words, board) {
    const shares = deed.incident.shared;
    if (shares.length === 0) return {...deed, ok: false, why: {key: 'not_shared'}};
    const reason = words.slice(1).join(' ');
    if (!words[0] && new Set(shares.map((share) => share.post)).size === 1)
        return {...deed, post: shares[0].post, reason};
    const given = shares.map(({post}) => board.posts.find(({id}) => id === post) ?? {id: post, name: ''});
    const found = postOf(words[0], given);
    return found.why ? {...deed, ok: false, why: found.why} : {...deed, post: found.post, reason};
}

// By its id, with or without "pst_", or by any part of its name that no other has.
function postOf(name, posts) {
    if (!name) return {why: {key: 'need_post'}};
    const wanted = squeeze(name);
    const tests = [
        (post) => post.id === name || post.id === `pst_${name}`,
        (post) => squeeze(post.name) === wanted,
        (post) => squeeze(post.name).includes(wanted) || squeeze(initials(post.name)).includes(wanted),
    ];
    for (const test of tests) {
        const found = [...new Map(posts.filter(test).map((post) => [post.id, post])).values()];
        if (found.length === 1) return {post: found[0].id};
        if (found.length > 1) {
            const list = found
                .slice(0, 6)
                .map((post) => post.name)
                .join('、');
            return {why: {key: 'many_posts', values: {word: name, list}}};
        }
    }
    if (/^pst_[a-z-]+\.[\w.-]+$/i.test(name)) return {post: name};
    return {why: {key: 'no_such_post', values: {word: name}}};
}

function incidentOf(name, board) {
    if (!name) return board.selected ? {incident: board.selected} : {why: {key: 'need_incident'}};
    const wanted = fold(name).replace(/^#/, '');
    if (wanted === '.' && board.selected) return {incident: board.selected};
    const exact = board.incidents.filter((incident) => fold(String(board.numberOf(incident))) === wanted);
    if (exact.length === 1) return {incident: exact[0]};
    const tail =
        wanted.length < 2 ? [] : board.incidents.filter((incident) => fold(incident.id).endsWith(wanted));
    if (tail.length === 1) return {incident: tail[0]};
    if (tail.length > 1)
        return {why: {key: 'many_incidents', values: {word: name, list: names(tail, board)}}};
    return {why: {key: 'no_such_incident', values: {word: name}}};
}

const names = (incidents, board) =>
    incidents
        .slice(0, 4)
        .map((incident) => board.numberOf(incident))
        .join(' ');

function unitsOf(words, board) {
    const units = [];
    let stem = '';
    for (const word of words) {
        // "江汉-21 22": a bare figure takes over what stands before the figure of the one before it.
        const found = unitOf(word, board, stem);
        if (found.why) return {why: found.why};
        if (!units.includes(found.unit)) units.push(found.unit);
        stem = found.unit.callSign.replace(/\d+\D*$/, '');
    }
    return {units};
}

function unitOf(name, board, stem) {
    const wanted = squeeze(name);
    if (stem && /^\d+$/.test(wanted)) {
        const beside = board.units.find((unit) => squeeze(unit.callSign) === squeeze(stem + wanted));
        if (beside) return {unit: beside};
    }
    const by = (test) => board.units.filter((unit) => spellings(unit).some(test));
    for (const test of [
        (text) => text === wanted,
        (text) => text.endsWith(wanted),
        (text) => text.includes(wanted),
    ]) {
        const found = by(test);
        if (found.length === 1) return {unit: found[0]};
        if (found.length > 1)
            return {
                why: {
                    key: 'many_units',
                    values: {
                        word: name,
                        list: found
                            .slice(0, 6)
                            .map((unit) => unit.callSign)
                            .join(' '),
                    },
                },
            };
    }
    return {why: {key: 'no_such_unit', values: {word: name}}};
}

const squeeze = (text) => fold(text).replace(/[\s\-_·]/g, '');

const spelt = new Map();
function spellings(unit) {
    const known = spelt.get(unit.callSign);
    if (known) return known;
    const made = [squeeze(unit.callSign), squeeze(initials(unit.callSign))];
    if (spelt.size > 20_000) spelt.clear();
    spelt.set(unit.callSign, made);
    return made;
}

// The first letters of a Chinese name ("江汉-21" → "jh-21"): where a character stands in the pinyin order
// between the first characters of each letter. The browser brings that order; no dictionary is loaded.
const collator = new Intl.Collator('zh-Hans-CN-u-co-pinyin');
const firsts = [...'阿八嚓哒妸发旮哈丌咔垃妈拏噢妑七呥仨他穵夕丫帀'];
const letters = 'abcdefghjklmnopqrstwxyz';

export function initials(text) {
    return [...text]
        .map((character) => {
            if (!/[\u4e00-\u9fff]/.test(character)) return character;
            let letter = '';
            for (let index = 0; index < firsts.length; ++index)
                if (collator.compare(character, firsts[index]) >= 0) letter = letters[index];
            return letter || character;
        })
        .join('');
}
