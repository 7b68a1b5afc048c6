// How far up what is late was raised.
import type {Owed} from '@/desk/urgency';
import type {Line} from '@/domain/alarm/alarms';

/** The highest post that knows of anything in the line. */
export function toldOf({alarms}: Line): string | undefined {
    const ladders = alarms.map(({owed}) => owed?.told ?? []);
    const longest = ladders.reduce<readonly string[]>((a, b) => (b.length > a.length ? b : a), []);
    return longest[longest.length - 1];
}

/** What was raised and is still owed: the highest first, then what is late longest. */
export const raisedOf = (rows: readonly Owed[]): Owed[] =>
    rows
        .filter(({told}) => told.length > 0)
        .sort((a, b) => b.told.length - a.told.length || a.dueBy - b.dueBy);
