import { Type, type Static } from '@sinclair/typebox';
import { Instant, Line, Maybe, OneOf, Payload, Reference, STAFF, queriesOf } from '../kit';
import { ArticleSuggestion } from '../knowledge';
import { LinkedRecord } from './queries';

const query = queriesOf('timeline');
const { Optional } = Type;

const hours = (description: string) => Optional(Type.Integer({ minimum: 1, maximum: 720, default: 72, description }));

/** A service that the configuration says is hit. */
export const AffectedService = Type.Object({
  service: Reference,
  criticality: Maybe(Type.String()),
  live: Type.Boolean(),
  because: Type.String({ description: 'How it hangs on what fails.' }),
});
export type AffectedService = Static<typeof AffectedService>;

/**
 * A change scheduled or under way; one in review or closed, done shortly before; or a deployment that a pipeline
 * reported.
 */
export const SUSPECT_KINDS = ['open_change', 'recent_change', 'deployment'] as const;

/** Something that was done shortly before, to what fails or to what that needs. */
export const Suspect = Type.Object({
  kind: OneOf(SUSPECT_KINDS),
  record: LinkedRecord,
  title: Type.String(),
  at: Instant({ description: 'When it was done, or was to be.' }),
  on: Reference,
  because: Type.String(),
});
export type Suspect = Static<typeof Suspect>;

/**
 * A problem, not closed, with a workaround recorded, about the service or category of the incident; `because` says
 * which.
 */
export const KnownErrorMatch = Type.Object({
  problem: LinkedRecord,
  title: Type.String(),
  workaround: Maybe(Type.String()),
  because: Type.String(),
});
export type KnownErrorMatch = Static<typeof KnownErrorMatch>;

const Unanswered = Type.Array(Type.Object({ service: Type.String(), why: Type.String() }), {
  description: 'Services that could not be asked: what they know is missing here.',
});

/**
 * Asked of several services at once; those that do not answer are named in `unanswered`, and the rest is told
 * nevertheless.
 */
export const GetIncidentInsights = query('GetIncidentInsights', {
  route: 'GET /v1/incidents/:id/insights',
  roles: STAFF,
  summary: 'What may be behind an incident and what may help: affected services, suspects, known errors, articles',
  description:
    'By its service and affected configuration items, as they hung together when it began. Suspects are changes and ' +
    'deployments on these items, or on what they need, up to so many hours before it began.',
  params: Payload({
    id: Line(200, { description: 'Id or number.' }),
    hours: hours('How far back suspects are looked for.'),
  }),
  result: Type.Object({
    incident: LinkedRecord,
    asOf: Instant({ description: 'When the incident began.' }),
    affectedServices: Type.Array(AffectedService),
    suspects: Type.Array(Suspect, { description: 'The latest first.' }),
    knownErrors: Type.Array(KnownErrorMatch),
    articles: Type.Array(ArticleSuggestion),
    unanswered: Unanswered,
  }),
});

/** An incident that began after a change, where the change could have reached it. */
export const AftermathIncident = Type.Object({
  incident: LinkedRecord,
  title: Type.String(),
  openedAt: Instant(),
  on: Reference,
  because: Type.String(),
  linked: Type.Boolean({ description: 'It names the change as its cause already.' }),
});
export type AftermathIncident = Static<typeof AftermathIncident>;

/** Candidates for `caused_by_change`, worked out at each asking; nothing is recorded by it. */
export const GetChangeAftermath = query('GetChangeAftermath', {
  route: 'GET /v1/changes/:id/aftermath',
  roles: STAFF,
  summary: 'Incidents that began after a change, on its configuration items or on services that need them',
  description: 'Offered, not stated: link an incident as `caused_by_change` to say that it was so.',
  params: Payload({
    id: Line(200, { description: 'Id or number.' }),
    hours: hours('How long after the change began.'),
  }),
  result: Type.Object({
    change: LinkedRecord,
    from: Maybe(Instant({ description: 'When it began; `null`: it has not.' })),
    to: Maybe(Instant()),
    items: Type.Array(AftermathIncident),
    unanswered: Unanswered,
  }),
});

/** Questions whose answers are worked out as hints, as against `timelineQueries`, which tell what was stated. */
export const insightQueries = [GetIncidentInsights, GetChangeAftermath] as const;
