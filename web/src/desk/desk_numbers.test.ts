import {beforeEach, describe, expect, it, vi} from 'vitest';

const storage = new Map<string, string>();
let written = 0;
vi.mock('@/words', () => ({
    keep: (name: string, value: string) => {
        ++written;
        storage.set(name, value);
    },
    remembered: (name: string) => storage.get(name) ?? null,
}));

async function desk() {
    vi.resetModules();
    return (await import('./desk_numbers')).deskNumber;
}
const together = (give: (id: string) => string, from: number, to: number) =>
    Array.from({length: to - from}, (_, at) => give(`inc_${from + at}`));

describe('a figure of the desk', () => {
    beforeEach(() => {
        storage.clear();
        written = 0;
    });
    it('is kept over a reload and on every page', async () => {
        const here = await desk();
        expect(together(here, 0, 3)).toEqual(['1', '2', '3']);
        await Promise.resolve();
        const there = await desk();
        expect(there('inc_1')).toBe('2');
        expect(there('inc_9')).toBe('4');
        await Promise.resolve();
        expect(here('inc_9')).toBe('4');
    });
    it('stays with each of five thousand open records, and no two have the same', async () => {
        const give = await desk();
        const first = together(give, 0, 5_000);
        await Promise.resolve();
        expect(new Set(first).size).toBe(5_000);
        expect(together(give, 0, 5_000)).toEqual(first);
        expect(written).toBe(1);
    });
    it('begins again after a thousand, and passes over those that are still remembered', async () => {
        const give = await desk();
        together(give, 0, 800);
        await Promise.resolve();
        const {of} = JSON.parse(storage.get('anlan.desk_numbers') ?? '') as {of: [string, string][]};
        storage.set('anlan.desk_numbers', JSON.stringify({next: 999, of: of.slice(0, 2)}));
        const later = await desk();
        expect(together(later, 2_000, 2_003)).toEqual(['999', '3', '4']);
    });
});
