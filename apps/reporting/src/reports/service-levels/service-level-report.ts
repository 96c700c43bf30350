import type { ParamsOf, ReportServiceLevels, ResultOf } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { answerReport } from '../answer';
import { serviceLevels } from './service-levels';

/** `GET /v1/reports/service-levels` */
export const reportServiceLevels = (
  params: ParamsOf<typeof ReportServiceLevels>,
  context: QueryContext,
): Promise<ResultOf<typeof ReportServiceLevels>> => answerReport(serviceLevels, params, context);
