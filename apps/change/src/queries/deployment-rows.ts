import type { DeploymentSummary } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { sql, type Kysely } from 'kysely';
import type { DeploymentListRow } from '../read-models/deployment-list';

interface Tables {
  readonly 'change.deployments': DeploymentListRow;
}

export const deploymentTable = ({ db }: Pick<QueryContext, 'db'>) =>
  (db as Kysely<Tables>).selectFrom('change.deployments');

export const deploymentRows = (context: Pick<QueryContext, 'db'>) =>
  deploymentTable(context).select(sql<DeploymentSummary>`document -> 'summary'`.as('summary'));

export const summaries = (rows: readonly { readonly summary: DeploymentSummary }[]) =>
  rows.map(({ summary }) => summary);
