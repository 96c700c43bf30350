import { sql, type RawBuilder } from 'kysely';
import { backlogFigure } from '../../figures/backlog-figure';
import { INCIDENT_DATES, incidentFigures } from '../../figures/incident-figures';
import { factsFrom, type FactsSource } from '../facts-source';
import { recordDimension, wordDimension, type Report } from '../report';

/** Open at an instant (SQL), `[opened, ended)`: reopened incidents were not open all the time. */
const isOpen = (at: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  tstzrange(opened_at, ended_at) @> ${at} and (reopens = 0 or exists (
    select from unnest(open_from, open_to) as open (since, until)
     where since <= ${at} and (until is null or ${at} < until)))`;

export const incidents: Report = {
  path: '/v1/reports/incidents',
  unit: 'incidents',
  figures: incidentFigures,
  dates: INCIDENT_DATES,
  open: { ...backlogFigure, isOpen },
  dimensions: {
    team: recordDimension('team'),
    service: recordDimension('service'),
    priority: wordDimension('priority'),
    category: wordDimension('category'),
    channel: wordDimension('channel'),
  },
  filters: {
    teamId: 'team_id',
    priority: 'priority',
    serviceId: 'service_id',
    category: 'category',
    channel: 'channel',
  },
};

/** The common table expression `facts`. */
export const incidentsFrom = (source: FactsSource): RawBuilder<unknown> =>
  sql`facts as ${sql.raw(source.kind === 'table' ? 'not materialized' : 'materialized')} (${factsFrom(source, 'reporting.incident_facts')})`;
