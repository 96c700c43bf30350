import type { ListReportedKnowledge, ParamsOf, ReportedKnowledge, ResultOf } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { answerFactsBehind, type Behind } from '../answer';
import { referenceOf } from '../rows';
import { knowledge } from './knowledge';

/** `GET /v1/reports/knowledge/records`: one line per record behind a figure, oldest first. */
export const listReportedKnowledge = (
  params: ParamsOf<typeof ListReportedKnowledge>,
  context: QueryContext,
): Promise<ResultOf<typeof ListReportedKnowledge>> =>
  answerFactsBehind<Fact, ReportedKnowledge>(knowledge, 'reported-knowledge', params, context, recordOf);

/** As the report sees articles, their use and incidents alike. */
type Fact = Omit<ReportedKnowledge, 'service' | 'at' | 'value' | 'counted'> & {
  readonly service_id: string | null;
  readonly service: string | null;
};

const recordOf = (row: Behind<Fact>, counted: boolean): ReportedKnowledge => ({
  record: row.record,
  id: row.id,
  number: row.number,
  title: row.title,
  state: row.state,
  article: row.article,
  audience: row.audience,
  category: row.category,
  service: referenceOf(row.service_id, row.service),
  at: row.at,
  value: row.value,
  counted,
});
