// Words for kinds of alarms: what is owed, and what is no limit.
import {obligations} from '@/domain/incident/words';
import {chinese, wordOf, type Words} from '@/words';

const others = {
    panic: ['紧急求助', 'officer in danger'],
    ring_gap: ['快反圈过薄', 'rings too thin'],
} as const satisfies Words;

/** "到场超时"; of what is no limit only its name. */
export function alarmText(kind: string): string {
    if (kind in others) return wordOf(others, kind);
    return chinese() ? `${wordOf(obligations, kind)}超时` : `${wordOf(obligations, kind)}: late`;
}
