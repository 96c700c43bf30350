import { sql, type RawBuilder } from 'kysely';
import { incidentFacts } from '../../facts/incident-facts';
import { problemFacts } from '../../facts/problem-facts';
import {
  COMPARED_DAYS,
  PROBLEM_DATES,
  knownErrorsFigure,
  openProblemsFigure,
  problemFigures,
} from '../../figures/problem-figures';
import { factsFrom } from '../facts-source';
import { recordDimension, wordDimension, type Report, type Sources, type Span } from '../report';

const COMPARED = sql.raw(`interval '${COMPARED_DAYS} days'`);

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
  projections: [problemFacts, incidentFacts],
  facts: (sources, _, span) => problemsFrom(sources, span),
};

/** Common table expressions, `facts` the last: problems, of those fixed with the incidents on their items before and after. */
const problemsFrom = (sources: Sources, { from, to, knownAt }: Span) => sql`
  every_problem as (
    select * from (${factsFrom(sources(problemFacts), 'reporting.problem_facts')}) as problem where opened_at is not null),
  fixed as (
    select id, resolved_at, unnest(ci_ids) as ci_id from every_problem
    where resolved_at >= ${from}::timestamptz and resolved_at < ${to}::timestamptz
      and resolved_at <= ${knownAt}::timestamptz - ${COMPARED}),
  suffered as (
    select opened_at, unnest(ci_ids) as ci_id
    from (${factsFrom(sources(incidentFacts), 'reporting.incident_facts')}) as incident
    where not duplicate and canceled_at is null
      and opened_at >= ${from}::timestamptz - ${COMPARED} and opened_at < ${to}::timestamptz + ${COMPARED}),
  compared as (
    select fixed.id,
      count(*) filter (where opened_at < resolved_at and opened_at >= resolved_at - ${COMPARED})::int as incidents_before,
      count(*) filter (where opened_at >= resolved_at and opened_at < resolved_at + ${COMPARED})::int as incidents_after
    from fixed left join suffered on suffered.ci_id = fixed.ci_id
    group by fixed.id),
  facts as (select every_problem.*, incidents_before, incidents_after from every_problem left join compared using (id))`;
