import { Type, type Static } from '@sinclair/typebox';
import { CHANNELS, INCIDENT_STATES, PRIORITIES } from '../incident';
import { Instant, Line, Maybe, OneOf, PageOf, Payload, Reference, listParams, queriesOf } from '../kit';
import { CLOCK_VERDICTS } from '../sla/clock';
import { POLICY_KINDS } from '../sla/policy';
import { FigureDefinition, INCIDENT_FIGURES, SERVICE_LEVEL_FIGURES } from './figures';
import { Moment, PERIOD_LENGTHS, Period, SomeOf, asOf, period, roles, zone } from './report-params';

const query = queriesOf('reporting');
const { Optional } = Type;

/**
 * What incident figures are grouped by: the values an incident has now, or had last; of `team` the one that has it or
 * had it last.
 */
export const INCIDENT_DIMENSIONS = ['team', 'priority', 'service', 'category', 'channel'] as const;
export type IncidentDimension = (typeof INCIDENT_DIMENSIONS)[number];

const nobody = 'empty means none';
const filters = {
  teamId: Optional(
    Type.String({ maxLength: 200, description: `Id of the team that has it or had it last; ${nobody}.` }),
  ),
  priority: Optional(OneOf(PRIORITIES)),
  serviceId: Optional(Type.String({ maxLength: 200, description: `Id of the service; ${nobody}.` })),
  category: Optional(Type.String({ maxLength: 200, description: `Category; ${nobody}.` })),
  channel: Optional(OneOf(CHANNELS)),
};

const dimensionColumns = {
  row: OneOf(['group', 'total']),
  filter: Type.String({ description: 'Appended to the `records` of a definition: the incidents behind this row.' }),
  teamId: Optional(Maybe(Type.String())),
  team: Optional(Maybe(Type.String())),
  priority: Optional(Maybe(Type.String())),
  serviceId: Optional(Maybe(Type.String())),
  service: Optional(Maybe(Type.String())),
  category: Optional(Maybe(Type.String())),
  channel: Optional(Maybe(Type.String())),
  kind: Optional(Maybe(Type.String())),
  target: Optional(Maybe(Type.String())),
  policyId: Optional(Maybe(Type.String())),
};

/** Flat: dimension columns, then those of the figures as the definitions name them. Null: nothing to count. */
export const ReportRow = Type.Object(
  {
    ...dimensionColumns,
    period: Optional(Maybe(Type.String({ description: '`2026-03-01`, `2026-W09`, `2026-03`, `2026-Q1` or `2026`.' }))),
    periodFrom: Optional(Maybe(Instant())),
    periodTo: Optional(Maybe(Instant())),
  },
  { additionalProperties: Maybe(Type.Number()) },
);
/** A row as it is worked with: instants and ids as text, figures as numbers, null where there is nothing to count. */
export type ReportRow = Readonly<Record<string, string | number | null>>;

/**
 * Cohort: final resolution in the period, unless a definition says otherwise; duplicates and canceled incidents are
 * left out and counted apart. Answers 422 beyond 20,000 rows.
 */
export const ReportIncidents = query('ReportIncidents', {
  route: 'GET /v1/reports/incidents',
  roles,
  csv: true,
  summary: 'Incident figures for a period',
  description:
    'Counts, times to acknowledge, resolve and close (mean, median, 90th and 95th percentile, in minutes), first-contact ' +
    'resolution, reopenings, reassignments, holds, majors and backlog, grouped as asked, with a total. Ratios come with ' +
    'numerator and denominator, so that rows add up. Every figure is defined in `definitions`, with its version and ' +
    'the list of incidents behind it. With a period in `by` alone, empty periods are shown, too.',
  params: Payload({
    ...period,
    by: Optional(
      SomeOf(
        [...PERIOD_LENGTHS, ...INCIDENT_DIMENSIONS],
        'One or several, comma separated: one of `day`, `week`, `month`, `quarter`, `year`, and any of `team`, ' +
          '`priority`, `service`, `category`, `channel`. Default: the total only.',
      ),
    ),
    asOf,
    ...filters,
  }),
  result: Type.Object({
    period: Period,
    asOf: Maybe(Instant()),
    by: Type.Array(Type.String()),
    definitions: Type.Array(FigureDefinition),
    rows: Type.Array(ReportRow),
  }),
});

/** Age runs from opening, not from reopening: in minutes, and in classes of days from under 1 to 90 or more. */
export const ReportIncidentBacklog = query('ReportIncidentBacklog', {
  route: 'GET /v1/reports/incidents/backlog',
  roles,
  csv: true,
  summary: 'Open incidents at an instant, by age',
  description: 'At any instant of the past: opened by then and not resolved, closed or canceled then.',
  params: Payload({
    at: Optional(Moment('Default: now.')),
    zone,
    by: Optional(SomeOf(INCIDENT_DIMENSIONS, 'One or several dimensions, comma separated. Default: the total only.')),
    asOf,
    ...filters,
  }),
  result: Type.Object({
    at: Instant(),
    asOf: Maybe(Instant()),
    by: Type.Array(Type.String()),
    definitions: Type.Array(FigureDefinition),
    rows: Type.Array(Type.Object(dimensionColumns, { additionalProperties: Maybe(Type.Number()) })),
  }),
});

/**
 * An incident behind a figure as it is now, or was known at `asOf`; null: that has not happened, or is not known of
 * it.
 */
export const IncidentRecord = Type.Object({
  id: Type.String(),
  number: Type.String(),
  externalNumber: Maybe(Type.String()),
  state: OneOf(INCIDENT_STATES),
  priority: OneOf(PRIORITIES),
  team: Maybe(Reference),
  service: Maybe(Reference),
  category: Maybe(Type.String()),
  channel: OneOf(CHANNELS),
  openedAt: Instant(),
  acknowledgedAt: Maybe(Instant()),
  resolvedAt: Maybe(Instant()),
  closedAt: Maybe(Instant()),
  reassignments: Type.Integer(),
  reopens: Type.Integer(),
  /**
   * What it adds: minutes of a duration, its part of the numerator of a ratio, 1 in a count; age in minutes in the
   * backlog.
   */
  value: Type.Number(),
  /** False: the duration is negative, so that it is in neither mean nor percentiles. */
  counted: Type.Boolean(),
});
export type IncidentRecord = Static<typeof IncidentRecord>;

/**
 * Oldest first, by the instant that counts for the figure; what is left out of mean and percentiles is listed with
 * `counted` of false.
 */
export const ListReportedIncidents = query('ListReportedIncidents', {
  route: 'GET /v1/reports/incidents/records',
  roles,
  summary: 'The incidents behind a figure',
  params: Payload({
    ...listParams,
    figure: OneOf(INCIDENT_FIGURES),
    ...period,
    asOf,
    ...filters,
  }),
  result: Type.Object({
    ...PageOf(IncidentRecord).properties,
    period: Period,
    definition: FigureDefinition,
  }),
});

/** What promises are grouped by: those of the policy, and those of the record at the verdict. */
export const SERVICE_LEVEL_DIMENSIONS = [
  'kind',
  'target',
  'policy',
  'team',
  'priority',
  'service',
  'category',
] as const;
export type ServiceLevelDimension = (typeof SERVICE_LEVEL_DIMENSIONS)[number];

const { channel: _, ...groups } = filters;
const clockFilters = {
  kind: Optional(OneOf(POLICY_KINDS)),
  target: Optional(Line(60, { examples: ['resolution'] })),
  policyId: Optional(Line(60)),
  ...groups,
};

/**
 * Compliance is met ÷ (met + breached) by the time of the first verdict, which stands; by record, all promises kept ÷
 * records fully judged. Running and canceled ones count apart.
 */
export const ReportServiceLevels = query('ReportServiceLevels', {
  route: 'GET /v1/reports/service-levels',
  roles,
  csv: true,
  summary: 'What was promised and kept in a period',
  description:
    'Promises met and broken by the time of their verdict, compliance per promise and per incident, what was canceled, ' +
    'incidents nothing was promised for, and what was running at the end. Verdicts are the ones that were given; team, ' +
    'service, category and priority those of the record at the verdict. Nothing is judged anew.',
  params: Payload({
    ...period,
    by: Optional(
      SomeOf(
        [...PERIOD_LENGTHS, ...SERVICE_LEVEL_DIMENSIONS],
        'One or several, comma separated: one of `day`, `week`, `month`, `quarter`, `year`, and any of `kind`, `target`, ' +
          '`policy`, `team`, `priority`, `service`, `category`. Default: the total only.',
      ),
    ),
    asOf,
    ...clockFilters,
  }),
  result: Type.Object({
    period: Period,
    asOf: Maybe(Instant()),
    by: Type.Array(Type.String()),
    definitions: Type.Array(FigureDefinition),
    rows: Type.Array(ReportRow),
  }),
});

/** A promise behind a figure; of an incident nothing was promised for, all about clock and policy is null. */
export const ServiceLevelRecord = Type.Object({
  clock: Maybe(Type.String({ description: 'Id of the clock; `null`: nothing was promised.' })),
  record: Reference,
  kind: Maybe(OneOf(POLICY_KINDS)),
  target: Maybe(Type.String()),
  policyId: Maybe(Type.String()),
  startedAt: Maybe(Instant()),
  verdict: Maybe(OneOf(CLOCK_VERDICTS)),
  verdictAt: Maybe(Instant()),
  dueAt: Maybe(Instant({ description: 'When it was due, at the verdict.' })),
  priority: OneOf(PRIORITIES),
  team: Maybe(Reference),
  service: Maybe(Reference),
  category: Maybe(Type.String()),
  /** What it adds: 1 in a count, its part of the numerator of a ratio. */
  value: Type.Number(),
});
export type ServiceLevelRecord = Static<typeof ServiceLevelRecord>;

/**
 * Oldest first, by verdict, cancellation or opening, as the figure counts; for `running`, what is so at the end of the
 * period.
 */
export const ListReportedServiceLevels = query('ListReportedServiceLevels', {
  route: 'GET /v1/reports/service-levels/records',
  roles,
  summary: 'The promises behind a figure',
  params: Payload({
    ...listParams,
    figure: OneOf(SERVICE_LEVEL_FIGURES),
    ...period,
    asOf,
    ...clockFilters,
  }),
  result: Type.Object({
    ...PageOf(ServiceLevelRecord).properties,
    period: Period,
    definition: FigureDefinition,
  }),
});

/** The reports on incidents and on what was promised for them, and the records behind each of their figures. */
export const reportingQueries = [
  ReportIncidents,
  ReportIncidentBacklog,
  ListReportedIncidents,
  ReportServiceLevels,
  ListReportedServiceLevels,
] as const;
