import { Type, type Static } from '@sinclair/typebox';
import { DEPLOYMENT_FINISHES, DEPLOYMENT_STATES, EnvironmentName } from '../change/deployment-lifecycle';
import { Instant, Line, Maybe, OneOf, Payload, Reference, listParams, queriesOf } from '../kit';
import { PERIOD_LENGTHS, RecordsOf, ReportOf, ReportRowOf, SomeOf, asOf, period, roles } from './report-params';

const query = queriesOf('reporting');
const { Optional } = Type;

/** Figures of the delivery report, in the order in which it shows them; `unrecovered` comes last. */
export const DORA_FIGURES = [
  'leadTime',
  'withoutCommitTime',
  'deploymentFrequency',
  'recoveryTime',
  'changeFailRate',
  'reworkRate',
  'canceled',
  'unrecovered',
] as const;
export type DoraFigure = (typeof DORA_FIGURES)[number];

/** What delivery figures are grouped by. Times and rates need both to be one: they are never blended over services. */
export const DORA_DIMENSIONS = ['service', 'environment'] as const;
export type DoraDimension = (typeof DORA_DIMENSIONS)[number];

const filters = {
  serviceId: Optional(Line(200, { description: 'Id of the service.' })),
  environment: Optional(EnvironmentName()),
};

/**
 * Flat: dimension columns, then those of the figures as the definitions name them. Null: nothing to count, or blended.
 */
export const DoraRow = ReportRowOf({
  serviceId: Optional(Maybe(Type.String())),
  service: Optional(Maybe(Type.String())),
  environment: Optional(Maybe(Type.String())),
});

/**
 * The five of DORA: lead time from commit to finish, deployments per calendar day of `zone`, change-fail rate,
 * failed-deployment recovery time, rework rate. Times are calendar minutes.
 */
export const ReportDora = query('ReportDora', {
  route: 'GET /v1/reports/dora',
  roles,
  csv: true,
  summary: 'Delivery figures (DORA) for a period',
  description:
    'Lead time, deployment frequency, recovery time of failed deployments (mean, median, 90th and 95th percentile, in ' +
    'minutes), change-fail rate and rework rate. Times and rates are those of one service in one environment: rows that ' +
    'are neither grouped by both nor filtered to them have counts only. Every figure is defined in `definitions`, with ' +
    'its version and the list of deployments behind it.',
  params: Payload({
    ...period,
    by: Optional(
      SomeOf(
        [...PERIOD_LENGTHS, ...DORA_DIMENSIONS],
        'One or several, comma separated: one of `day`, `week`, `month`, `quarter`, `year`, and any of `service`, ' +
          '`environment`. Default: `service,environment`.',
      ),
    ),
    asOf,
    ...filters,
  }),
  result: ReportOf(DoraRow),
});

/**
 * A deployment as pipelines told of it, with what became of it; null where they did not say, or it did not come to
 * that.
 */
export const DeploymentRecord = Type.Object({
  id: Type.String(),
  source: Type.String(),
  externalId: Type.String(),
  service: Reference,
  environment: Type.String(),
  state: OneOf(DEPLOYMENT_STATES),
  commit: Maybe(Type.String()),
  label: Maybe(Type.String()),
  committedAt: Maybe(Instant()),
  startedAt: Maybe(Instant()),
  outcome: Maybe(OneOf(DEPLOYMENT_FINISHES)),
  finishedAt: Maybe(Instant()),
  rolledBackAt: Maybe(Instant()),
  unplannedFix: Maybe(Type.Boolean()),
  failedAt: Maybe(Instant({ description: 'When its failure began; null: it did not fail.' })),
  recoveredAt: Maybe(
    Instant({ description: 'When its failure ended; null: it did not fail, or is not recovered yet.' }),
  ),
  /** What it adds: minutes of a duration, its part of the numerator of a ratio, 1 in a count. */
  value: Type.Number(),
  /** False: the duration is negative, so that it is in neither mean nor percentiles. */
  counted: Type.Boolean(),
});
export type DeploymentRecord = Static<typeof DeploymentRecord>;

/** Oldest first, by finish, recovery, cancellation or beginning of the failure, as the figure counts. */
export const ListReportedDeployments = query('ListReportedDeployments', {
  route: 'GET /v1/reports/dora/records',
  roles,
  summary: 'The deployments behind a figure',
  params: Payload({
    ...listParams,
    figure: OneOf(DORA_FIGURES),
    ...period,
    asOf,
    ...filters,
  }),
  result: RecordsOf(DeploymentRecord),
});

/** The delivery report, and the deployments behind each of its figures. */
export const doraQueries = [ReportDora, ListReportedDeployments] as const;
