import type { ParamsOf, ReportIncidents, ResultOf } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { answerReport } from '../answer';
import { incidents } from './incidents';

/** `GET /v1/reports/incidents` */
export const reportIncidents = (
  params: ParamsOf<typeof ReportIncidents>,
  context: QueryContext,
): Promise<ResultOf<typeof ReportIncidents>> => answerReport(incidents, params, context);
