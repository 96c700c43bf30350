import type { ListReportedServiceLevels, ParamsOf, ResultOf, ServiceLevelRecord } from '@opsledger/contracts';
import { keysetPage, type QueryContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import type { ClockFact } from '../../facts/clock-facts';
import { describe } from '../../figures/describe';
import { factsBehind, factsBehindSql } from '../facts-behind';
import { filtersOf } from '../grouping';
import { periodOf } from '../period';
import { sourcesAsOf } from './service-level-report';
import { serviceLevels, serviceLevelsFrom } from './service-levels';

/** `GET /v1/reports/service-levels/records`: one line per promise behind a figure, oldest first. */
export async function listReportedServiceLevels(
  { figure: id, limit = 50, after, ...params }: ParamsOf<typeof ListReportedServiceLevels>,
  context: QueryContext,
): Promise<ResultOf<typeof ListReportedServiceLevels>> {
  const period = periodOf(params, context.clock());
  const filters = filtersOf(serviceLevels, params);
  const { asOf, sources } = await sourcesAsOf(params.asOf, context);

  const running = { at: sql.ref('started_at'), value: sql`1`, columns: [serviceLevels.open.id] };
  const behind = factsBehind(serviceLevels, id, period, running);
  const page = await keysetPage(
    factsBehindSql<Partial<ClockFact>>(context.db, serviceLevels, behind, filters, serviceLevelsFrom(sources, filters)),
    { column: 'at' },
    { limit, after, scope: { list: 'reported-service-levels', id, ...period, defaulted: undefined, asOf, ...filters } },
  );
  const { defaulted, ...asked } = period;
  return {
    items: page.items.map((row) => recordOf(row as Behind)),
    next: page.next,
    period: { ...asked, defaulted: [...defaulted] },
    definition: describe(serviceLevels, behind.figure, behind.columns, { ...asked, asOf, ...filters }),
  };
}

/** Without a promise, nothing but the record and its groups is set. */
type Behind = Pick<ClockFact, 'id' | 'record_id' | 'number' | 'priority'> &
  Partial<ClockFact> & { readonly value: number };

const reference = (id: string | null | undefined, name: string | null | undefined) =>
  id == null ? null : { id, name: name ?? id };

const recordOf = (row: Behind): ServiceLevelRecord => ({
  clock: row.kind ? row.id : null,
  record: { id: row.record_id, name: row.number },
  kind: row.kind ?? null,
  target: row.target ?? null,
  policyId: row.policy_id ?? null,
  startedAt: row.started_at ?? null,
  verdict: row.verdict ?? null,
  verdictAt: row.verdict_at ?? null,
  dueAt: row.due_at ?? null,
  priority: row.priority,
  team: reference(row.team_id, row.team),
  service: reference(row.service_id, row.service),
  category: row.category ?? null,
  value: row.value,
});
