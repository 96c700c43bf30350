import type { Table } from '@opsledger/event-sourcing';
import type { DeploymentFact } from './deployment-fact';

/** The table analysts read with SQL clients, too: every column says what it is. */
export const deploymentFactsTable: Table<DeploymentFact> = {
  schema: 'reporting',
  name: 'deployment_facts',
  key: 'id',
  columns: {
    id: 'text',
    source: 'text not null',
    external_id: 'text not null',
    service_id: 'text not null',
    service: 'text not null',
    environment: 'text not null',
    state: 'text not null',
    commit: 'text',
    label: 'text',
    committed_at: 'timestamptz',
    started_at: 'timestamptz',
    outcome: 'text',
    finished_at: 'timestamptz',
    rolled_back_at: 'timestamptz',
    unplanned_fix: 'boolean',
    change_ids: 'text[] not null',
    release_id: 'text',
    release: 'text',
  },
  indexes: [
    // What recovered a failure is looked for among the deployments of its service and environment.
    '(service_id, environment, finished_at)',
    '(finished_at, id)',
    '(release_id) where release_id is not null',
  ],
  comment:
    'One row per deployment: what was brought where, from which commit, and what came of it. Kept up to date from the event log.',
  columnComments: {
    id: 'Id of the deployment.',
    source: 'System the pipeline runs in.',
    external_id: 'What that system calls the deployment.',
    service_id: 'Service that was deployed.',
    service: 'Name of that service when the deployment was first reported.',
    environment: 'Environment it was brought into, e.g. production.',
    state: 'running, succeeded, failed, rolled_back or canceled: outcome, or rolled_back once it was taken back.',
    commit: 'Commit that was deployed; null when not told.',
    label: 'Version that was deployed, as people call it.',
    committed_at: 'When the commit was made: lead time runs from here. Null when not told.',
    started_at: 'When the pipeline began to deploy; null when not told.',
    outcome:
      'How it finished: succeeded, failed or canceled; stays when it is rolled back. Null while it did not finish.',
    finished_at: 'When it finished; null while it did not, or when it was rolled back before.',
    rolled_back_at: 'When what was deployed was taken back; null while it stands.',
    unplanned_fix: 'It repaired what users suffered from: rework. Null when not told, which counts as no.',
    change_ids: 'Ids of the changes it belongs to.',
    release_id: 'Id of the release it belongs to.',
    release: 'Number of that release.',
  },
};
