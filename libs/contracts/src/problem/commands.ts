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

export const LogProblem = command('LogProblem', {
  ...byWorkers,
  route: 'POST /v1/problems',
  creates: true,
  summary: 'Log a problem',
  description: 'Impact and urgency give the priority.',
  payload: Payload({ ...logFields, assign: Optional(Payload(Assignee)) }),
});

export const LogTrendProblem = command('LogTrendProblem', {
  ...byProcesses,
  creates: true,
  summary: 'Log the problem that an accepted trend asks for',
  payload: Payload({ ...logFields, number: Line(40), trend: Reference }),
});

export const InvestigateProblem = command('InvestigateProblem', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/investigate',
  summary: 'Start the investigation: logged → investigating',
  payload: Payload({}),
});

const RootCause = { rootCause: Prose(), category: OneOf(ROOT_CAUSE_CATEGORIES) };

export const RecordRootCause = command('RecordRootCause', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/root-cause',
  summary: 'Record the root cause: investigating → root cause found',
  payload: Payload(RootCause),
});

export const ReviseRootCause = command('ReviseRootCause', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/revise-root-cause',
  summary: 'Put the root cause right',
  payload: Payload(RootCause),
});

export const PlanProblemFix = command('PlanProblemFix', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/plan-fix',
  summary: 'Say what will fix it: root cause found → fix pending',
  payload: Payload({
    fix: Prose(),
    change: Optional({ ...Reference, description: 'The change that fixes it; it is linked.' }),
  }),
});

export const ResolveProblem = command('ResolveProblem', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/resolve',
  summary: 'Resolve: the fix is in place',
  payload: Payload({ notes: Prose(20_000, { description: 'What was done.' }) }),
});

export const RecurProblem = command('RecurProblem', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/recur',
  summary: 'It came back: resolved → investigating',
  description: 'Incidents opened after the resolution are shown as `possibleRecurrences`; whether it is, people say.',
  payload: Payload({ reason: Reason }),
});

export const CloseProblem = command('CloseProblem', {
  ...byManagers,
  route: 'POST /v1/problems/:id/close',
  summary: 'Close a resolved problem as fixed',
  payload: Payload({}),
});

export const AcceptProblemRisk = command('AcceptProblemRisk', {
  ...byManagers,
  route: 'POST /v1/problems/:id/accept-risk',
  summary: 'Close without a fix, the risk accepted',
  payload: Payload({ reason: Reason }),
});

export const CancelProblem = command('CancelProblem', {
  ...byManagers,
  route: 'POST /v1/problems/:id/cancel',
  summary: 'Close: not a problem after all',
  payload: Payload({ reason: Reason }),
});

export const AssignProblem = command('AssignProblem', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/assign',
  summary: 'Assign to a team, and perhaps to a person of it',
  payload: Payload(Assignee),
});

export const AssessProblem = command('AssessProblem', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/assess',
  summary: 'Assess impact and urgency, which give the priority',
  payload: Payload({ impact: LevelField, urgency: LevelField }),
});

export const CategoriseProblem = command('CategoriseProblem', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/categorise',
  summary: 'Set category or service',
  description: 'What is left out stays as it is; null takes it away.',
  payload: Payload({ category: Optional(Maybe(Line(200))), service: Optional(Maybe(Reference)) }, { minProperties: 1 }),
});

export const ReviseProblemDescription = command('ReviseProblemDescription', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/revise-description',
  summary: 'Put title or description right',
  description: 'What is left out stays as it is.',
  payload: Payload({ title: Optional(Line(300)), description: Optional(Maybe(Prose())) }, { minProperties: 1 }),
});

export const RecordWorkaround = command('RecordWorkaround', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/workaround',
  summary: 'Record a workaround, or a better one',
  description:
    'Makes the problem a known error. Every open incident linked with it is offered the workaround, also one linked later.',
  payload: Payload({ workaround: Prose() }),
});

export const WithdrawWorkaround = command('WithdrawWorkaround', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/workaround/withdraw',
  summary: 'Withdraw the workaround: it does not help, or does harm',
  description: 'The problem is a known error no longer, and every incident that was offered the workaround is told.',
  payload: Payload({ reason: Reason }),
});

export const NoteInvestigation = command('NoteInvestigation', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/notes',
  summary: 'Add an entry to the timeline of the investigation',
  payload: Payload({ body: Prose() }),
});

export const AnswerWhy = command('AnswerWhy', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/whys',
  summary: 'Ask why, and answer it: one of the five whys',
  payload: Payload({ why: Line(1000), because: Prose(4000) }),
});

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

export const UnlinkProblem = command('UnlinkProblem', {
  ...byWorkers,
  route: 'POST /v1/problems/:id/links/unlink',
  summary: 'Take a link off',
  payload: Payload({
    kind: OneOf(PROBLEM_LINKABLE_KINDS),
    targetId: Line(200, { description: 'Id of the record, or the number of a problem.' }),
  }),
});

export const NoteProblemIncident = command('NoteProblemIncident', {
  ...byProcesses,
  summary: 'Tell a problem that an incident points at it',
  payload: Payload({ incident: Reference }),
});

export const ForgetProblemIncident = command('ForgetProblemIncident', {
  ...byProcesses,
  summary: 'Tell a problem that an incident points at it no longer',
  payload: Payload({ incidentId: Line(200) }),
});

export const ImportProblemStub = command('ImportProblemStub', {
  roles: ['admin'],
  route: 'PUT /v1/problems/:id/import',
  creates: 'or-extends',
  summary: 'Make a record of a problem that an imported record names',
  description:
    'Nothing is known of it but its number there: it gets one of ours and is marked `importedOnly`. What is there stays as it is.',
  payload: ImportedStub,
});

export const WithdrawProblemStub = command('WithdrawProblemStub', {
  roles: ['admin'],
  route: 'POST /v1/problems/:id/withdraw-import',
  summary: 'Undo an import batch for this problem',
  description: 'Refused once people have worked on it here, or when another batch brought it.',
  payload: WithdrawnStub,
});

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
