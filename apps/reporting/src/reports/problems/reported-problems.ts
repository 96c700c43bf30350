import type { ListReportedProblems, ParamsOf, ReportedProblem, ResultOf } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import type { ProblemFact } from '../../facts/problem-facts';
import { answerFactsBehind, type Behind } from '../answer';
import { problems } from './problems';

/** `GET /v1/reports/problems/records`: one line per problem behind a figure, oldest first. */
export const listReportedProblems = (
  params: ParamsOf<typeof ListReportedProblems>,
  context: QueryContext,
): Promise<ResultOf<typeof ListReportedProblems>> =>
  answerFactsBehind<ProblemFact, ReportedProblem>(problems, 'reported-problems', params, context, recordOf);

const recordOf = (row: Behind<ProblemFact>, counted: boolean): ReportedProblem => ({
  id: row.id,
  number: row.number,
  title: row.title,
  priority: row.priority,
  state: row.state,
  ending: row.ending,
  team: row.team,
  service: row.service,
  recurrences: row.recurrences,
  cis: row.ci_ids.length,
  at: row.at,
  value: row.value,
  counted,
});
