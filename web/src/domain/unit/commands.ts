// What can be said of a unit, each as something to be sent under a key.
import {client, settle, under} from '@/api/client';
import type {Priority} from '@/api/types';

export type Sending = (key: string) => Promise<unknown>;

const at = (unit_id: string, key: string) => ({path: {unit_id}, header: under(key)});

export const acknowledge =
    (unit: string): Sending =>
    (key) =>
        settle(client.POST('/v1/units/{unit_id}/acknowledgement', {params: at(unit, key), body: {}}));
export const depart =
    (unit: string): Sending =>
    (key) =>
        settle(client.POST('/v1/units/{unit_id}/departure', {params: at(unit, key), body: {}}));
export const arrive =
    (unit: string): Sending =>
    (key) =>
        settle(client.POST('/v1/units/{unit_id}/arrival', {params: at(unit, key), body: {}}));
export const clear =
    (unit: string): Sending =>
    (key) =>
        settle(client.POST('/v1/units/{unit_id}/clearance', {params: at(unit, key), body: {}}));
export const knowChange =
    (unit: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/units/{unit_id}/change_acknowledgement', {params: at(unit, key), body: {}}),
        );
export const answerSafety =
    (unit: string): Sending =>
    (key) =>
        settle(client.POST('/v1/units/{unit_id}/safety_answer', {params: at(unit, key), body: {}}));
export const clearPanic =
    (unit: string, reason: string): Sending =>
    (key) =>
        settle(client.POST('/v1/units/{unit_id}/panic_clearance', {params: at(unit, key), body: {reason}}));
export const release =
    (unit: string, reason: string, incident_id?: string): Sending =>
    (key) =>
        settle(
            client.POST('/v1/units/{unit_id}/release', {
                params: at(unit, key),
                body: {reason, incident_id},
            }),
        );
export const resume =
    (unit: string, incident_id?: string): Sending =>
    (key) =>
        settle(client.POST('/v1/units/{unit_id}/resumption', {params: at(unit, key), body: {incident_id}}));

export interface Dispatch {
    incident: {id: string; priority: Priority; classCode: string};
    units: readonly string[];
    /** Why a unit that is on something else goes all the same; that one waits. */
    overrideReason?: string;
    /** Why something less urgent is given up for this. */
    preemptReason?: string;
}

export const dispatch =
    ({incident, units, overrideReason, preemptReason}: Dispatch) =>
    (key: string) =>
        settle(
            client.POST('/v1/dispatches', {
                params: {header: under(key)},
                body: {
                    incident_id: incident.id,
                    priority: incident.priority,
                    incident_class: incident.classCode || undefined,
                    units: units.map((unit_id) => ({
                        unit_id,
                        override_reason: overrideReason,
                        preempt_reason: preemptReason,
                    })),
                },
            }),
        );
