// Sections of the rulebook that a desk cannot do without: read once somebody is signed in, and asked for
// again where they could not be.
import {watch} from 'vue';

import {session} from '@/domain/account/session';

const againAfter = 5000;

export function useRulebook(...sections: readonly {load: () => Promise<void>}[]): void {
    const wanted = new Set(sections);
    async function load(section: {load: () => Promise<void>}): Promise<void> {
        try {
            await section.load();
        } catch {
            setTimeout(() => void load(section), againAfter);
        }
    }
    watch(
        session,
        (who) => {
            if (!who) return;
            for (const section of wanted) void load(section);
            wanted.clear();
        },
        {immediate: true},
    );
}
