import type { ListProblems, ParamsOf, ProblemSort, ProblemView, ResultOf } from '@opsledger/contracts';
import {
  keysetPage,
  orderOf,
  searchByWords,
  whereGiven,
  type QueryContext,
  type Sortable,
} from '@opsledger/service-kit';
import type { Kysely, SelectQueryBuilder } from 'kysely';
import { summaryOf } from '../read-models/problem-document';
import { problemList, type ProblemListRow } from '../read-models/problem-list';

interface Tables {
  'problem.problems': ProblemListRow;
}
type Query = SelectQueryBuilder<Tables, 'problem.problems', { problem: ProblemView }>;

const SORTABLE: Readonly<Record<ProblemSort, Sortable[string]>> = {
  openedAt: { column: 'opened_at' },
  updatedAt: { column: 'updated_at' },
  priority: { column: 'priority' },
  number: { column: 'number' },
  state: { column: 'state_order' },
};

const foundByWords = searchByWords({
  table: 'problem.problems',
  id: 'id',
  words: 'words',
  listed: 'problem.problems.id',
});

export async function listProblems(
  params: ParamsOf<typeof ListProblems>,
  context: QueryContext,
): Promise<ResultOf<typeof ListProblems>> {
  await context.upToDate(problemList.name);
  const { limit = 50, after, sort = '-openedAt', ...filters } = params;
  const all: Query = (context.db as Kysely<Tables>).selectFrom('problem.problems').select('problem');
  const some = whereGiven(all, {
    state: filters.state?.split(','),
    priority: filters.priority?.split(','),
    team_id: filters.teamId,
    team_name: filters.team,
    assignee_id: filters.assigneeId,
    service_id: filters.serviceId,
    service_name: filters.service,
    category: filters.category,
    known_error: filters.knownError,
    imported: filters.imported,
    number: filters.number?.toUpperCase(),
  });
  const query = filters.q === undefined ? some : some.where(await foundByWords(filters.q, context));
  const page = await keysetPage(query, orderOf(sort, SORTABLE), {
    limit,
    after,
    scope: { list: 'problems', ...filters },
  });
  return { ...page, items: page.items.map(({ problem }) => summaryOf(problem)) };
}
