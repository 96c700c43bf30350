import { Type } from '@sinclair/typebox';
import { LevelField } from '../incident/events';
import { ImportedStub, Line, Maybe, OneOf, Payload, Prose, Reference, WithdrawnStub, commandsOf } from '../kit';
import { PROBLEM_LINKABLE_KINDS, ROOT_CAUSE_CATEGORIES } from './lifecycle';

const command = commandsOf('problem');
const byWorkers = { roles: ['problem-manager', 'agent'] } as const;
const byManagers = { roles: ['problem-manager'] } as const;
const byProcesses = { roles: [] } as const;
const { Optional } = Type;

const Reason = Prose(2000);
const Assignee = {
  teamId: Line(200, { description: 'Id of the team.' }),
  personId: Optional(Line(200, { description: 'Id of the person, who must be a member of the team.' })),
};

const logFields = {
  title: Line(300),
  description: Optional(Prose(20_000, { description: 'What people notice: the symptoms.' })),
  category: Optional(Line(200)),
  service: Optional(Reference),
  impact: LevelField,
  urgency: LevelField,
  cis: Optional(Type.Array(Reference, { maxItems: 100, description: 'Configuration items affected.' })),
  incidents: Optional(
    Type.Array(Reference, { maxItems: 200, description: 'Incidents it is behind: they are linked with it.' }),
  ),
};

/**
 * Configuration items named are linked at once, the incidents by a process. Refused for an unknown team or person, and
 * for a person who is no member of the team.
 */
export const LogProblem = command('LogProblem', {
  ...byWorkers,
  route: 'POST /v1/problems',
  creates: true,
  summary: 'Log a problem',
  description: 'Impact and urgency give the priority, by the matrix of `GET /v1/incident-settings`.',
  payload: Payload({ ...logFields, assign: Optional(Payload(Assignee)) }),
});

/**
 * Sent by the process that follows accepted trends; the number was reserved when the trend was accepted. Nothing is
 * refused.
 */
export const LogTrendProblem = command('LogTrendProblem', {
  ...byProcesses,
  creates: true,
  summary: 'Log the problem that an accepted trend asks for',
  payload: Payload({ ...logFields, number: Line(40), trend: Reference }),
});

/**
 * Only from logged; when it is under investigation already, nothing is recorded. A recurrence leads there by
 * `RecurProblem`.
 */
export const InvestigateProblem = command('InvestigateProblem', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/investigate',
  summary: 'Start the investigation: logged → investigating',
  payload: Payload({}),
});

const RootCause = { rootCause: Prose(), category: OneOf(ROOT_CAUSE_CATEGORIES) };

/** Refused from any state but investigating; a cause that was found before is put right by `ReviseRootCause`. */
export const RecordRootCause = command('RecordRootCause', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/root-cause',
  summary: 'Record the root cause: investigating → root cause found',
  payload: Payload(RootCause),
});

/**
 * What the cause really was may be understood late: also once resolved, until closed. Refused while no root cause is
 * found, as after a recurrence.
 */
export const ReviseRootCause = command('ReviseRootCause', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/revise-root-cause',
  summary: 'Put the root cause right',
  payload: Payload(RootCause),
});

/** Refused from any state but root cause found; without a change the fix needs none, or its change is linked later. */
export const PlanProblemFix = command('PlanProblemFix', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/plan-fix',
  summary: 'Say what will fix a problem: root cause found → fix pending',
  payload: Payload({
    fix: Prose(),
    change: Optional({ ...Reference, description: 'The change that fixes it; it is linked.' }),
  }),
});

/** Refused unless a fix is pending; the problem can recur until it is closed. */
export const ResolveProblem = command('ResolveProblem', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/resolve',
  summary: 'Resolve a problem: the fix is in place',
  payload: Payload({ notes: Prose(20_000, { description: 'What was done.' }) }),
});

/** Refused unless resolved: a closed problem stays closed, and a new one is logged and linked as `related_problem`. */
export const RecurProblem = command('RecurProblem', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/recur',
  summary: 'Record that a problem came back: resolved → investigating',
  description: 'Incidents opened after the resolution are shown as `possibleRecurrences`; whether it is, people say.',
  payload: Payload({ reason: Reason }),
});

/**
 * Final. Refused unless resolved, closing again records nothing; without a fix it is `AcceptProblemRisk` or
 * `CancelProblem`.
 */
export const CloseProblem = command('CloseProblem', {
  ...byManagers,
  route: 'POST /v1/problems/:id/close',
  summary: 'Close a resolved problem as fixed',
  payload: Payload({}),
});

/**
 * Final, from every state before resolved; refused from resolved and closed. A workaround stays and is still offered:
 * it matters most now.
 */
export const AcceptProblemRisk = command('AcceptProblemRisk', {
  ...byManagers,
  route: 'POST /v1/problems/:id/accept-risk',
  summary: 'Close a problem without a fix, the risk accepted',
  payload: Payload({ reason: Reason }),
});

/** Final, from every state before resolved; refused from resolved and closed. */
export const CancelProblem = command('CancelProblem', {
  ...byManagers,
  route: 'POST /v1/problems/:id/cancel',
  summary: 'Close a problem that was none after all',
  payload: Payload({ reason: Reason }),
});

/**
 * Refused once closed, for a team unknown or disbanded, and for a person who is unknown, deactivated or no member. The
 * same again records nothing.
 */
export const AssignProblem = command('AssignProblem', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/assign',
  summary: 'Assign to a team, and perhaps to a person of it',
  payload: Payload(Assignee),
});

/**
 * The priority follows from the matrix that incidents are settled by, as it is in force then. Refused once closed; the
 * same again records nothing.
 */
export const AssessProblem = command('AssessProblem', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/assess',
  summary: 'Assess impact and urgency, which give the priority',
  payload: Payload({ impact: LevelField, urgency: LevelField }),
});

/** Refused once closed; the same again records nothing. The category is free text. */
export const CategoriseProblem = command('CategoriseProblem', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/categorise',
  summary: 'Set category or service',
  description: 'What is left out stays as it is; null takes it away.',
  payload: Payload({ category: Optional(Maybe(Line(200))), service: Optional(Maybe(Reference)) }, { minProperties: 1 }),
});

/** Refused once closed; the same again records nothing. Null takes the description away. */
export const ReviseProblemDescription = command('ReviseProblemDescription', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/revise-description',
  summary: 'Put title or description right',
  description: 'What is left out stays as it is.',
  payload: Payload({ title: Optional(Line(300)), description: Optional(Maybe(Prose())) }, { minProperties: 1 }),
});

/** Permitted in every state, also closed; the text it has already records nothing. */
export const RecordWorkaround = command('RecordWorkaround', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/workaround',
  summary: 'Record a workaround, or a better one',
  description:
    'Makes the problem a known error. Every open incident linked with it is offered the workaround, also one linked later.',
  payload: Payload({ workaround: Prose() }),
});

/**
 * Permitted in every state, also closed; without a workaround nothing is recorded. The next workaround is another
 * revision, whatever it says.
 */
export const WithdrawWorkaround = command('WithdrawWorkaround', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/workaround/withdraw',
  summary: 'Withdraw the workaround: it does not help, or does harm',
  description: 'The problem is a known error no longer, and every incident that was offered the workaround is told.',
  payload: Payload({ reason: Reason }),
});

/** Permitted in every state: what is learned after the end belongs to the record, too. */
export const NoteInvestigation = command('NoteInvestigation', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/notes',
  summary: 'Add an entry to the timeline of the investigation',
  payload: Payload({ body: Prose() }),
});

/** Refused once closed. How many are asked is not limited to five. */
export const AnswerWhy = command('AnswerWhy', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/whys',
  summary: 'Ask why, and answer it: one of the five whys',
  payload: Payload({ why: Line(1000), because: Prose(4000) }),
});

/**
 * Permitted in every state, also closed. Refused for a problem that is unknown or is this one, and for another record
 * without a name; again it records nothing.
 */
export const LinkProblem = command('LinkProblem', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/links',
  summary: 'Link with another record',
  description:
    'For `related_problem` the target is a problem, by id or number; for the others give id and name. An incident is ' +
    'linked from its own side: `POST /v1/incidents/:id/links` with kind `problem` and the id of the problem.',
  payload: Payload({
    kind: OneOf(PROBLEM_LINKABLE_KINDS),
    target: Payload({ id: Line(200), name: Optional(Line(300)) }),
  }),
});

/**
 * Permitted in every state; a link that is not there records nothing. Links with incidents are taken off from the
 * incident's side.
 */
export const UnlinkProblem = command('UnlinkProblem', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/links/unlink',
  summary: 'Take a link off',
  payload: Payload({
    kind: OneOf(PROBLEM_LINKABLE_KINDS),
    targetId: Line(200, { description: 'Id of the record, or the number of a problem.' }),
  }),
});

/** Sent by a process when an incident was linked; a second time it records nothing. */
export const NoteProblemIncident = command('NoteProblemIncident', {
  ...byProcesses,
  summary: 'Tell a problem that an incident points at it',
  payload: Payload({ incident: Reference }),
});

/** Sent by a process when an incident's link was taken off; without such a link it records nothing. */
export const ForgetProblemIncident = command('ForgetProblemIncident', {
  ...byProcesses,
  summary: 'Tell a problem that an incident points at it no longer',
  payload: Payload({ incidentId: Line(200) }),
});

/** Refused when the id does not follow from source and number, and for a problem that was logged here. */
export const ImportProblemStub = command('ImportProblemStub', {
  roles: ['admin'],
  route: 'PUT /v1/problems/:id/import',
  creates: 'or-extends',
  summary: 'Make a record of a problem that an imported record names',
  description:
    'Nothing is known of it but its number there: it gets one of ours and is marked `importedOnly`. What is there stays as it is.',
  payload: ImportedStub,
});

/**
 * What processes recorded, such as links with incidents, is no work and does not keep it. Withdrawing again records
 * nothing.
 */
export const WithdrawProblemStub = command('WithdrawProblemStub', {
  roles: ['admin'],
  route: 'POST /v1/problems/:id/withdraw-import',
  summary: 'Undo an import batch for this problem',
  description: 'Refused once people have worked on it here, or when another batch brought it.',
  payload: WithdrawnStub,
});

/** What a problem can be told, by people and by processes; what concerns trends is in `trendCommands`. */
export const problemCommands = [
  LogProblem,
  LogTrendProblem,
  InvestigateProblem,
  RecordRootCause,
  ReviseRootCause,
  PlanProblemFix,
  ResolveProblem,
  RecurProblem,
  CloseProblem,
  AcceptProblemRisk,
  CancelProblem,
  AssignProblem,
  AssessProblem,
  CategoriseProblem,
  ReviseProblemDescription,
  RecordWorkaround,
  WithdrawWorkaround,
  NoteInvestigation,
  AnswerWhy,
  LinkProblem,
  UnlinkProblem,
  NoteProblemIncident,
  ForgetProblemIncident,
  ImportProblemStub,
  WithdrawProblemStub,
] as const;
