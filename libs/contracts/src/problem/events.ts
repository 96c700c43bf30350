import { Type, type Static } from '@sinclair/typebox';
import { LevelField, PriorityField } from '../incident/events';
import { Changed, ExternalRecord, Instant, Line, Maybe, OneOf, Prose, Reference, eventsOf, type EventOf } from '../kit';
import { PROBLEM_LINK_KINDS, PROBLEM_STATES, ROOT_CAUSE_CATEGORIES } from './lifecycle';

const event = eventsOf('problem');

/** What readers group by, as it stands after the event. On every event of a problem. */
export const ProblemKeys = Type.Object({
  number: Line(40),
  state: OneOf(PROBLEM_STATES),
  priority: PriorityField,
  team: Maybe(Reference),
  service: Maybe(Reference),
  category: Maybe(Line(200)),
  /** A workaround is recorded. */
  knownError: Type.Boolean(),
});
export type ProblemKeys = Static<typeof ProblemKeys>;

const fact = <Fields extends Parameters<typeof Type.Object>[0]>(fields: Fields) =>
  Type.Object({ keys: ProblemKeys, ...fields });

/** Version of the priority matrix it was judged by; older facts do not tell: the default, whatever was in force. */
const matrixVersion = Type.Optional(Type.Integer({ minimum: 1 }));

/** Recorded first, by people or, with `trend`, by the process that follows an accepted trend. */
export const ProblemLogged = event(
  'ProblemLogged',
  'A cause behind incidents is to be looked for.',
  fact({
    title: Line(300),
    description: Maybe(Prose()),
    impact: LevelField,
    urgency: LevelField,
    matrixVersion,
    /** The detected trend it came from. */
    trend: Maybe(Reference),
    /** Incidents it was logged for: they are linked with it next. */
    incidents: Type.Array(Reference, { maxItems: 200 }),
  }),
);

/** Recorded when at least one of the two differs; null: there is no description. */
export const ProblemDescriptionRevised = event(
  'ProblemDescriptionRevised',
  'Title or description were put right.',
  fact({ title: Changed(Line(300)), description: Changed(Maybe(Prose())) }),
);

/** Recorded when at least one of the two differs; null: not known, or taken away. */
export const ProblemCategorised = event(
  'ProblemCategorised',
  'Category or service became known or changed.',
  fact({ category: Changed(Maybe(Line(200))), service: Changed(Maybe(Reference)) }),
);

/** Recorded when impact or urgency differs; the priority may be the same before and after. */
export const ProblemAssessed = event(
  'ProblemAssessed',
  'Impact or urgency changed, and with them the priority.',
  fact({
    impact: Changed(LevelField),
    urgency: Changed(LevelField),
    priority: Changed(PriorityField),
    matrixVersion,
  }),
);

const Assignment = Type.Object({ team: Maybe(Reference), person: Maybe(Reference) });

/** Follows `ProblemLogged` when a team was named with it. A person of null: the team as a whole. */
export const ProblemAssigned = event(
  'ProblemAssigned',
  'A team, and perhaps a person of it, owns the problem now.',
  fact({ assignment: Changed(Assignment) }),
);

/** Recorded once for a problem: what comes back is investigated from `ProblemRecurred` on. */
export const ProblemInvestigationStarted = event(
  'ProblemInvestigationStarted',
  'Somebody looks for the cause: logged → investigating.',
  fact({}),
);

/** Recorded in any state, also after the end; views show it with its author. */
export const ProblemInvestigationNoted = event(
  'ProblemInvestigationNoted',
  'An entry in the timeline of the investigation.',
  fact({ body: Prose() }),
);

/** The order of these facts is the order of the whys, from the symptom towards the root. */
export const ProblemWhyAnswered = event(
  'ProblemWhyAnswered',
  'One of the five whys was asked and answered.',
  fact({ why: Line(1000), because: Prose(4000) }),
);

const RootCause = { rootCause: Prose(), rootCauseCategory: OneOf(ROOT_CAUSE_CATEGORIES) };

/** Ends the investigation, and may come again after a recurrence; time to root cause is counted to the first one. */
export const ProblemRootCauseFound = event('ProblemRootCauseFound', 'The root cause is known.', fact(RootCause));

/** Changes nothing about the state, nor about when the cause was found. */
export const ProblemRootCauseRevised = event(
  'ProblemRootCauseRevised',
  'What is known of the root cause was put right.',
  fact({ rootCause: Changed(Prose()), rootCauseCategory: Changed(OneOf(ROOT_CAUSE_CATEGORIES)) }),
);

/**
 * A process reads it and offers the workaround to the incidents; the knowledge service drafts a known-error article
 * from it.
 */
export const ProblemWorkaroundRecorded = event(
  'ProblemWorkaroundRecorded',
  'There is a way around the problem, or a better one: it is a known error from now on.',
  fact({
    title: Line(300),
    /** The problem's description: what people notice. */
    symptoms: Maybe(Prose()),
    workaround: Prose(),
    /** 1 for the first workaround, 2 for its revision, … */
    workaroundRevision: Type.Integer({ minimum: 1 }),
    rootCause: Maybe(Prose()),
    /** Incidents linked by then, the latest of very many: the workaround is offered to those that are open. */
    incidents: Type.Array(Reference, { maxItems: 1_000 }),
  }),
);

/**
 * May come after the end; a process takes the offer back from the incidents, and numbering goes on with the next
 * revision.
 */
export const ProblemWorkaroundWithdrawn = event(
  'ProblemWorkaroundWithdrawn',
  'The workaround does not help, or does harm: it is a known error no longer.',
  fact({
    title: Line(300),
    symptoms: Maybe(Prose()),
    workaround: Prose(),
    workaroundRevision: Type.Integer({ minimum: 1 }),
    reason: Prose(2000),
    /** Incidents linked by then, the latest of very many: those that were offered it are told. */
    incidents: Type.Array(Reference, { maxItems: 1_000 }),
  }),
);

/**
 * Root cause found → fix pending. The change that carries the fix, if any, follows as `ProblemLinked` of kind
 * `fixed_by_change`.
 */
export const ProblemFixPlanned = event('ProblemFixPlanned', 'A fix is on its way.', fact({ fix: Prose() }));

/** Fix pending → resolved; `resolution` counts how often it was resolved, this time included. */
export const ProblemResolved = event(
  'ProblemResolved',
  'The cause is removed, as far as we know.',
  fact({ notes: Prose(), resolution: Type.Integer({ minimum: 1 }) }),
);

/** Stated by people, never inferred from incidents that were opened after the resolution. */
export const ProblemRecurred = event(
  'ProblemRecurred',
  'It came back after it was resolved: resolved → investigating.',
  fact({
    reason: Prose(2000),
    /** How often it has come back, this time included. */
    recurrences: Type.Integer({ minimum: 1 }),
  }),
);

/** Resolved → closed; the ending is `fixed`. Stated by a problem manager, never by a timer. */
export const ProblemClosed = event('ProblemClosed', 'Fixed for good.', fact({}));
/** Any state before resolved → closed; the ending is `risk_accepted`. A known error stays one. */
export const ProblemRiskAccepted = event(
  'ProblemRiskAccepted',
  'Closed without a fix: living with the risk was decided.',
  fact({ reason: Prose(2000) }),
);
/** Any state before resolved → closed; the ending is `canceled`. */
export const ProblemCanceled = event(
  'ProblemCanceled',
  'Closed: not a problem after all, or no longer.',
  fact({ reason: Prose(2000) }),
);

const Link = { kind: OneOf(PROBLEM_LINK_KINDS), target: Reference };

/** Recorded once for a kind and a record; of kind `incident` by a process, which follows the incident's own link. */
export const ProblemLinked = event(
  'ProblemLinked',
  'The problem points at another record.',
  fact({
    ...Link,
    /** Of an incident: when it was opened. */
    openedAt: Type.Optional(Instant()),
    /** Of an incident: the workaround there was by then, which is offered to it. */
    workaround: Type.Optional(Prose()),
    workaroundRevision: Type.Optional(Type.Integer({ minimum: 1 })),
  }),
);
/** Recorded once for a link that was there; of kind `incident` by a process, which follows the incident's own link. */
export const ProblemUnlinked = event('ProblemUnlinked', 'A link was taken off.', fact(Link));

/**
 * Recorded first, by an import's author at the instant of the row that names it; again after `ProblemImportWithdrawn`.
 */
export const ProblemImported = event(
  'ProblemImported',
  'An imported record names a problem of another system; nothing more is known of it.',
  fact({ external: ExternalRecord }),
);
/** Only while people have stated nothing of the problem; importing again brings it back under the same number. */
export const ProblemImportWithdrawn = event(
  'ProblemImportWithdrawn',
  'The import batch that brought this problem was undone; views no longer show it.',
  fact({ batch: Line(100), reason: Maybe(Line(1000)) }),
);

/** What is recorded of a problem; detected trends and settings are records of their own. */
export const problemEvents = [
  ProblemLogged,
  ProblemDescriptionRevised,
  ProblemCategorised,
  ProblemAssessed,
  ProblemAssigned,
  ProblemInvestigationStarted,
  ProblemInvestigationNoted,
  ProblemWhyAnswered,
  ProblemRootCauseFound,
  ProblemRootCauseRevised,
  ProblemWorkaroundRecorded,
  ProblemWorkaroundWithdrawn,
  ProblemFixPlanned,
  ProblemResolved,
  ProblemRecurred,
  ProblemClosed,
  ProblemRiskAccepted,
  ProblemCanceled,
  ProblemLinked,
  ProblemUnlinked,
  ProblemImported,
  ProblemImportWithdrawn,
] as const;

/** Every fact about one problem. */
export type ProblemEvent = EventOf<(typeof problemEvents)[number]>;
