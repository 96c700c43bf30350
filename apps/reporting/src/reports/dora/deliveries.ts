import type { FigureDefinition } from '@opsledger/contracts';
import { sql, type RawBuilder } from 'kysely';
import { deploymentFacts } from '../../facts/deployment-facts';
import { DORA_DATES, doraColumns, doraFigures, unrecoveredFigure } from '../../figures/dora-figures';
import { factsFrom, matching, type FactsSource } from '../facts-source';
import type { Filters } from '../grouping';
import { recordDimension, wordDimension, type Report } from '../report';

/** That it failed at all is said apart: few deployments did, and only those meet every period. */
const isUnrecovered = (at: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  failed_at is not null and failed_at <= ${at} and (recovered_at is null or recovered_at > ${at})`;

export const deliveries: Report = {
  path: '/v1/reports/dora',
  unit: 'deployments',
  figures: doraFigures,
  dates: DORA_DATES,
  open: [{ ...unrecoveredFigure, isOpen: isUnrecovered, since: 'failed_at' }],
  dimensions: { service: recordDimension('service'), environment: wordDimension('environment') },
  filters: { serviceId: 'service_id', environment: 'environment' },
  projections: [deploymentFacts],
  facts: (sources, filters) => deliveriesFrom(sources(deploymentFacts), filters),
};

/** As reports publish it: deployments per day come with what they were divided from. */
export function withItsColumns(definition: FigureDefinition): FigureDefinition {
  const figure = doraFigures.find(({ id }) => id === definition.id);
  return figure ? { ...definition, columns: [...doraColumns(figure).all] } : definition;
}

/**
 * Common table expressions, `facts` the last: deployments with when each succeeded, failed and was recovered. They may
 * be filtered beforehand, for recovery is looked for within one service and environment. The later ones come first in
 * the window, so that its frame only grows: one pass, however many failures there are.
 */
const deliveriesFrom = (source: FactsSource, filters: Filters): RawBuilder<unknown> => sql`
  deployments as (
    select *, coalesce(finished_at, rolled_back_at) as over_at,
      outcome = 'failed' or rolled_back_at is not null as has_failed
    from (${factsFrom(source, 'reporting.deployment_facts')}) as every_deployment
    where ${matching(deliveries, filters)}),
  followed as (
    select *, min(finished_at) filter (where outcome = 'succeeded' and rolled_back_at is null) over (
      partition by service_id, environment order by over_at desc
      groups between unbounded preceding and 1 preceding) as next_success_at
    from deployments),
  facts as (
    select *,
      case when outcome = 'succeeded' then finished_at end as succeeded_at,
      case when outcome <> 'canceled' or has_failed then over_at end as settled_at,
      case when has_failed then over_at end as failed_at,
      case when has_failed then least(next_success_at, case when finished_at is not null then rolled_back_at end) end
        as recovered_at,
      case when outcome = 'canceled' and not has_failed then finished_at end as canceled_at
    from followed)`;
