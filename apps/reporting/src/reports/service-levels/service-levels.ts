import { sql, type RawBuilder } from 'kysely';
import { clockFacts } from '../../facts/clock-facts';
import { incidentFacts } from '../../facts/incident-facts';
import { SERVICE_LEVEL_DATES, runningFigure, serviceLevelFigures } from '../../figures/service-level-figures';
import { factsFrom, matching } from '../facts-source';
import type { Filters } from '../grouping';
import { recordDimension, wordDimension, type Report, type Sources } from '../report';

const isRunning = (at: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  started_at <= ${at} and (verdict_at is null or verdict_at > ${at}) and (canceled_at is null or canceled_at > ${at})`;

/** Filters that say which promises are meant, so that a record is judged by those alone. */
const PROMISE_FILTERS = { kind: 'kind', target: 'target', policyId: 'policy_id' };

export const serviceLevels: Report = {
  path: '/v1/reports/service-levels',
  unit: 'clocks',
  figures: serviceLevelFigures,
  dates: SERVICE_LEVEL_DATES,
  open: [{ ...runningFigure, isOpen: isRunning, since: 'started_at' }],
  dimensions: {
    kind: wordDimension('kind'),
    target: wordDimension('target'),
    policy: { key: 'policy_id', columns: ['policy_id'], shown: { policyId: 'policy_id' } },
    team: recordDimension('team'),
    service: recordDimension('service'),
    priority: wordDimension('priority'),
    category: wordDimension('category'),
  },
  filters: {
    ...PROMISE_FILTERS,
    teamId: 'team_id',
    priority: 'priority',
    serviceId: 'service_id',
    category: 'category',
  },
  projections: [clockFacts, incidentFacts],
  facts: serviceLevelsFrom,
};

const GROUPS = sql.raw('team_id, team, service_id, service, category, priority');

/** Common table expressions, `facts` the last: one row per promise, and one per incident for which nothing was promised. */
function serviceLevelsFrom(sources: Sources, filters: Filters): RawBuilder<unknown> {
  const promised = Object.fromEntries(Object.entries(filters).filter(([name]) => Object.hasOwn(PROMISE_FILTERS, name)));
  return sql`
    clocks as (
      select * from (${factsFrom(sources(clockFacts), 'reporting.clock_facts')}) as every_clock
      where ${matching({ filters: PROMISE_FILTERS }, promised)}),
    incidents as (${factsFrom(sources(incidentFacts), 'reporting.incident_facts')}),
    judged as (
      select clocks.*,
        bool_and(verdict is not null or canceled_at is not null) over record as settled,
        bool_and(verdict is distinct from 'breached') over record as all_met,
        row_number() over (partition by record_id order by verdict_at desc nulls last, id) as place
      from clocks window record as (partition by record_id)),
    facts as (
      select id, record_id, number, kind, target, policy_id, started_at, verdict, verdict_at, due_at, canceled_at,
        case when settled and place = 1 then verdict_at end as settled_at,
        case when all_met then 1 else 0 end as record_met,
        null::timestamptz as unpromised_at, ${GROUPS}
      from judged
      union all
      select id, id, number, null, null, null, null, null, null, null, null, null, null, opened_at, ${GROUPS}
      from incidents
      where not duplicate and not exists (select from clocks where record_id = incidents.id))`;
}
