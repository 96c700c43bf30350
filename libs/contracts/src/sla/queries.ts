import { Type, type Static } from '@sinclair/typebox';
import { Instant, Line, Maybe, OneOf, Payload, STAFF, queriesOf } from '../kit';
import { SlaCalendar } from './calendar';
import { CLOCK_STATES, CLOCK_TRANSITIONS, CLOCK_VERDICTS, Milliseconds, VersionedReference } from './clock';
import { POLICY_KINDS, SlaPolicy } from './policy';

const query = queriesOf('sla');
const roles = STAFF;

const versionOf = <Definition extends typeof SlaCalendar | typeof SlaPolicy>(definition: Definition) =>
  Type.Object({ version: Type.Integer(), validFrom: Instant(), definition });

/** A calendar with every version it had: clocks may still run on any of them. */
export const SlaCalendarView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  version: Type.Integer({ description: 'Of the record; the ETag.' }),
  versions: Type.Array(versionOf(SlaCalendar), { description: 'The latest last.' }),
});
export type SlaCalendarView = Static<typeof SlaCalendarView>;

/** A policy with every version it had; `retiredAt` is null while it applies to what begins. */
export const SlaPolicyView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  version: Type.Integer({ description: 'Of the record; the ETag.' }),
  retiredAt: Maybe(Instant()),
  versions: Type.Array(versionOf(SlaPolicy), { description: 'The latest last.' }),
});
export type SlaPolicyView = Static<typeof SlaPolicyView>;

const list = <Item extends typeof SlaCalendarView | typeof SlaPolicyView>(item: Item) =>
  Type.Object({ items: Type.Array(item) });

/** All in one answer, without pages. */
export const ListSlaCalendars = query('ListSlaCalendars', {
  route: 'GET /v1/sla/calendars',
  roles,
  summary: 'Calendars with all their versions',
  params: Payload({}),
  result: list(SlaCalendarView),
});

/** The ETag is the record's `version`, which `If-Match` of a revision takes. */
export const GetSlaCalendar = query('GetSlaCalendar', {
  route: 'GET /v1/sla/calendars/:id',
  roles,
  summary: 'One calendar with all its versions',
  params: Payload({ id: Line(60) }),
  result: SlaCalendarView,
  versioned: true,
});

/** All in one answer, retired ones included; of several that apply, the first one counts. */
export const ListSlaPolicies = query('ListSlaPolicies', {
  route: 'GET /v1/sla/policies',
  roles,
  summary: 'Policies with all their versions, in the order in which they are tried',
  params: Payload({}),
  result: list(SlaPolicyView),
});

/** The ETag is the record's `version`, which `If-Match` of a revision takes. */
export const GetSlaPolicy = query('GetSlaPolicy', {
  route: 'GET /v1/sla/policies/:id',
  roles,
  summary: 'One policy with all its versions',
  params: Payload({ id: Line(60) }),
  result: SlaPolicyView,
  versioned: true,
});

/**
 * A stretch of a clock's time that counted or did not, for one reason, under one team, policy and calendar version.
 */
export const LedgerEntryView = Type.Object({
  from: Instant(),
  to: Instant(),
  counted: Type.Boolean(),
  why: Type.String({ description: 'Why it counts or does not.', examples: ['paused: on hold for caller'] }),
  team: Maybe(Type.String({ description: 'Id of the team that held the record.' })),
  policy: VersionedReference,
  calendar: VersionedReference,
});

/** A clock worked out from its record's history; times are milliseconds of open time by its calendar. */
export const ClockView = Type.Object({
  kind: OneOf(POLICY_KINDS),
  target: Type.String({ examples: ['resolution'] }),
  policy: VersionedReference,
  calendar: VersionedReference,
  state: OneOf(CLOCK_STATES),
  verdict: Maybe(
    Type.Object(
      { result: OneOf(CLOCK_VERDICTS), at: Instant(), dueAt: Maybe(Instant()) },
      { description: 'The first one stands.' },
    ),
  ),
  startedAt: Instant(),
  dueAt: Maybe(Instant({ description: '`null` while it does not run, and once there is a verdict.' })),
  targetMs: Milliseconds('What is promised, as open time'),
  elapsedMs: Milliseconds('Counted so far'),
  remainingMs: Milliseconds('Open time left; negative when overrun'),
  transitions: Type.Array(
    Type.Object({
      type: OneOf(CLOCK_TRANSITIONS),
      at: Instant(),
      percent: Type.Optional(Type.Integer()),
    }),
  ),
  ledger: Type.Array(LedgerEntryView, { description: 'Without gaps; what counts adds up to `elapsedMs`.' }),
});
export type ClockView = Static<typeof ClockView>;

/** Worked out at each asking; `GET /v1/sla/clocks` lists what has been recorded. */
export const GetIncidentClocks = query('GetIncidentClocks', {
  route: 'GET /v1/sla/incidents/:id/clocks',
  roles,
  summary: 'What was promised for an incident, how it stands, and why, to the millisecond',
  description:
    'Worked out from the incident’s own history: imported incidents have clocks by their own times. With `asOf`, as it ' +
    'stood at that instant.',
  params: Payload({
    id: Line(200, { description: 'Id, or number such as `INC0000042`.' }),
    asOf: Type.Optional(Instant({ description: 'As it stood at this instant; now unless told.' })),
  }),
  result: Type.Object({ id: Type.String(), number: Type.String(), asOf: Instant(), clocks: Type.Array(ClockView) }),
});

const RESULTS = ['met', 'breached', 'running', 'cancelled', 'none'] as const;
const SourceVerdicts = Type.Object({ met: Type.Integer(), breached: Type.Integer() });
const Tally = Type.Object({
  met: Type.Integer(),
  breached: Type.Integer(),
  running: Type.Integer(),
  cancelled: Type.Integer(),
  none: Type.Integer({ description: 'No policy applies.' }),
  compliance: Maybe(Type.Number({ description: 'Met, of those with a verdict; `null` without any.' })),
  source: Type.Object(
    { made: SourceVerdicts, missed: SourceVerdicts },
    { description: 'Verdicts of SLAs by whether the system an incident was imported from said its own was made.' },
  ),
});

/** A POST because of what it takes, a query nevertheless: no event comes of it. */
export const SimulateSlas = query('SimulateSlas', {
  route: 'POST /v1/sla/simulations',
  roles,
  summary: 'What a policy or calendar would have made of all history; nothing is written',
  description:
    'Every incident is judged twice: by what is in force, and as if what is proposed had always been. The records whose ' +
    'verdict changes are counted and the first thousand named, each with the reason.',
  params: Payload({
    by: Type.Optional(
      OneOf(['target', 'priority', 'team', 'service', 'category'], { description: 'Groups of the figures.' }),
    ),
    target: Type.Optional(Line(60, { description: 'Only clocks of this target.', examples: ['resolution'] })),
    run: Type.Optional(Line(60, { description: 'A name under which its progress can be asked for meanwhile.' })),
    policies: Type.Optional(
      Type.Array(
        Payload({
          id: Type.Optional(Line(60, { description: 'Policy it would replace; without one it is tried first.' })),
          definition: SlaPolicy,
        }),
        { maxItems: 50 },
      ),
    ),
    calendars: Type.Optional(
      Type.Array(
        Payload({ id: Line(60, { description: 'Calendar it would replace, or a new id.' }), definition: SlaCalendar }),
        {
          maxItems: 20,
        },
      ),
    ),
  }),
  result: Type.Object({
    asOf: Instant(),
    incidents: Type.Integer(),
    groups: Type.Array(Type.Object({ group: Maybe(Type.String()), before: Tally, after: Tally })),
    flips: Type.Integer({ description: 'Clocks whose verdict would be another.' }),
    examples: Type.Array(
      Type.Object({
        id: Type.String(),
        number: Type.String(),
        kind: Type.String(),
        target: Type.String(),
        before: OneOf(RESULTS),
        after: OneOf(RESULTS),
        why: Type.String(),
      }),
    ),
    disagreements: Type.Array(
      Type.Object({
        id: Type.String(),
        number: Type.String(),
        target: Type.String(),
        source: OneOf(CLOCK_VERDICTS),
        ours: OneOf(CLOCK_VERDICTS),
        why: Type.String(),
      }),
      { description: 'Verdicts by what is proposed that are not what the source said; the first thousand.' },
    ),
  }),
});

/** For whoever waits for `SimulateSlas`, under the `run` it was given; known only while that runs. */
export const GetSimulationProgress = query('GetSimulationProgress', {
  route: 'GET /v1/sla/simulations/:id',
  roles,
  summary: 'How far a running simulation has come',
  params: Payload({ id: Line(60, { description: 'The `run` it was begun with.' }) }),
  result: Type.Object({
    eventsRead: Type.Integer(),
    incidents: Maybe(Type.Integer({ description: 'Known when all of history is read.' })),
    incidentsJudged: Type.Integer(),
  }),
});

/** What is promised, how a record stands by it, and what another promise would have made of it. */
export const slaQueries = [
  ListSlaCalendars,
  GetSlaCalendar,
  ListSlaPolicies,
  GetSlaPolicy,
  GetIncidentClocks,
  SimulateSlas,
  GetSimulationProgress,
] as const;
