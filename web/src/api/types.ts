// Names for what the interface's description says. Everything here is taken from the generated types: a shape
// that the server does not have cannot be written down.
import type {components, paths} from '@interface';

type Success<Operation> = Operation extends {
    responses: {200: {content: {'application/json': infer Body}}};
}
    ? Body
    : never;
export type Answer<
    Path extends keyof paths,
    Method extends keyof paths[Path] = 'get' & keyof paths[Path],
> = Success<paths[Path][Method]>;
export type Body<
    Path extends keyof paths,
    Method extends keyof paths[Path] = 'post' & keyof paths[Path],
> = paths[Path][Method] extends {requestBody: {content: {'application/json': infer Sent}}} ? Sent : never;

export type Problem = components['schemas']['Problem'];
export type Session = Answer<'/v1/session'>;

export type IncidentRow = Answer<'/v1/incidents'>['rows'][number]['row'];
export type UnitRow = Answer<'/v1/units'>['rows'][number]['row'];
export type CallRow = Answer<'/v1/calls'>['rows'][number]['row'];
export type InstructionRow = Answer<'/v1/instructions'>['rows'][number]['row'];
export type PostRow = Answer<'/v1/posts'>['rows'][number]['row'];
export type ShelvingRow = Answer<'/v1/shelvings'>['rows'][number]['row'];
export type TaskRow = Answer<'/v1/tasks'>['rows'][number]['row'];
export type BulletinRow = Answer<'/v1/bulletins'>['rows'][number]['row'];
export type BulletinState = Answer<'/v1/bulletins/{bulletin_id}'>['state'];
export type WeeklyPage = Answer<'/v1/weekly_figures'>;
export type AuditPage = Answer<'/v1/audits/{day}'>;
export type FigureRecords = Answer<'/v1/weekly_figures/records'>;
export type MatterRow = Answer<'/v1/matters'>['rows'][number]['row'];
export type SelectionRow = Answer<'/v1/selections'>['rows'][number]['row'];
export type MediationRow = Answer<'/v1/mediations'>['rows'][number]['row'];
export type PushRow = Answer<'/v1/pushes'>['rows'][number]['row'];
export type AreaRow = Answer<'/v1/areas'>['rows'][number]['row'];
export type OwedRow = Answer<'/v1/obligations'>['rows'][number];
export type Forecast = Answer<'/v1/forecast'>;
export type ForecastMove = NonNullable<Forecast['moves']>[number];
export type Position = NonNullable<Answer<'/v1/positions'>['rows']>[number];

export type Priority = IncidentRow['priority'];
export type UnitStatus = UnitRow['status'];
export type Channel = CallRow['channel'];
export type Jurisdiction = IncidentRow['where'];
export type Point = NonNullable<IncidentRow['point']>;

export type IncidentState = Answer<'/v1/incidents/{incident_id}'>['state'];
export type InstructionState = Answer<'/v1/instructions/{instruction_id}'>['state'];
export type MediationState = Answer<'/v1/mediations/{mediation_id}'>['state'];
export type PushState = Answer<'/v1/pushes/{push_id}'>['state'];
export type SelectionState = Answer<'/v1/selections/{selection_id}'>['state'];
export type TimelineEvent = NonNullable<Answer<'/v1/incidents/{incident_id}/timeline'>['events']>[number];
export type CallState = Answer<'/v1/calls/{call_id}'>['state'];
export type Recommendation = Answer<'/v1/incidents/{incident_id}/recommendation'>;
export type Requirement = NonNullable<Recommendation['answers']>[number];
export type Proposal = NonNullable<Requirement['chosen']>[number];
export type Gap = NonNullable<Recommendation['price']['gaps']>[number];

export type Addresses = Answer<'/v1/addresses'>;
export type PlaceCandidate = NonNullable<Addresses['place']>;
export type ClassProposal = NonNullable<Answer<'/v1/classifications', 'post'>['proposals']>[number];
export type Question = NonNullable<ClassProposal['questions']>[number];
export type SameEvent = NonNullable<Answer<'/v1/same_events', 'post'>['hits']>[number];
export type CallHistory = Answer<'/v1/calls/{call_id}/history'>;
export type Report = NonNullable<Body<'/v1/calls/{call_id}/incident'>['report']>;

/** A change of the live feed: the row as a list would give it, or none where the record is gone. */
export interface Change {
    position: number;
    wire: string;
    resource: string;
    stream: string;
    version: number;
    open: boolean;
    row: unknown;
}
