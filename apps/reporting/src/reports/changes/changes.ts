import { sql } from 'kysely';
import { incidentFacts } from '../../facts/incident-facts';
import { CHANGE_DATES, changeFigures, openChangesFigure } from '../../figures/change-figures';
import { JUDGED_BY, judgedChangesFrom } from '../cmdb/configuration-changes';
import { resolvedFrom } from '../incidents/resolved-incidents';
import { recordDimension, wordDimension, type Report, type Sources, type Span } from '../report';

export const changes: Report = {
  path: '/v1/reports/changes',
  unit: 'changes',
  figures: changeFigures,
  dates: CHANGE_DATES,
  open: [
    {
      ...openChangesFigure,
      isOpen: (at) => sql`drafted_at <= ${at} and (closed_at is null or closed_at > ${at})
        and (canceled_at is null or canceled_at > ${at})`,
      since: 'drafted_at',
    },
  ],
  dimensions: {
    team: recordDimension('team'),
    service: recordDimension('service'),
    type: wordDimension('type'),
    risk: wordDimension('risk'),
    category: wordDimension('category'),
  },
  filters: { teamId: 'team_id', serviceId: 'service_id', type: 'type', risk: 'risk', category: 'category' },
  projections: [incidentFacts, ...JUDGED_BY],
  facts: (sources, _, span) => changesFrom(sources, span),
};

/** Common table expressions, `facts` the last: changes, incidents that may come of them, and what changed of items. */
const changesFrom = (sources: Sources, span: Span) => sql`${judgedChangesFrom(sources, span)},
  ${resolvedFrom(sources, span)},
  facts as (
    select 'change' as record, id, number, title, type, risk, state, result, team_id, team, service_id, service, category,
      incident_ids, null::text[] as caused_by_changes, null::text as verdict, drafted_at, submitted_at, approved_at,
      started_at, finished_at, closed_at, canceled_at, null::timestamptz as incident_resolved_at,
      null::timestamptz as changed_at
    from every_change where drafted_at is not null
    union all
    select 'incident', id, number, null, null, null, state, null, team_id, team, service_id, service, category,
      null, caused_by_changes, null, null, null, null, null, null, null, null, resolved_at, null
    from resolved
    union all
    select 'configuration_change', id, number, item, null, null, null, null, team_id, team, null, null, null,
      null, null, verdict, null, null, null, null, null, null, null, null, changed_at
    from judged)`;
