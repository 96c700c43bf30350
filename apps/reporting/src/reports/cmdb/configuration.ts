import { sql, type RawBuilder } from 'kysely';
import { comparisonFacts } from '../../facts/comparison-facts';
import { CMDB_DATES, cmdbFigures, healthFigures, itemsFigure } from '../../figures/cmdb-figures';
import { factsFrom } from '../facts-source';
import { recordDimension, wordDimension, type Report, type Sources, type Span } from '../report';
import { JUDGED_BY, judgedChangesFrom } from './configuration-changes';
import { HEALTH_FROM, itemHealthFrom } from './item-health';

const during = (times: string) => (at: RawBuilder<unknown>) => sql`${sql.ref(times)} @> ${at}`;
const isThere = during('times_there');

const share = (figure: (typeof healthFigures)[keyof typeof healthFigures], times: string) => ({
  ...figure,
  isOpen: isThere,
  isPart: during(times),
  since: 'registered_at',
});

export const configuration: Report = {
  path: '/v1/reports/cmdb',
  unit: 'items',
  figures: cmdbFigures,
  dates: CMDB_DATES,
  open: [
    { ...itemsFigure, isOpen: isThere, since: 'registered_at' },
    share(healthFigures.incomplete, 'times_incomplete'),
    share(healthFigures.orphan, 'times_orphan'),
    share(healthFigures.stale, 'times_stale'),
    share(healthFigures.duplicate, 'times_duplicate'),
  ],
  dimensions: {
    class: wordDimension('class'),
    environment: wordDimension('environment'),
    team: recordDimension('team'),
    source: wordDimension('source'),
    part: wordDimension('part'),
  },
  filters: { class: 'class', environment: 'environment', teamId: 'team_id', source: 'source', part: 'part' },
  projections: [...JUDGED_BY, ...HEALTH_FROM, comparisonFacts],
  facts: (sources, _, span) => configurationFrom(sources, span),
};

/** Common table expressions, `facts` the last: items, what changed of them, and what sources found of them. */
const configurationFrom = (sources: Sources, span: Span) => sql`
  ${judgedChangesFrom(sources, span)}, ${itemHealthFrom(sources, span)},
  facts as (
    select 'item' as record, id, number, id as item_id, item, class, environment, team_id, team, coalesce(missing, '{}') as missing,
      null::text as part, null::text[] as fields, null::text as source, null::text as by_id, null::text as by,
      null::text as verdict, null::text as change_id, null::text as change,
      registered_at, null::timestamptz as changed_at, null::timestamptz as compared_at,
      null::integer as as_known, null::integer as compared,
      times_there, times_incomplete, times_orphan, times_stale, times_duplicate
    from healthy
    union all
    select 'change', id, number, item_id, item, class, environment, team_id, team, null,
      part, fields, source, by_id, by, verdict, change_id, change,
      null, changed_at, null, null, null, null, null, null, null, null
    from judged
    union all
    select 'comparison', id, number, null, null, class, environment, null, null, null,
      null, null, source, null, null, null, null, null,
      null, null, compared_at, as_known, compared, null, null, null, null, null
    from (${factsFrom(sources(comparisonFacts), 'reporting.ci_comparison_facts')}) as comparison)`;
