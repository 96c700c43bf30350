import { deploymentEvents, type DeploymentEvent } from '@opsledger/contracts';
import { projection, type Recorded, type RowHandlers } from '@opsledger/event-sourcing';
import { deploymentAfter, type DeploymentDocument } from './deployment-summary';

/** What lists of deployments filter and sort by, and what they answer. */
export interface DeploymentListRow {
  readonly id: string;
  readonly source: string;
  readonly external_id: string;
  readonly service_id: string;
  readonly environment: string;
  readonly state: string;
  readonly commit: string | null;
  readonly release_id: string | null;
  readonly change_ids: readonly string[];
  readonly at: string;
  readonly ended_at: string | null;
  readonly document: DeploymentDocument;
}

function rowAfter(row: DeploymentListRow | undefined, event: Recorded<DeploymentEvent>): DeploymentListRow {
  const document = deploymentAfter(row?.document, event);
  const { summary } = document;
  return {
    id: summary.id,
    source: summary.source,
    external_id: summary.externalId,
    service_id: summary.service.id,
    environment: summary.environment,
    state: summary.state,
    commit: summary.commit,
    release_id: summary.release?.id ?? null,
    change_ids: summary.changes.map(({ id }) => id),
    at: summary.at,
    ended_at: summary.rolledBackAt ?? summary.finish?.at ?? null,
    document,
  };
}

export const deploymentList = projection<DeploymentListRow, DeploymentEvent>({
  name: 'deployment-list',
  version: 1,
  table: {
    schema: 'change',
    name: 'deployments',
    key: 'id',
    columns: {
      id: 'text collate "C"',
      source: 'text collate "C" not null',
      external_id: 'text collate "C" not null',
      service_id: 'text collate "C" not null',
      environment: 'text collate "C" not null',
      state: 'text collate "C" not null',
      commit: 'text collate "C"',
      release_id: 'text collate "C"',
      change_ids: 'text[] collate "C" not null',
      at: 'timestamptz not null',
      ended_at: 'timestamptz',
      document: 'json not null',
    },
    indexes: [
      '(at, id)',
      '(service_id, environment, at, id)',
      '(environment, at, id)',
      '(state, at, id)',
      '(source, external_id)',
      '(commit) where commit is not null',
      '(release_id, at, id) where release_id is not null',
      "using gin (change_ids) where change_ids <> '{}'",
    ],
    comment: 'Deployments as lists show them, as they are now.',
    columnComments: {
      source: 'System the pipeline runs in',
      external_id: 'What that system calls the deployment',
      state: 'running, succeeded, failed, rolled_back or canceled',
      at: 'The earliest that is known of it: start, or else end, or when it was first heard of',
      ended_at: 'When it was rolled back, or else finished',
      change_ids: 'Ids of the changes it belongs to',
      document: 'What is known of it; `summary` is the list entry as the API answers it',
    },
  },
  handlers: Object.fromEntries(deploymentEvents.map(({ name }) => [name, rowAfter])) as RowHandlers<
    DeploymentListRow,
    DeploymentEvent
  >,
});
