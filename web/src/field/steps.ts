// How far a crew is on its way, by what the server knows and by what was said here and has not arrived. Pure.
import type {Deed, DeedKind, Step} from './deeds';

export const steps = ['acknowledge', 'depart', 'arrive', 'clear'] as const;
export type Move = (typeof steps)[number];

interface Stamps {
    assignment_id: string;
    acknowledged_at?: string | undefined;
    en_route_at?: string | undefined;
    arrived_at?: string | undefined;
    assigned_at: string;
}

const saidOf = (deed: Deed): number => steps.indexOf(deed.kind as Step);

/** 0 assigned, 1 acknowledged, 2 en route, 3 on scene, 4 clear. */
export function stepOf(stamps: Stamps, unsaid: readonly Deed[]): number {
    const known = stamps.arrived_at ? 3 : stamps.en_route_at ? 2 : stamps.acknowledged_at ? 1 : 0;
    const said = unsaid
        .filter((deed) => 'assignment' in deed && deed.assignment === stamps.assignment_id)
        .map((deed) => saidOf(deed) + 1);
    return Math.max(known, ...said);
}

/** What may be said next: the usual step first, then those that may be said at once. */
export const movesFrom = (step: number): readonly Move[] => steps.slice(step);

/** What was said cannot have happened before this, by the server's clock. */
export const latestStamp = (stamps: Stamps): number =>
    Math.max(
        ...[stamps.assigned_at, stamps.acknowledged_at, stamps.en_route_at, stamps.arrived_at]
            .filter((at): at is string => Boolean(at))
            .map((at) => Date.parse(at)),
    );

export const statusWords: Readonly<Record<number, string>> = {
    0: 'assigned',
    1: 'acknowledged',
    2: 'en_route',
    3: 'on_scene',
    4: 'cleared',
};

/** What deeds say of a duty that has not arrived yet. */
export const saidDuty = (kinds: readonly DeedKind[]): 'on' | 'off' | undefined => {
    const last = [...kinds].reverse().find((kind) => kind === 'begin_duty' || kind === 'end_duty');
    return last === undefined ? undefined : last === 'begin_duty' ? 'on' : 'off';
};
