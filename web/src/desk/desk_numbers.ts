// Small figures to type and to say. A record keeps its own for as long as the desk remembers it, over reloads
// and on all pages of the desk; a figure is not given again until the thousand is through, so that "3" said a
// while ago is not another incident now. On a day with a thousand records they go on with four digits.
import {keep, remembered} from '@/words';

const kept = 'anlan.desk_numbers';
const rememberedMax = 6_000;
const few = 900; // remembered records, up to which three digits do
const last = {few: 999, many: 9_999};

interface Book {
    next: number;
    of: Map<string, string>;
    given: Set<string>;
}

function read(): Book {
    const text = /^\{"next":\d+,"of":\[.*\]\}$/.exec(remembered(kept) ?? '')?.[0];
    if (!text) return {next: 1, of: new Map(), given: new Set()};
    const {next, of} = JSON.parse(text) as {next: number; of: [string, string][]};
    return {next, of: new Map(of), given: new Set(of.map(([, figure]) => figure))};
}

let book = read();
let open = false;

// Other pages of this desk may have given figures meanwhile. Read and kept once for all that are given
// together.
function opened(): Book {
    if (open) return book;
    open = true;
    queueMicrotask(() => {
        open = false;
        keep(kept, JSON.stringify({next: book.next, of: [...book.of]}));
    });
    return (book = read());
}

function nextOf({next, of}: Book): number {
    return next >= (of.size > few ? last.many : last.few) ? 1 : next + 1;
}

export function deskNumber(id: string): string {
    const known = book.of.get(id);
    if (known) return known;
    const {of, given} = opened();
    const theirs = of.get(id);
    if (theirs) return theirs;
    while (given.has(String(book.next))) book.next = nextOf(book);
    const figure = String(book.next);
    book.next = nextOf(book);
    of.set(id, figure);
    given.add(figure);
    for (const [oldest, free] of book.of) {
        if (of.size <= rememberedMax) break;
        of.delete(oldest);
        given.delete(free);
    }
    return figure;
}
