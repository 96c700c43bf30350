import { sql, type RawBuilder } from 'kysely';
import { incidentFacts } from '../../facts/incident-facts';
import { backlogFigure } from '../../figures/backlog-figure';
import { INCIDENT_DATES, incidentFigures } from '../../figures/incident-figures';
import { factsFrom, type FactsSource } from '../facts-source';
import { recordDimension, wordDimension, type Report } from '../report';

/** Open at an instant (SQL), `[opened, ended)`: reopened incidents were not open all the time. */
export const isOpen = (at: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  tstzrange(opened_at, ended_at) @> ${at} and (reopens = 0 or exists (
    select from unnest(open_from, open_to) as open (since, until)
     where since <= ${at} and (until is null or ${at} < until)))`;

/** In minutes, from opening. */
const ageAt = (at: RawBuilder<unknown>) => sql`round(extract(epoch from (${at} - opened_at)) / 60, 4)`;

/** The common table expression `facts`. */
export const incidentsFrom = (source: FactsSource): RawBuilder<unknown> =>
  sql`facts as ${sql.raw(source.kind === 'table' ? 'not materialized' : 'materialized')} (${factsFrom(source, 'reporting.incident_facts')})`;

export const incidents: Report = {
  path: '/v1/reports/incidents',
  unit: 'incidents',
  figures: incidentFigures,
  dates: INCIDENT_DATES,
  open: [{ ...backlogFigure, isOpen, since: 'opened_at', value: ageAt }],
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
  projections: [incidentFacts],
  facts: (sources) => incidentsFrom(sources(incidentFacts)),
};
