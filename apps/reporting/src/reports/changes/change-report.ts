import type { ListReportedChanges, ParamsOf, ReportChanges, ReportedChange, ResultOf } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import type { ChangeFact } from '../../facts/change-facts';
import { answerFactsBehind, answerReport, type Behind } from '../answer';
import { changes } from './changes';

/** `GET /v1/reports/changes` */
export const reportChanges = (
  params: ParamsOf<typeof ReportChanges>,
  context: QueryContext,
): Promise<ResultOf<typeof ReportChanges>> => answerReport(changes, params, context);

/** `GET /v1/reports/changes/records`: one line per change behind a figure, oldest first. */
export const listReportedChanges = (
  params: ParamsOf<typeof ListReportedChanges>,
  context: QueryContext,
): Promise<ResultOf<typeof ListReportedChanges>> =>
  answerFactsBehind<ChangeFact, ReportedChange>(changes, 'reported-changes', params, context, recordOf);

const recordOf = (row: Behind<ChangeFact>, counted: boolean): ReportedChange => ({
  id: row.id,
  number: row.number,
  title: row.title,
  type: row.type,
  risk: row.risk,
  state: row.state,
  result: row.result,
  team: row.team,
  service: row.service,
  incidents: row.incident_ids.length,
  at: row.at,
  value: row.value,
  counted,
});
