// In which order mediations are worked on, and what can be done with one. Pure; the server decides.
import type {MediationRow} from '@/api/types';
import {nextOwed} from '@/desk/next_owed';
import {urgencyOf, type Owed} from '@/desk/urgency';
import type {Mediation} from './store';

export const owedOf = ({id, row}: Pick<Mediation, 'id' | 'row'>): Owed | undefined =>
    nextOwed('mediation', id, row.next);

export const isLate = (one: Mediation, now: number): boolean => urgencyOf(owedOf(one), now) === 'late';

export function byWhatBreaks(a: Mediation, b: Mediation): number {
    const due = (one: Mediation) => owedOf(one)?.dueBy ?? Number.MAX_SAFE_INTEGER;
    return (
        due(a) - due(b) ||
        Date.parse(b.row.opened_at) - Date.parse(a.row.opened_at) ||
        a.id.localeCompare(b.id)
    );
}

export const acts = [
    'take_up',
    'see_solution',
    'record_statement',
    'record_visit',
    'draft_agreement',
    'sign_agreement',
    'begin_quiet',
    'push',
    'hand_over',
    'end',
] as const;
export type Act = (typeof acts)[number];

const works = ({stage}: MediationRow): boolean => stage === 'open' || stage === 'quiet';
const fits: Readonly<Record<Act, (row: MediationRow) => boolean>> = {
    take_up: (row) => works(row) && !row.taken_up,
    see_solution: (row) => row.stage === 'solved' && !row.ended_at,
    record_statement: works,
    record_visit: works,
    draft_agreement: works,
    sign_agreement: (row) =>
        works(row) && (row.agreement_version ?? 0) > 0 && (row.signed_by?.length ?? 0) < 2,
    begin_quiet: (row) => row.stage === 'open' && row.heard?.length === 2,
    push: works,
    hand_over: works,
    end: works,
};
export const keyOf: Readonly<Record<Act, string>> = {
    take_up: 'Y',
    see_solution: 'Y',
    record_statement: 'R',
    record_visit: 'V',
    draft_agreement: 'D',
    sign_agreement: 'G',
    begin_quiet: 'Q',
    push: 'P',
    hand_over: 'H',
    end: 'X',
};
const permissions: Readonly<Partial<Record<Act, string>>> = {push: 'mediation.prepare_push'};

export const actsOf = (row: MediationRow, may: (permission: string) => boolean): Act[] =>
    acts.filter((name) => fits[name](row) && may(permissions[name] ?? `mediation.${name}`));
