// Small figures to type and to say. A record keeps its own for as long as the desk remembers it, over reloads
// and on all pages of the desk; a figure is not given again until the thousand is through, so that "3" said a
// while ago is not another incident now.
import {keep, remembered} from '@/words';

const kept = 'anlan.desk_numbers';
const rememberedMax = 500;
const last = 999;

interface Book {
    next: number;
    of: Map<string, string>;
}

function read(): Book {
    const text = /^\{"next":\d+,"of":\[.*\]\}$/.exec(remembered(kept) ?? '')?.[0];
    if (!text) return {next: 1, of: new Map()};
    const {next, of} = JSON.parse(text) as {next: number; of: [string, string][]};
    return {next, of: new Map(of)};
}

let book = read();

export function deskNumber(id: string): string {
    const known = book.of.get(id);
    if (known) return known;
    book = read(); // another page of this desk may have given figures meanwhile
    const theirs = book.of.get(id);
    if (theirs) return theirs;
    const given = String(book.next);
    book.next = book.next >= last ? 1 : book.next + 1;
    book.of.set(id, given);
    for (const oldest of book.of.keys()) {
        if (book.of.size <= rememberedMax) break;
        book.of.delete(oldest);
    }
    keep(kept, JSON.stringify({next: book.next, of: [...book.of]}));
    return given;
}
