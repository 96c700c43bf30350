import type { IncidentRecord, ListReportedIncidents, ParamsOf, ResultOf } from '@opsledger/contracts';
import { keysetPage, type QueryContext } from '@opsledger/service-kit';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { IncidentFact } from '../facts/incident-fact';
import { incidentFacts } from '../facts/incident-facts';
import { backlogColumns, backlogFigure } from '../figures/backlog-figure';
import { columnsOf } from '../figures/columns';
import { describe } from '../figures/describe';
import type { Figure } from '../figures/figure';
import { incidentFigures } from '../figures/incident-figures';
import { sourceAsOf } from './as-of';
import { factsFrom, matching, openAt, type FactsSource } from './facts-source';
import { filtersOf, type Filters } from './grouping';
import { periodOf, type Period } from './period';

/** A fact with the instant by which it belongs to the cohort, and what it adds to the figure. */
type Behind = IncidentFact & { readonly at: string; readonly value: number };

/** `GET /v1/reports/incidents/records`: one line per incident behind a figure, oldest first. */
export async function listReportedIncidents(
  { figure: id, limit = 50, after, ...params }: ParamsOf<typeof ListReportedIncidents>,
  context: QueryContext,
): Promise<ResultOf<typeof ListReportedIncidents>> {
  const period = periodOf(params, context.clock());
  const filters = filtersOf(params);
  const { asOf, source } = await sourceAsOf(params.asOf, context);
  await context.upToDate(incidentFacts.name);

  const figure = incidentFigures.find((it) => it.id === id) ?? backlogFigure;
  const behind = figure.kind === 'backlog' ? inBacklog(period.to) : inCohort(figure, period);
  const page = await keysetPage(
    table(context.db, behind, filters, source),
    { column: 'at' },
    { limit, after, scope: { list: 'reported-incidents', id, ...period, defaulted: undefined, asOf, ...filters } },
  );
  const { defaulted, ...asked } = period;
  const columns = (figure.kind === 'backlog' ? backlogColumns : columnsOf(figure)).map(({ name }) => name);
  return {
    items: page.items.map((row) => recordOf(row, figure.kind === 'duration')),
    next: page.next,
    period: { ...asked, defaulted: [...defaulted] },
    definition: describe(figure, columns, { ...asked, asOf, ...filters }),
  };
}

interface BehindSql {
  readonly at: RawBuilder<unknown>;
  readonly value: RawBuilder<unknown>;
  readonly where: RawBuilder<unknown>;
}

function inCohort(figure: Figure, { from, to }: Period): BehindSql {
  const at = sql.ref(figure.by);
  const cohort = figure.where ? sql.raw(` and ${figure.where}`) : sql``;
  return {
    at,
    value: sql.raw(valueOf(figure)),
    where: sql`${at} >= ${from}::timestamptz and ${at} < ${to}::timestamptz${cohort}`,
  };
}

function valueOf(figure: Figure): string {
  switch (figure.kind) {
    case 'count':
      return '1';
    case 'duration':
      return `round((${figure.seconds})::numeric / 60, 4)`;
    case 'rate':
      return figure.numerator;
    case 'distribution':
      return figure.value;
    default:
      return figure satisfies never;
  }
}

function inBacklog(at: string): BehindSql {
  const instant = sql`${at}::timestamptz`;
  return {
    at: sql.ref('opened_at'),
    value: sql`round(extract(epoch from (${instant} - opened_at)) / 60, 4)`,
    where: openAt(instant),
  };
}

function table(db: Kysely<any>, { at, value, where }: BehindSql, filters: Filters, source: FactsSource) {
  const behind = sql<Behind>`(
    with ${factsFrom(source)}
    select facts.*, ${at} as at, ${value} as value from facts where ${where} and ${matching(filters)})`;
  return (db as Kysely<unknown>).selectFrom(behind.as('behind')).selectAll();
}

const reference = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? id });

const recordOf = (row: Behind, isDuration: boolean): IncidentRecord => ({
  id: row.id,
  number: row.number,
  externalNumber: row.external_number,
  state: row.state,
  priority: row.priority,
  team: reference(row.team_id, row.team),
  service: reference(row.service_id, row.service),
  category: row.category,
  channel: row.channel,
  openedAt: row.opened_at,
  acknowledgedAt: row.acknowledged_at,
  resolvedAt: row.resolved_at,
  closedAt: row.closed_at,
  reassignments: row.reassignments,
  reopens: row.reopens,
  value: row.value,
  counted: !isDuration || row.value >= 0,
});
