// What went wrong, as one kind of value that says what happened and what helps, in words.
import {chinese, wordOf, type Words} from '@/words/language';
import type {Problem} from './types';

/** refused: the server said no; unknown: no answer, it may have happened; signed_out. */
export type TroubleKind = 'refused' | 'unknown' | 'signed_out';

export class Trouble extends Error {
    constructor(
        readonly kind: TroubleKind,
        readonly status = 0,
        readonly problem?: Problem,
        readonly body?: unknown,
    ) {
        super(problem?.detail ?? kind);
    }
    get code(): string {
        return this.problem?.code ?? '';
    }
}

const remedies = {
    fix_input: ['改正输入后再发', 'correct the input and send again'],
    wait: ['稍候再试', 'wait a little and try again'],
    reload: ['情况已变，看过最新状态再决定', 'it has changed: look again, then decide'],
    ask_superior: ['请上级处理', 'ask the level above'],
    override_with_reason: ['写明理由后可以覆盖', 'may be overridden with a reason'],
} as const satisfies Words;

const plain = {
    unknown: ['没有收到服务器答复。', 'The server did not answer.'],
    generic: ['服务器拒绝了请求（{status}）。', 'The server refused ({status}).'],
} as const satisfies Words;

/** A failure as a sentence in the reader's language. */
export function troubleText(trouble: unknown): string {
    if (!(trouble instanceof Trouble)) return String(trouble);
    if (trouble.kind === 'unknown') return wordOf(plain, 'unknown');
    return problemText(trouble.problem) || wordOf(plain, 'generic', {status: trouble.status});
}

export function problemText(problem: Problem | undefined): string {
    if (!problem) return '';
    return (chinese() ? problem.zh || problem.detail : problem.detail) || problem.title;
}

/** What helps, or nothing. */
export function remedyText(trouble: unknown): string {
    const remedy = trouble instanceof Trouble ? trouble.problem?.remedy : undefined;
    return remedy && remedy !== 'none' ? wordOf(remedies, remedy) : '';
}
