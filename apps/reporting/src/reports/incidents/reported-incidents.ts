import type { IncidentRecord, ListReportedIncidents, ParamsOf, ResultOf } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import type { IncidentFact } from '../../facts/incident-fact';
import { answerFactsBehind, type Behind } from '../answer';
import { referenceOf } from '../rows';
import { incidents } from './incidents';

/** `GET /v1/reports/incidents/records`: one line per incident behind a figure, oldest first. */
export const listReportedIncidents = (
  params: ParamsOf<typeof ListReportedIncidents>,
  context: QueryContext,
): Promise<ResultOf<typeof ListReportedIncidents>> =>
  answerFactsBehind(incidents, 'reported-incidents', params, context, recordOf);

const recordOf = (row: Behind<IncidentFact>, counted: boolean): IncidentRecord => ({
  id: row.id,
  number: row.number,
  externalNumber: row.external_number,
  state: row.state,
  priority: row.priority,
  team: referenceOf(row.team_id, row.team),
  service: referenceOf(row.service_id, row.service),
  category: row.category,
  channel: row.channel,
  openedAt: row.opened_at,
  acknowledgedAt: row.acknowledged_at,
  resolvedAt: row.resolved_at,
  closedAt: row.closed_at,
  reassignments: row.reassignments,
  reopens: row.reopens,
  value: row.value,
  counted,
});
