import { sql } from 'kysely';
import { changeFacts } from '../../facts/change-facts';
import { CHANGE_DATES, changeFigures, openChangesFigure } from '../../figures/change-figures';
import { factsFrom } from '../facts-source';
import { recordDimension, wordDimension, type Report } from '../report';

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
  projections: [changeFacts],
  facts: (sources) => sql`facts as (
    select * from (${factsFrom(sources(changeFacts), 'reporting.change_facts')}) as change where drafted_at is not null)`,
};
