// What went wrong, as one kind of value that says what happened and what helps, in words.
import {remedies} from '@shared/codes.js';

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


const plain = {
    unknown: ['没有收到服务器答复。', 'The server did not answer.'],
    generic: ['服务器拒绝了请求（{status}）。', 'The server refused ({status}).'],
    helps: ['怎么办：{what}', 'What helps: {what}'],
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

/** What happened, what helps, and the code by which it can be looked up. */
export function refusalText(trouble: unknown): string {
    const helps = remedyText(trouble);
    const code = trouble instanceof Trouble ? trouble.code : '';
    return [troubleText(trouble), helps && wordOf(plain, 'helps', {what: helps}), code && `[${code}]`]
        .filter(Boolean)
        .join(' ');
}

/** What helps, or nothing. */
export function remedyText(trouble: unknown): string {
    const remedy = trouble instanceof Trouble ? trouble.problem?.remedy : undefined;
    return remedy && remedy !== 'none' ? wordOf(remedies, remedy) : '';
}
