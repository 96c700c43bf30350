import type { ListReportedServiceLevels, ParamsOf, ResultOf, ServiceLevelRecord } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import type { ClockFact } from '../../facts/clock-facts';
import { answerFactsBehind, type Behind } from '../answer';
import { referenceOf } from '../rows';
import { serviceLevels } from './service-levels';

/** `GET /v1/reports/service-levels/records`: one line per promise behind a figure, oldest first. */
export const listReportedServiceLevels = (
  params: ParamsOf<typeof ListReportedServiceLevels>,
  context: QueryContext,
): Promise<ResultOf<typeof ListReportedServiceLevels>> =>
  answerFactsBehind(serviceLevels, 'reported-service-levels', params, context, recordOf);

/** Without a promise, nothing but the record and its groups is set. */
type Promised = Pick<ClockFact, 'id' | 'record_id' | 'number' | 'priority'> & Partial<ClockFact>;

const recordOf = (row: Behind<Promised>): ServiceLevelRecord => ({
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
  team: referenceOf(row.team_id, row.team),
  service: referenceOf(row.service_id, row.service),
  category: row.category ?? null,
  value: row.value,
});
