// What a person in the field can say, each as a value that is kept as it is and sent later. Pure.
import type {Body} from '@/api/types';

export type Outcome = Body<'/v1/incidents/{incident_id}/call_back'>['result'];

export type Step = 'acknowledge' | 'depart' | 'arrive';

export type Deed =
    | {kind: Step | 'know'; unit: string; assignment: string; incident: string}
    | {kind: 'clear'; unit: string; assignment: string; incident: string; outcome: string}
    | {kind: 'safe' | 'panic' | 'begin_duty' | 'end_duty' | 'back_in_service'; unit: string}
    | {kind: 'report'; incident: string; text: string}
    /** `incident` may be an instruction, too. */
    | {kind: 'photo'; incident: string; photo: Blob}
    | {kind: 'card'; of: string[]; answers: {question_id: string; value: string}[]}
    | {kind: 'voice'; incident: string; note: Blob}
    | {kind: 'call_back'; incident: string; result: Outcome; text: string};

export type DeedKind = Deed['kind'];

/** The unit that a deed is said of, if any: what is said of one unit stays in order. */
export const unitOf = (deed: Deed): string => ('unit' in deed ? deed.unit : '');
export const incidentOf = (deed: Deed): string => ('incident' in deed ? deed.incident : '');

/** Without what was written, shown or said of people: what stays on the phone once it is delivered. */
export function withoutText(deed: Deed): Deed {
    if (deed.kind === 'photo') return {...deed, photo: new Blob()};
    if (deed.kind === 'voice') return {...deed, note: new Blob()};
    if (deed.kind === 'card') return {...deed, answers: []};
    return 'text' in deed ? {...deed, text: ''} : deed;
}
