import { Type, type Static } from '@sinclair/typebox';
import { Changed, Id, Instant, Line, Maybe, OneOf, Prose, Reference, eventsOf, type EventOf } from '../kit';
import { CHANNELS, HOLD_REASONS, INCIDENT_STATES, LEVELS, LINK_KINDS, MAJOR_ROLES, PRIORITIES } from './lifecycle';

const event = eventsOf('incident');

const Person = Reference;
const Team = Reference;
/** A set rather than a union of literals: what is refused is told what would do. */
export const LevelField = Type.Unsafe<(typeof LEVELS)[number]>({ type: 'integer', enum: [...LEVELS] });

/** A priority in payloads and answers: `P1`, the most urgent, to `P5`. */
export const PriorityField = OneOf(PRIORITIES);

/** What readers group by, as it stands after the event. On every event of an incident. */
export const IncidentKeys = Type.Object({
  number: Line(40),
  state: OneOf(INCIDENT_STATES),
  priority: PriorityField,
  team: Maybe(Team),
  service: Maybe(Reference),
  category: Maybe(Line(200)),
});
export type IncidentKeys = Static<typeof IncidentKeys>;

const fact = <Fields extends Parameters<typeof Type.Object>[0]>(fields: Fields) =>
  Type.Object({ keys: IncidentKeys, ...fields });

/** Where the record came from, for records that were not first logged here. */
export const ExternalIdentity = Type.Object({ source: Line(100), number: Line(100) });
export type ExternalIdentity = Static<typeof ExternalIdentity>;

/**
 * First fact of an incident, dated when it was opened: MTTA, MTTR and backlog age count from there. `caller` null:
 * nobody is named; `external` is null unless it was imported.
 */
export const IncidentLogged = event(
  'IncidentLogged',
  'Somebody reported an interruption or a loss of quality.',
  fact({
    title: Line(300),
    description: Maybe(Prose()),
    caller: Maybe(Person),
    channel: OneOf(CHANNELS),
    subcategory: Maybe(Line(200)),
    location: Maybe(Line(200)),
    impact: LevelField,
    urgency: LevelField,
    /** Version of the priority matrix that gave the priority, for an import the default one (1); 0 when the source gave it. */
    matrixVersion: Type.Integer({ minimum: 0 }),
    /** Team of the person who logged it, for first-contact resolution. */
    loggedByTeam: Maybe(Team),
    external: Maybe(ExternalIdentity),
  }),
);

/**
 * By an agent, before the incident is closed or canceled. The field that was not touched has the same `before` and
 * `after`.
 */
export const IncidentDescriptionRevised = event(
  'IncidentDescriptionRevised',
  'Title or description were put right.',
  fact({ title: Changed(Line(300)), description: Changed(Maybe(Prose())) }),
);

/**
 * By an agent, before the incident is closed or canceled. What was not touched has the same `before` and `after`; null:
 * not known, or taken away.
 */
export const IncidentCategorised = event(
  'IncidentCategorised',
  'Category, subcategory, service or location became known or changed.',
  fact({
    category: Changed(Maybe(Line(200))),
    subcategory: Changed(Maybe(Line(200))),
    service: Changed(Maybe(Reference)),
    location: Changed(Maybe(Line(200))),
  }),
);

/**
 * Under an override `priority` stays what it was. `matrixVersion` is the matrix then in force; 0 where an import’s
 * source gave the priority, 1 where it gave none and the default matrix did.
 */
export const IncidentAssessed = event(
  'IncidentAssessed',
  'Impact or urgency changed; the matrix gave the priority unless it is overridden.',
  fact({
    impact: Changed(LevelField),
    urgency: Changed(LevelField),
    priority: Changed(PriorityField),
    matrixVersion: Type.Integer({ minimum: 0 }),
  }),
);

/** From then on assessments leave the priority alone, until the override is withdrawn. */
export const IncidentPriorityOverridden = event(
  'IncidentPriorityOverridden',
  'A person set a priority other than the matrix gives, with a reason.',
  fact({ priority: Changed(PriorityField), reason: Prose(2000) }),
);

/** `priority.after` is what the matrix in force gives for the present impact and urgency; it may equal `before`. */
export const IncidentPriorityOverrideWithdrawn = event(
  'IncidentPriorityOverrideWithdrawn',
  'The matrix decides the priority again.',
  fact({ priority: Changed(PriorityField) }),
);

/** MTTA ends at the first that is not `automatic`; after that no other is recorded. */
export const IncidentAcknowledged = event(
  'IncidentAcknowledged',
  'First response. Automatic ones do not count for the time to acknowledge.',
  fact({ automatic: Type.Boolean() }),
);

const Assignment = Type.Object({ team: Maybe(Team), person: Maybe(Person) });

/**
 * `person` is null where the team as such holds it. `reassignments` is the KPI’s number: only changes of the team
 * count, also back to an earlier one.
 */
export const IncidentAssigned = event(
  'IncidentAssigned',
  'A team, and perhaps a person of it, holds the incident now.',
  fact({
    assignment: Changed(Assignment),
    /** Group changes so far, this one included; the first assignment is none. */
    reassignments: Type.Integer({ minimum: 0 }),
  }),
);

/**
 * One per call for help, also for the same again; it moves neither state nor assignment. `to` is null where nobody in
 * particular was called.
 */
export const IncidentEscalated = event(
  'IncidentEscalated',
  'Help was called in: functional (other skills) or hierarchical (more authority).',
  fact({ kind: OneOf(['functional', 'hierarchical']), to: Maybe(Reference), reason: Prose(2000) }),
);

/** Recorded once at most in a history of ours: after a reopening or a hold work goes on without it. */
export const IncidentWorkStarted = event('IncidentWorkStarted', 'Work began: new → in progress.', fact({}));

/**
 * `resumeAt` is when it resumes by itself; null: when somebody resumes it. A clock pauses meanwhile only where the
 * `pauseWhen` of its policy says so.
 */
export const IncidentPutOnHold = event(
  'IncidentPutOnHold',
  'Work waits for somebody or something.',
  fact({ reason: OneOf(HOLD_REASONS), note: Maybe(Prose(2000)), resumeAt: Maybe(Instant()) }),
);

/**
 * The hold goes on from where it began. `note` is what was said now, null for nothing; `resumeAt.after` null: no time
 * is set any more.
 */
export const IncidentHoldReasonChanged = event(
  'IncidentHoldReasonChanged',
  'Still on hold, but waiting for another thing or until another time.',
  fact({ reason: Changed(OneOf(HOLD_REASONS)), note: Maybe(Prose(2000)), resumeAt: Changed(Maybe(Instant())) }),
);

/**
 * Recorded beside the caller’s comment for `caller_replied`, by the timer for `resume_time_reached`. A resolution or
 * cancellation ends a hold without it.
 */
export const IncidentResumed = event(
  'IncidentResumed',
  'Work goes on after a hold.',
  fact({ heldFor: OneOf(HOLD_REASONS), because: OneOf(['manual', 'caller_replied', 'resume_time_reached']) }),
);

/** `byCaller`: by the person it was logged for; where it waits for them, `IncidentResumed` follows. */
export const IncidentCommented = event(
  'IncidentCommented',
  'A public comment, seen by the caller.',
  fact({ body: Prose(), byCaller: Type.Boolean() }),
);

/** For staff alone: no requester finds it in view, history or search. May follow the end of the incident. */
export const IncidentWorkNoted = event('IncidentWorkNoted', 'An internal work note.', fact({ body: Prose() }));

/** Only the address is kept, never the document. The same `url` again gives it another name. */
export const IncidentAttachmentLinked = event(
  'IncidentAttachmentLinked',
  'A document was linked.',
  fact({ url: Type.String({ maxLength: 2000 }), name: Line(300) }),
);

/** Histories keep naming the document; views no longer do. */
export const IncidentAttachmentUnlinked = event(
  'IncidentAttachmentUnlinked',
  'A linked document was taken off.',
  fact({ url: Type.String({ maxLength: 2000 }) }),
);

/** A watcher who is a requester may read the incident from then on as its caller does. */
export const IncidentWatched = event('IncidentWatched', 'A person follows the incident.', fact({ person: Person }));

/** With it goes the right to read that watching gave. */
export const IncidentUnwatched = event('IncidentUnwatched', 'A person follows it no longer.', fact({ person: Person }));

const Link = { kind: OneOf(LINK_KINDS), target: Reference };

/** Kind `child` is recorded on the parent by the suite, when the other incident gets its `parent`. */
export const IncidentLinked = event('IncidentLinked', 'The incident points at another record.', fact(Link));

/** Taking off `problem` takes that problem’s workaround off, too; `child` goes by itself with the other’s `parent`. */
export const IncidentUnlinked = event('IncidentUnlinked', 'A link was taken off.', fact(Link));

/** Recorded on an open incident that points at the problem, whenever a higher revision comes. Staff alone see it. */
export const IncidentWorkaroundOffered = event(
  'IncidentWorkaroundOffered',
  'The problem behind it has a workaround, or a better one.',
  fact({
    problem: Reference,
    workaround: Prose(),
    /** 1 for the problem’s first workaround, 2 for its revision, … */
    workaroundRevision: Type.Integer({ minimum: 1 }),
  }),
);

/** Only of the revision that was last offered, also on an incident that has ended. Staff alone see it. */
export const IncidentWorkaroundWithdrawn = event(
  'IncidentWorkaroundWithdrawn',
  'The workaround that was offered is not to be used any more.',
  fact({ problem: Reference, workaroundRevision: Type.Integer({ minimum: 1 }), reason: Prose(2000) }),
);

/** An agent asks for it while the incident is not closed or canceled; nothing else about its handling changes yet. */
export const MajorIncidentProposed = event(
  'MajorIncidentProposed',
  'Candidate for major incident handling.',
  fact({ justification: Prose(4000) }),
);

/**
 * It no longer closes by itself, and the clock for status updates runs: `nextUpdateDue` is the first one promised.
 * `manager` takes the role `incident_manager`.
 */
export const MajorIncidentAccepted = event(
  'MajorIncidentAccepted',
  'Handled as a major incident from now on.',
  fact({ manager: Person, nextUpdateDue: Instant() }),
);

/** A candidate’s end. The incident goes on as any other, and may be proposed again. */
export const MajorIncidentRejected = event(
  'MajorIncidentRejected',
  'Not a major incident, and why.',
  fact({ reason: Prose(2000) }),
);

/** `before` null: nobody had it; `after` null: nobody has it now. */
export const MajorIncidentRoleAssigned = event(
  'MajorIncidentRoleAssigned',
  'A person took a role in the major incident.',
  fact({ role: OneOf(MAJOR_ROLES), person: Changed(Maybe(Person)) }),
);

/**
 * Feeds “updates on time” of the major incident figures. `nextUpdateDue` null: no further update is promised, the clock
 * stops.
 */
export const MajorIncidentStatusUpdated = event(
  'MajorIncidentStatusUpdated',
  'A status update went out; the next one is due then.',
  fact({
    message: Prose(),
    nextUpdateDue: Maybe(Instant()),
    /** When this one was due; null for an unscheduled first. */
    due: Maybe(Instant()),
    onTime: Type.Boolean(),
  }),
);

/**
 * Recorded by a timer once per promise, while the incident is open; nothing is due then until the next update promises
 * anew.
 */
export const MajorIncidentUpdateMissed = event(
  'MajorIncidentUpdateMissed',
  'A promised status update did not come in time.',
  fact({ due: Instant() }),
);

/** After the resolution, also of a closed one. The latest counts; the ones before stay in the history. */
export const MajorIncidentReviewed = event(
  'MajorIncidentReviewed',
  'The post-incident review, required before a major incident is closed.',
  fact({ summary: Prose(), causes: Maybe(Prose()), actions: Type.Array(Line(1000), { maxItems: 100 }) }),
);

/**
 * MTTR ends at the last of these. By an agent, or by the suite for a child (`withParent`), which takes over the
 * parent’s code and notes. `notes` is null only in imported history.
 */
export const IncidentResolved = event(
  'IncidentResolved',
  'Service is restored, as far as we know.',
  fact({
    /** One of the resolution codes, or the source's own for imported history. */
    code: Line(100),
    notes: Maybe(Prose()),
    knowledge: Maybe(Reference),
    /** The parent whose resolution resolved this one. */
    withParent: Maybe(Reference),
    /** 1 for the first resolution, 2 after a reopening, … */
    resolution: Type.Integer({ minimum: 1 }),
    /** When it closes by itself unless it is reopened; null or absent: only by hand. */
    closesAt: Type.Optional(Maybe(Instant())),
    /** Children that were open or might be: they resolve with this one. */
    children: Type.Optional(Type.Array(Reference)),
  }),
);

/**
 * The incident is in progress again and does not close by itself until it is resolved again; clocks go on without the
 * time it was resolved.
 */
export const IncidentReopened = event(
  'IncidentReopened',
  'The resolution did not hold.',
  fact({ reason: Prose(2000) }),
);

/** `automatic` false: a person closed it, the only way for a major incident. No command reopens it. */
export const IncidentClosed = event(
  'IncidentClosed',
  'Final. Automatic when nobody objected within the agreed business days after the last resolution.',
  fact({ automatic: Type.Boolean() }),
);

/** From new, in progress or on hold, and final. Figures leave such incidents out and count them apart. */
export const IncidentCanceled = event('IncidentCanceled', 'Not an incident after all.', fact({ reason: Prose(2000) }));

/**
 * Only imports state it; it decides no clock of ours. `after` is true for kept, false for broken, null where the source
 * says neither.
 */
export const IncidentSourceSlaStated = event(
  'IncidentSourceSlaStated',
  'The system it was imported from said whether what was promised there was kept.',
  fact({ made: Changed(Maybe(Type.Boolean())) }),
);

/**
 * Facts before it stay in the log and stand no longer: readers begin anew after it. Recorded by an import or its
 * undoing, never once people have worked on the record.
 */
export const IncidentImportWithdrawn = event(
  'IncidentImportWithdrawn',
  'What was imported of this record before is taken back: its import was undone, or a later one tells of something in ' +
    'between. What still holds follows at once, in its order; where nothing does, views no longer show the record.',
  fact({
    batch: Line(100, { description: 'The batch that was undone, or, where `retold`, the one that tells more.' }),
    reason: Maybe(Line(1000)),
    retold: Type.Optional(Type.Boolean({ description: 'Nothing was undone: the record is told again, with more.' })),
    superseded: Type.Optional(
      Type.Array(Id(), {
        description: 'First ids of facts that are not told again: the batch shows that they were not so.',
      }),
    ),
    unlinked: Type.Optional(
      Type.Array(Type.Object(Link), {
        description: 'Links that stood and are not stated again: whoever keeps their other side takes it off.',
      }),
    ),
  }),
);

/** Life of an incident; what administrators set for all of them is in `incidentSettingsEvents`. */
export const incidentEvents = [
  IncidentLogged,
  IncidentDescriptionRevised,
  IncidentCategorised,
  IncidentAssessed,
  IncidentPriorityOverridden,
  IncidentPriorityOverrideWithdrawn,
  IncidentAcknowledged,
  IncidentAssigned,
  IncidentEscalated,
  IncidentWorkStarted,
  IncidentPutOnHold,
  IncidentHoldReasonChanged,
  IncidentResumed,
  IncidentCommented,
  IncidentWorkNoted,
  IncidentAttachmentLinked,
  IncidentAttachmentUnlinked,
  IncidentWatched,
  IncidentUnwatched,
  IncidentLinked,
  IncidentUnlinked,
  IncidentWorkaroundOffered,
  IncidentWorkaroundWithdrawn,
  MajorIncidentProposed,
  MajorIncidentAccepted,
  MajorIncidentRejected,
  MajorIncidentRoleAssigned,
  MajorIncidentStatusUpdated,
  MajorIncidentUpdateMissed,
  MajorIncidentReviewed,
  IncidentResolved,
  IncidentReopened,
  IncidentClosed,
  IncidentCanceled,
  IncidentSourceSlaStated,
  IncidentImportWithdrawn,
] as const;

/** Every fact about one incident. */
export type IncidentEvent = EventOf<(typeof incidentEvents)[number]>;
