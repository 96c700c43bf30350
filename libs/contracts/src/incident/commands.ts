import { Type } from '@sinclair/typebox';
import { Instant, Line, Maybe, OneOf, Payload, Prose, Reference, commandsOf } from '../kit';
import { LevelField, PriorityField } from './events';
import { CHANNELS, HOLD_REASONS, LINKABLE_KINDS, MAJOR_ROLES, RESOLUTION_CODES } from './lifecycle';

const command = commandsOf('incident');
const byAgents = { roles: ['agent'] } as const;
const byAll = { roles: ['requester', 'agent'] } as const;
const { Optional } = Type;

const Url = Type.String({ format: 'uri', pattern: '^https?://', maxLength: 2000 });
const Notes = Prose(20_000, { description: 'What was done; the caller sees it.' });
const Reason = Prose(2000);
const TeamId = Line(200, { description: 'Id of the team.' });
const PersonId = Line(200, { description: 'Id of the person, who must be a member of the team.' });
const IncidentName = Line(200, { description: 'Id or number of an incident.' });

/**
 * Records `IncidentLogged`, then a link per item and `followUpOf`, then the assignment. Refused for an unknown caller,
 * team, person or `followUpOf`, and when a requester names another caller or assigns.
 */
export const LogIncident = command('LogIncident', {
  ...byAll,
  route: 'POST /v1/incidents',
  creates: true,
  summary: 'Log an incident',
  description:
    'Impact and urgency give the priority by the matrix in force. A requester logs for themselves and assigns nobody.',
  payload: Payload({
    title: Line(300),
    description: Optional(Prose()),
    caller: Optional(Reference),
    channel: Optional(OneOf(CHANNELS, { description: 'Default: `portal` for a requester, else `other`.' })),
    category: Optional(Line(200)),
    subcategory: Optional(Line(200)),
    service: Optional(Reference),
    location: Optional(Line(200)),
    impact: LevelField,
    urgency: LevelField,
    cis: Optional(Type.Array(Reference, { maxItems: 100, description: 'Configuration items affected.' })),
    assign: Optional(Payload({ teamId: TeamId, personId: Optional(PersonId) })),
    loggedByTeamId: Optional(Line(200, { description: 'Team of the logging person; counts for first contact.' })),
    followUpOf: Optional(IncidentName),
  }),
});

/** Refused unless it is new, in progress or on hold. An automatic one does not stand in the way of a person’s. */
export const AcknowledgeIncident = command('AcknowledgeIncident', {
  ...byAgents,
  route: 'POST /v1/incidents/:id/acknowledge',
  summary: 'Acknowledge: somebody has seen it',
  description: 'The first acknowledgement by a person ends the time to acknowledge; a second one records nothing.',
  payload: Payload({ automatic: Optional(Type.Boolean({ description: 'By a rule; does not count as a response.' })) }),
});

/**
 * Refused unless it is open, for a team that is unknown or disbanded, and for a person who is no active member of it.
 * Whoever holds it already: nothing is recorded.
 */
export const AssignIncident = command('AssignIncident', {
  ...byAgents,
  route: 'POST /v1/incidents/:id/assign',
  summary: 'Assign to a team, and perhaps to a person of it',
  description: 'Without a person the team holds it. Every change of the team after the first is a reassignment.',
  payload: Payload({ teamId: TeamId, personId: Optional(PersonId) }),
});

/** Only from `new`; of one that is in progress it records nothing. */
export const StartIncident = command('StartIncident', {
  ...byAgents,
  route: 'POST /v1/incidents/:id/start',
  summary: 'Start work: new → in progress',
  payload: Payload({}),
});

/** Only from `in_progress`. The same reason and time again record nothing; others are for `ChangeHoldReason`. */
export const PutIncidentOnHold = command('PutIncidentOnHold', {
  ...byAgents,
  route: 'POST /v1/incidents/:id/hold',
  summary: 'Put on hold, with a reason',
  payload: Payload({
    reason: OneOf(HOLD_REASONS),
    note: Optional(Prose(2000)),
    resumeAt: Optional(Instant({ description: 'Resumes by itself then; must lie ahead.' })),
  }),
});

/**
 * Refused unless on hold, and for a new `resumeAt` that has passed. The same reason and time record nothing, whatever
 * the note.
 */
export const ChangeHoldReason = command('ChangeHoldReason', {
  ...byAgents,
  route: 'POST /v1/incidents/:id/change-hold',
  summary: 'Still on hold, for another reason or until another time',
  payload: Payload({
    reason: OneOf(HOLD_REASONS),
    note: Optional(Prose(2000)),
    resumeAt: Optional(Maybe(Instant({ description: 'Null: until somebody resumes it. Left out: as it was.' }))),
  }),
});

/** By hand, whatever was waited for; of one that is in progress it records nothing. */
export const ResumeIncident = command('ResumeIncident', {
  ...byAgents,
  route: 'POST /v1/incidents/:id/resume',
  summary: 'Resume work after a hold',
  payload: Payload({}),
});

/**
 * Refused unless open. 1 is the highest, 3 the lowest of either; the same again records nothing, even if the matrix
 * changed meanwhile.
 */
export const AssessIncident = command('AssessIncident', {
  ...byAgents,
  route: 'POST /v1/incidents/:id/assess',
  summary: 'Assess impact and urgency',
  description: 'The matrix in force gives the priority, unless a person overrode it: then the override stays.',
  payload: Payload({ impact: LevelField, urgency: LevelField }),
});

/** Refused unless open. The priority it has already records nothing and makes no override. */
export const OverrideIncidentPriority = command('OverrideIncidentPriority', {
  ...byAgents,
  route: 'POST /v1/incidents/:id/override-priority',
  summary: 'Override the priority, with a reason',
  payload: Payload({ priority: PriorityField, reason: Reason }),
});

/** Refused unless open; where nothing is overridden it records nothing. */
export const WithdrawPriorityOverride = command('WithdrawPriorityOverride', {
  ...byAgents,
  route: 'POST /v1/incidents/:id/withdraw-priority-override',
  summary: 'Let the matrix decide the priority again',
  payload: Payload({}),
});

/** Also while resolved; refused once closed or canceled. What is so already records nothing. */
export const CategoriseIncident = command('CategoriseIncident', {
  ...byAgents,
  route: 'POST /v1/incidents/:id/categorise',
  summary: 'Set category, subcategory, service or location',
  description: 'What is left out stays as it is; null takes it away.',
  payload: Payload(
    {
      category: Optional(Maybe(Line(200))),
      subcategory: Optional(Maybe(Line(200))),
      service: Optional(Maybe(Reference)),
      location: Optional(Maybe(Line(200))),
    },
    { minProperties: 1 },
  ),
});

/** Also while resolved; refused once closed or canceled. A null description takes it away. */
export const ReviseIncidentDescription = command('ReviseIncidentDescription', {
  ...byAgents,
  route: 'POST /v1/incidents/:id/revise-description',
  summary: 'Put title or description right',
  description: 'What is left out stays as it is.',
  payload: Payload({ title: Optional(Line(300)), description: Optional(Maybe(Prose())) }, { minProperties: 1 }),
});

/** Refused unless open. Said again, it is recorded again; who holds the incident stays. */
export const EscalateIncident = command('EscalateIncident', {
  ...byAgents,
  route: 'POST /v1/incidents/:id/escalate',
  summary: 'Escalate: to other skills (functional) or to more authority (hierarchical)',
  payload: Payload({ kind: OneOf(['functional', 'hierarchical']), to: Optional(Reference), reason: Reason }),
});

/**
 * Refused once closed or canceled. An incident that a requester neither called in nor watches is not found for them.
 */
export const CommentOnIncident = command('CommentOnIncident', {
  ...byAll,
  route: 'POST /v1/incidents/:id/comments',
  summary: 'Comment publicly',
  description: 'A comment by the caller resumes an incident that waits for the caller.',
  payload: Payload({ body: Prose() }),
});

/** Also on one that is closed or canceled: what is learned later belongs to its record. */
export const AddWorkNote = command('AddWorkNote', {
  ...byAgents,
  route: 'POST /v1/incidents/:id/work-notes',
  summary: 'Add an internal work note',
  payload: Payload({ body: Prose() }),
});

/**
 * Refused once closed or canceled, and not found for a requester who neither called it in nor watches. Known `url`:
 * only its name changes.
 */
export const LinkAttachment = command('LinkAttachment', {
  ...byAll,
  route: 'POST /v1/incidents/:id/attachments',
  summary: 'Link a document',
  payload: Payload({ url: Url, name: Line(300) }),
});

/**
 * Also on one that has ended: what must not be there may be found late. An address that is not linked records nothing.
 */
export const UnlinkAttachment = command('UnlinkAttachment', {
  ...byAgents,
  route: 'POST /v1/incidents/:id/attachments/unlink',
  summary: 'Take a linked document off',
  payload: Payload({ url: Url }),
});

/** In any state; somebody who watches already records nothing. An agent may name somebody else, also a requester. */
export const WatchIncident = command('WatchIncident', {
  ...byAgents,
  route: 'POST /v1/incidents/:id/watch',
  summary: 'Follow an incident',
  description: 'A watcher may read the public side of it.',
  payload: Payload({ person: Optional({ ...Reference, description: 'Default: you.' }) }),
});

/** In any state; somebody who does not watch records nothing. An agent may name somebody else. */
export const UnwatchIncident = command('UnwatchIncident', {
  ...byAgents,
  route: 'POST /v1/incidents/:id/unwatch',
  summary: 'Follow an incident no longer',
  payload: Payload({ personId: Optional(Line(200, { description: 'Default: you.' })) }),
});

const linkDescription =
  'For `parent`, `duplicate_of` and `follow_up_of` the target is an incident, by id or number; there is one parent and ' +
  'one duplicate at a time, and no incident is its own ancestor. A problem may be named by its number alone; for the ' +
  'others give id and name.';

/**
 * In any state: causes are found late. Refused for an unknown incident, a second `parent` or `duplicate_of`, a circle,
 * and as `parent` of an open incident for one that has ended. The same link again records nothing.
 */
export const LinkIncident = command('LinkIncident', {
  ...byAgents,
  route: 'POST /v1/incidents/:id/links',
  summary: 'Link with another record',
  description: linkDescription,
  payload: Payload({
    kind: OneOf(LINKABLE_KINDS),
    target: Payload({ id: Line(200), name: Optional(Line(300)) }),
  }),
});

/** In any state; a link that is not there records nothing. */
export const UnlinkIncident = command('UnlinkIncident', {
  ...byAgents,
  route: 'POST /v1/incidents/:id/links/unlink',
  summary: 'Take a link off',
  payload: Payload({
    kind: OneOf(LINKABLE_KINDS),
    targetId: Line(200, { description: 'Id of the record, or the number of an incident.' }),
  }),
});

/**
 * From new, in progress or on hold. When it closes by itself is reckoned now, by the settings in force; resolving again
 * with the same code and notes records nothing.
 */
export const ResolveIncident = command('ResolveIncident', {
  ...byAgents,
  route: 'POST /v1/incidents/:id/resolve',
  summary: 'Resolve, with a code and notes',
  description:
    'Children resolve with it. It closes by itself some business days after its last resolution, unless it is major. ' +
    '`duplicate` needs a `duplicate_of` link first.',
  payload: Payload({ code: OneOf(RESOLUTION_CODES), notes: Notes, knowledge: Optional(Reference) }),
});

/**
 * Goes to `in_progress`, with team and person as they were. Not found for a requester who neither called it in nor
 * watches.
 */
export const ReopenIncident = command('ReopenIncident', {
  ...byAll,
  route: 'POST /v1/incidents/:id/reopen',
  summary: 'Reopen: the resolution did not hold',
  description: 'Only while resolved. A closed incident stays closed: log a new one with `followUpOf`.',
  payload: Payload({ reason: Reason }),
});

/** Only from `resolved`; of a closed one it records nothing. */
export const CloseIncident = command('CloseIncident', {
  ...byAgents,
  route: 'POST /v1/incidents/:id/close',
  summary: 'Close for good',
  description: 'A major incident needs its post-incident review first.',
  payload: Payload({}),
});

/** Only from new, in progress or on hold, and final; a mistaken one is logged anew with `followUpOf`. */
export const CancelIncident = command('CancelIncident', {
  ...byAgents,
  route: 'POST /v1/incidents/:id/cancel',
  summary: 'Cancel: not an incident after all',
  payload: Payload({ reason: Reason }),
});

/**
 * Not once closed or canceled, and not while accepted; a candidate records nothing, one that was rejected is a
 * candidate again.
 */
export const ProposeMajorIncident = command('ProposeMajorIncident', {
  ...byAgents,
  route: 'POST /v1/incidents/:id/major/propose',
  summary: 'Propose as a major incident',
  payload: Payload({ justification: Prose(4000) }),
});

const NextUpdate = Instant({ description: 'When the next status update is promised. Default: in 30 minutes.' });

/**
 * Only of a candidate that is not closed or canceled. Refused for a `nextUpdateDue` that has passed; accepted already:
 * nothing is recorded.
 */
export const AcceptMajorIncident = command('AcceptMajorIncident', {
  ...byAgents,
  route: 'POST /v1/incidents/:id/major/accept',
  summary: 'Accept as a major incident',
  payload: Payload({
    manager: Optional({ ...Reference, description: 'Who leads it. Default: you.' }),
    nextUpdateDue: Optional(NextUpdate),
  }),
});

/** Only of a candidate: what was accepted stays major. Rejected already: nothing is recorded. */
export const RejectMajorIncident = command('RejectMajorIncident', {
  ...byAgents,
  route: 'POST /v1/incidents/:id/major/reject',
  summary: 'Reject as a major incident',
  description: 'It may be proposed again.',
  payload: Payload({ reason: Reason }),
});

/** Only while accepted, and not once closed or canceled. Null takes the role from whoever has it. */
export const AssignMajorIncidentRole = command('AssignMajorIncidentRole', {
  ...byAgents,
  route: 'POST /v1/incidents/:id/major/roles',
  summary: 'Give a role in the major incident to a person, or to nobody',
  payload: Payload({ role: OneOf(MAJOR_ROLES), person: Maybe(Reference) }),
});

/**
 * Only while accepted, and not once closed or canceled; refused for a `nextUpdateDue` that has passed. After the
 * resolution no next one is promised unless it is given.
 */
export const UpdateMajorIncidentStatus = command('UpdateMajorIncidentStatus', {
  ...byAgents,
  route: 'POST /v1/incidents/:id/major/updates',
  summary: 'Publish a status update and promise the next',
  payload: Payload({
    message: Prose(),
    nextUpdateDue: Optional(Maybe(Instant({ description: 'Default: in 30 minutes. Null: no more are promised.' }))),
  }),
});

/** Only of an accepted one that is resolved or closed; without it a major incident is not closed. */
export const ReviewMajorIncident = command('ReviewMajorIncident', {
  ...byAgents,
  route: 'POST /v1/incidents/:id/major/review',
  summary: 'Record the post-incident review',
  description: 'After the resolution; recording it again replaces what was said.',
  payload: Payload({
    summary: Prose(),
    causes: Optional(Prose()),
    actions: Optional(Type.Array(Line(1000), { maxItems: 100 })),
  }),
});

const byProcesses = { roles: [] } as const;

/**
 * From the timer that a resolution sets. `resolution` is its count; of another one, or of what became major, it records
 * nothing.
 */
export const CloseResolvedIncident = command('CloseResolvedIncident', {
  ...byProcesses,
  summary: 'Close automatically, unless it was reopened since the resolution named',
  payload: Payload({ resolution: Type.Integer({ minimum: 1 }) }),
});

/**
 * From the timer that a hold with a time sets; when somebody resumed it or set another time since, it records nothing.
 */
export const ResumeHeldIncident = command('ResumeHeldIncident', {
  ...byProcesses,
  summary: 'Resume at the time set, unless another was set since',
  payload: Payload({ resumeAt: Instant() }),
});

/**
 * Answers the other’s new `parent` link, so that the parent’s resolution takes it along; noted already: nothing is
 * recorded.
 */
export const NoteChildIncident = command('NoteChildIncident', {
  ...byProcesses,
  summary: 'Tell an incident that it is the parent of another',
  payload: Payload({
    child: Reference,
    historic: Optional(
      Type.Boolean({ description: 'The link is imported history: no news to a parent that has ended.' }),
    ),
  }),
});

/** Answers the taking off of the other’s `parent` link; what is no child records nothing. */
export const ForgetChildIncident = command('ForgetChildIncident', {
  ...byProcesses,
  summary: 'Tell an incident that another is its child no longer',
  payload: Payload({ child: Reference }),
});

/**
 * From problem management, when a workaround is recorded and when an incident is linked. Records nothing once ended,
 * without the link to the problem, or for a revision that was offered already.
 */
export const NoteWorkaround = command('NoteWorkaround', {
  ...byProcesses,
  summary: 'Offer an open incident the workaround of a problem it points at',
  payload: Payload({ problem: Reference, workaround: Prose(), workaroundRevision: Type.Integer({ minimum: 1 }) }),
});

/**
 * From problem management, when a workaround is withdrawn. Records nothing unless just that revision was offered last.
 */
export const ForgetWorkaround = command('ForgetWorkaround', {
  ...byProcesses,
  summary: 'Take back the workaround that an incident was offered',
  payload: Payload({ problem: Reference, workaroundRevision: Type.Integer({ minimum: 1 }), reason: Prose(2000) }),
});

/** Takes over code and notes of the parent’s resolution; records nothing if the parent is open again by then. */
export const ResolveChildIncident = command('ResolveChildIncident', {
  ...byProcesses,
  summary: 'Resolve with the parent, unless it is resolved already or another’s child',
  payload: Payload({ parent: Reference }),
});

/**
 * From the timer that every promise sets; records nothing once that update is no longer due, or the incident is not
 * open.
 */
export const ReportMissedMajorUpdate = command('ReportMissedMajorUpdate', {
  ...byProcesses,
  summary: 'Record that a promised status update did not come, unless it did',
  payload: Payload({ due: Instant() }),
});

/** Withdrawn already: nothing is recorded. Of several batches the latest goes first. */
export const WithdrawImportedIncident = command('WithdrawImportedIncident', {
  roles: ['admin'],
  route: 'POST /v1/incidents/:id/withdraw-import',
  summary: 'Undo an import batch for this incident',
  description:
    'What the batch told is taken back; what earlier batches told stays, and where there is none of that, views no ' +
    'longer show the incident. Its history stays, and importing it again brings it back. Refused once people have worked ' +
    'on it here, when a later batch added to it, and when the batch told nothing of it.',
  payload: Payload({ batch: Line(100), reason: Optional(Line(1000)) }),
});

/**
 * What is done with one incident: by people first, then by the suite’s own processes. `ImportIncident` stands by
 * itself.
 */
export const incidentLifecycleCommands = [
  LogIncident,
  AcknowledgeIncident,
  AssignIncident,
  StartIncident,
  PutIncidentOnHold,
  ChangeHoldReason,
  ResumeIncident,
  AssessIncident,
  OverrideIncidentPriority,
  WithdrawPriorityOverride,
  CategoriseIncident,
  ReviseIncidentDescription,
  EscalateIncident,
  CommentOnIncident,
  AddWorkNote,
  LinkAttachment,
  UnlinkAttachment,
  WatchIncident,
  UnwatchIncident,
  LinkIncident,
  UnlinkIncident,
  ResolveIncident,
  ReopenIncident,
  CloseIncident,
  CancelIncident,
  ProposeMajorIncident,
  AcceptMajorIncident,
  RejectMajorIncident,
  AssignMajorIncidentRole,
  UpdateMajorIncidentStatus,
  ReviewMajorIncident,
  CloseResolvedIncident,
  ResumeHeldIncident,
  NoteChildIncident,
  ForgetChildIncident,
  NoteWorkaround,
  ForgetWorkaround,
  ResolveChildIncident,
  ReportMissedMajorUpdate,
  WithdrawImportedIncident,
] as const;
