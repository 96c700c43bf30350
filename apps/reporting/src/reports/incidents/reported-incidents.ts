import type { IncidentRecord, ListReportedIncidents, ParamsOf, ResultOf } from '@opsledger/contracts';
import { keysetPage, type QueryContext } from '@opsledger/service-kit';
import { sql, type RawBuilder } from 'kysely';
import type { IncidentFact } from '../../facts/incident-fact';
import { incidentFacts } from '../../facts/incident-facts';
import { backlogColumns } from '../../figures/backlog-figure';
import { describe } from '../../figures/describe';
import { sourceAsOf } from '../as-of';
import { factsBehind, factsBehindSql } from '../facts-behind';
import { filtersOf } from '../grouping';
import { periodOf } from '../period';
import { incidents, incidentsFrom } from './incidents';

/** A fact with the instant by which it belongs to the cohort, and what it adds to the figure. */
type Behind = IncidentFact & { readonly at: string; readonly value: number };

/** `GET /v1/reports/incidents/records`: one line per incident behind a figure, oldest first. */
export async function listReportedIncidents(
  { figure: id, limit = 50, after, ...params }: ParamsOf<typeof ListReportedIncidents>,
  context: QueryContext,
): Promise<ResultOf<typeof ListReportedIncidents>> {
  const period = periodOf(params, context.clock());
  const filters = filtersOf(incidents, params);
  const { asOf, source } = await sourceAsOf(incidentFacts, params.asOf, context);
  await context.upToDate(incidentFacts.name);

  const behind = factsBehind(incidents, id, period, inBacklog(period.to));
  const page = await keysetPage(
    factsBehindSql<IncidentFact>(context.db, incidents, behind, filters, incidentsFrom(source)),
    { column: 'at' },
    { limit, after, scope: { list: 'reported-incidents', id, ...period, defaulted: undefined, asOf, ...filters } },
  );
  const { defaulted, ...asked } = period;
  return {
    items: page.items.map((row) => recordOf(row, behind.figure.kind === 'duration')),
    next: page.next,
    period: { ...asked, defaulted: [...defaulted] },
    definition: describe(incidents, behind.figure, behind.columns, { ...asked, asOf, ...filters }),
  };
}

/** Aged from opening. */
function inBacklog(at: string): { at: RawBuilder<unknown>; value: RawBuilder<unknown>; columns: readonly string[] } {
  return {
    columns: backlogColumns.map(({ name }) => name),
    at: sql.ref('opened_at'),
    value: sql`round(extract(epoch from (${at}::timestamptz - opened_at)) / 60, 4)`,
  };
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
