import { sql, type RawBuilder } from 'kysely';
import { problemFacts } from '../../facts/problem-facts';
import { PROBLEM_DATES, knownErrorsFigure, openProblemsFigure, problemFigures } from '../../figures/problem-figures';
import { factsFrom } from '../facts-source';
import { recordDimension, wordDimension, type Report } from '../report';

const atAnInstant = {
  isOpen: (at: RawBuilder<unknown>) => sql`opened_at <= ${at} and (closed_at is null or closed_at > ${at})`,
  since: 'opened_at',
};

export const problems: Report = {
  path: '/v1/reports/problems',
  unit: 'problems',
  figures: problemFigures,
  dates: PROBLEM_DATES,
  open: [
    { ...openProblemsFigure, ...atAnInstant },
    { ...knownErrorsFigure, ...atAnInstant, isPart: (at) => sql`workaround_at is not null and workaround_at <= ${at}` },
  ],
  dimensions: {
    team: recordDimension('team'),
    service: recordDimension('service'),
    priority: wordDimension('priority'),
    category: wordDimension('category'),
  },
  filters: { teamId: 'team_id', serviceId: 'service_id', priority: 'priority', category: 'category' },
  projections: [problemFacts],
  facts: (sources) => sql`facts as (
    select * from (${factsFrom(sources(problemFacts), 'reporting.problem_facts')}) as problem where opened_at is not null)`,
};
