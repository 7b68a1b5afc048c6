// What a row says is owed next of its record, as the limits of a desk show it. Pure.
import type {Owed} from './urgency';

interface Next {
    kind: string;
    owner: string;
    since: string;
    due_by: string;
    warn_at?: string | null | undefined;
    missed?: boolean | undefined;
}

/** None: it is owed nothing now. */
export function nextOwed(module: string, stream: string, next: Next | null | undefined): Owed | undefined {
    if (!next) return undefined;
    const dueBy = Date.parse(next.due_by);
    return {
        id: `${stream}/${next.kind}`,
        stream,
        module,
        kind: next.kind,
        owner: next.owner,
        since: Date.parse(next.since),
        dueBy,
        warnAt: next.warn_at ? Date.parse(next.warn_at) : dueBy,
        missed: next.missed ?? false,
        told: [],
    };
}
