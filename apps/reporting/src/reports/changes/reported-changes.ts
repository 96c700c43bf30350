import type { CiChangeVerdict, ListReportedChanges, ParamsOf, ReportedChange, ResultOf } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import type { ChangeFact } from '../../facts/change-facts';
import { answerFactsBehind, type Behind } from '../answer';
import { changes } from './changes';

/** `GET /v1/reports/changes/records`: one line per record behind a figure, oldest first. */
export const listReportedChanges = (
  params: ParamsOf<typeof ListReportedChanges>,
  context: QueryContext,
): Promise<ResultOf<typeof ListReportedChanges>> =>
  answerFactsBehind<Fact, ReportedChange>(changes, 'reported-changes', params, context, recordOf);

/** A change, an incident, or a change seen on a configuration item. */
type Fact = Pick<ChangeFact, 'id' | 'number' | 'title' | 'risk' | 'result' | 'team' | 'service'> & {
  readonly record: ReportedChange['record'];
  readonly type: string | null;
  readonly state: string | null;
  readonly incident_ids: readonly string[] | null;
  readonly caused_by_changes: readonly string[] | null;
  readonly verdict: CiChangeVerdict | null;
};

const recordOf = (row: Behind<Fact>, counted: boolean): ReportedChange => ({
  record: row.record,
  id: row.id,
  number: row.number,
  title: row.title,
  type: row.type,
  risk: row.risk,
  state: row.state,
  result: row.result,
  team: row.team,
  service: row.service,
  incidents: row.incident_ids?.length ?? null,
  changes: row.caused_by_changes?.length ?? null,
  verdict: row.verdict,
  at: row.at,
  value: row.value,
  counted,
});
