// Who else has this record open: said every few seconds for as long as it is, and not at all while nobody
// looks at this page. A server that is away is no trouble here: the line's banner says so.
import {onBeforeUnmount, onMounted, shallowRef, watch, type Ref} from 'vue';

import {client, settle} from '@/api/client';
import type {Answer} from '@/api/types';

export type Colleague = NonNullable<Answer<'/v1/incidents/{incident_id}/presence', 'post'>['rows']>[number];

const every = 4000;

function say(record: string) {
    return record.startsWith('inc_')
        ? settle(
              client.POST('/v1/incidents/{incident_id}/presence', {params: {path: {incident_id: record}}}),
              'stays',
          )
        : settle(client.POST('/v1/calls/{call_id}/presence', {params: {path: {call_id: record}}}), 'stays');
}
function unsay(record: string) {
    return record.startsWith('inc_')
        ? client.DELETE('/v1/incidents/{incident_id}/presence', {params: {path: {incident_id: record}}})
        : client.DELETE('/v1/calls/{call_id}/presence', {params: {path: {call_id: record}}});
}

export function usePresence(record: Ref<string>) {
    const others = shallowRef<readonly Colleague[]>([]);
    let timer: ReturnType<typeof setInterval> | undefined;

    async function here(): Promise<void> {
        const asked = record.value;
        if (!asked || document.hidden) return;
        try {
            const {rows} = await say(asked);
            if (record.value === asked) others.value = rows ?? [];
        } catch {
            others.value = []; // never show as here who may have left
        }
    }
    function leave(left: string): void {
        others.value = [];
        if (left) void Promise.resolve(unsay(left)).catch(() => undefined); // silence says it, too
    }
    function shown(): void {
        if (document.hidden) leave(record.value);
        else void here();
    }

    watch(record, (now, before) => {
        leave(before);
        if (now) void here();
    });
    onMounted(() => {
        void here();
        timer = setInterval(() => void here(), every);
        document.addEventListener('visibilitychange', shown);
    });
    onBeforeUnmount(() => {
        clearInterval(timer);
        document.removeEventListener('visibilitychange', shown);
        leave(record.value);
    });
    return others;
}
