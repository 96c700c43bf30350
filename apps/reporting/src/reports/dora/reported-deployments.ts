import type { DeploymentRecord, ListReportedDeployments, ParamsOf, ResultOf } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import type { DeploymentFact } from '../../facts/deployment-fact';
import { answerFactsBehind, type Behind } from '../answer';
import { deliveries, withItsColumns } from './deliveries';

/** A deployment and what became of it. */
type Delivery = DeploymentFact & {
  readonly failed_at: string | null;
  readonly recovered_at: string | null;
};

/** `GET /v1/reports/dora/records`: one line per deployment behind a figure, oldest first. */
export async function listReportedDeployments(
  params: ParamsOf<typeof ListReportedDeployments>,
  context: QueryContext,
): Promise<ResultOf<typeof ListReportedDeployments>> {
  const answer = await answerFactsBehind<Delivery, DeploymentRecord>(
    deliveries,
    'reported-deployments',
    params,
    context,
    recordOf,
  );
  return { ...answer, definition: withItsColumns(answer.definition) };
}

const recordOf = (row: Behind<Delivery>, counted: boolean): DeploymentRecord => ({
  id: row.id,
  source: row.source,
  externalId: row.external_id,
  service: { id: row.service_id, name: row.service },
  environment: row.environment,
  state: row.state,
  commit: row.commit,
  label: row.label,
  committedAt: row.committed_at,
  startedAt: row.started_at,
  outcome: row.outcome,
  finishedAt: row.finished_at,
  rolledBackAt: row.rolled_back_at,
  unplannedFix: row.unplanned_fix,
  failedAt: row.failed_at,
  recoveredAt: row.recovered_at,
  value: row.value,
  counted,
});
