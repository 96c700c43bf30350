import type { ParamsOf, ReportDora, ReportRow, ResultOf } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { answerReport } from '../answer';
import { filtersOf, groupingOf } from '../grouping';
import { deliveries, withItsColumns } from './deliveries';
import { unblended } from './unblended';

const EACH_APART = 'service,environment';

/** `GET /v1/reports/dora` */
export async function reportDora(
  { by = EACH_APART, ...params }: ParamsOf<typeof ReportDora>,
  context: QueryContext,
): Promise<ResultOf<typeof ReportDora>> {
  const answer = await answerReport(deliveries, { ...params, by }, context);
  const [grouping, filters] = [groupingOf(deliveries, by), filtersOf(deliveries, params)];
  const rows = (answer.rows as ReportRow[]).map((row) => unblended(row, grouping, filters, answer.period));
  return {
    ...answer,
    definitions: answer.definitions.map(withItsColumns),
    rows: rows as ResultOf<typeof ReportDora>['rows'],
  };
}
