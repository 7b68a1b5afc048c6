// A list of the server's rows as this page knows it. A row's version decides, so that snapshot and feed may
// say the same thing twice. The map is changed in place and its watchers are told once for many changes: that
// is a tenth of the work of making every row reactive.
import {shallowRef, triggerRef, type ShallowRef} from 'vue';

import type {Change} from '@/api/types';

export interface Listed<Row> {
    readonly id: string;
    readonly version: number;
    readonly row: Row;
}

export interface LiveRows<Row> {
    readonly rows: ShallowRef<Map<string, Listed<Row>>>;
    replace(rows: Map<string, Listed<Row>>): void;
    apply(changes: readonly Change[]): void;
}

/** `keeps`: whether records that are over stay in the list. */
export function liveRows<Row>(keeps: 'all' | 'open'): LiveRows<Row> {
    const rows = shallowRef(new Map<string, Listed<Row>>());
    return {
        rows,
        replace(fresh) {
            rows.value = fresh;
        },
        apply(changes) {
            let changed = false;
            for (const {stream, version, row, open} of changes) {
                const known = rows.value.get(stream);
                if (known && known.version > version) continue;
                changed = true;
                if (!row || (keeps === 'open' && !open)) rows.value.delete(stream);
                else rows.value.set(stream, {id: stream, version, row: row as Row});
            }
            if (changed) triggerRef(rows);
        },
    };
}
