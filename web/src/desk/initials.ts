// The first letters of a Chinese name ("江汉-21" is "jh-21"), so that a call sign can be typed without an input
// method: where a character stands in the pinyin order between the first characters of each letter. The
// browser brings that order; no dictionary is loaded.
const collator = new Intl.Collator('zh-Hans-CN-u-co-pinyin');
const firsts = [...'阿八嚓哒妸发旮哈丌咔垃妈拏噢妑七呥仨他穵夕丫帀'];
const letters = 'abcdefghjklmnopqrstwxyz';
const known = new Map<string, string>();

function letterOf(character: string): string {
    if (!/[\u4e00-\u9fff]/.test(character)) return character;
    const found = known.get(character);
    if (found !== undefined) return found;
    let letter = character;
    firsts.forEach((first, index) => {
        if (collator.compare(character, first) >= 0) letter = letters[index] ?? letter;
    });
    known.set(character, letter);
    return letter;
}

export const initials = (text: string): string => [...text].map(letterOf).join('');

/** As it is compared: one width, one case, without blanks and hyphens. */
export const squeeze = (text: string): string =>
    text
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[\s\-_·]/g, '');

const spelt = new Map<string, readonly string[]>();
const speltMax = 20_000;

/** What may be typed for a call sign. */
export function spellings(callSign: string): readonly string[] {
    const found = spelt.get(callSign);
    if (found) return found;
    const made = [squeeze(callSign), squeeze(initials(callSign))];
    if (spelt.size > speltMax) spelt.clear();
    spelt.set(callSign, made);
    return made;
}
