import type { DeploymentEvent, DeploymentKeys } from '@opsledger/contracts';
import { changesBy, projection, type Changes, type Recorded, type RowHandlers } from '@opsledger/event-sourcing';
import type { DeploymentFact } from './deployment-fact';
import { deploymentFactsTable } from './deployment-facts-table';

type Row = DeploymentFact | undefined;
type Details = Extract<DeploymentEvent, { type: 'DeploymentDetailsLearned' }>['data'];

const firstHeardOf = (id: string, { source, externalId, service, environment }: DeploymentKeys): DeploymentFact => ({
  id,
  source,
  external_id: externalId,
  service_id: service.id,
  service: service.name,
  environment,
  state: 'running',
  commit: null,
  label: null,
  committed_at: null,
  started_at: null,
  outcome: null,
  finished_at: null,
  rolled_back_at: null,
  unplanned_fix: null,
  change_ids: [],
  release_id: null,
  release: null,
});

/** Null tells nothing: what was known stays. */
const learned = (row: DeploymentFact, { data }: { readonly data: Details }): Partial<DeploymentFact> => ({
  commit: data.commit ?? row.commit,
  label: data.label ?? row.label,
  committed_at: data.committedAt ?? row.committed_at,
  started_at: data.startedAt ?? row.started_at,
  unplanned_fix: data.unplannedFix ?? row.unplanned_fix,
});

/** In one order, so that the order of reports leaves no trace. */
const withChange = (ids: readonly string[], id: string): readonly string[] => [...new Set([...ids, id])].sort();

const changes: Changes<DeploymentFact, DeploymentEvent> = {
  DeploymentReported: learned,
  DeploymentDetailsLearned: learned,
  DeploymentFinished: (_, { data }) => ({ outcome: data.outcome, finished_at: data.finishedAt }),
  DeploymentRolledBack: (_, { data }) => ({ rolled_back_at: data.rolledBackAt }),
  DeploymentLinked: ({ change_ids }, { data: { kind, target } }) =>
    kind === 'release'
      ? { release_id: target.id, release: target.name }
      : { change_ids: withChange(change_ids, target.id) },
  DeploymentUnlinked: ({ change_ids }, { data: { kind, target } }) =>
    kind === 'release'
      ? { release_id: null, release: null }
      : { change_ids: change_ids.filter((id) => id !== target.id) },
  DeploymentCorrected: (_, { data }) => ({
    commit: data.commit.after,
    label: data.label.after,
    committed_at: data.committedAt.after,
    started_at: data.startedAt.after,
    unplanned_fix: data.unplannedFix.after,
    outcome: data.finish.after?.outcome ?? null,
    finished_at: data.finish.after?.at ?? null,
    rolled_back_at: data.rolledBackAt.after,
  }),
};

/** A rollback is the last word, whether or not the deployment had finished. */
const stateOf = ({ outcome, rolled_back_at }: DeploymentFact): DeploymentFact['state'] =>
  rolled_back_at === null ? (outcome ?? 'running') : 'rolled_back';

function rowAfter(before: Row, event: Recorded<DeploymentEvent>): DeploymentFact {
  const row = before ?? firstHeardOf(event.subject, event.data.keys);
  const after = { ...row, ...changesBy(changes, row, event) };
  return { ...after, state: stateOf(after) };
}

export const deploymentFacts = projection<DeploymentFact, DeploymentEvent>({
  name: 'reporting-deployment-facts',
  version: 1,
  patienceMs: 10_000,
  table: deploymentFactsTable,
  handlers: Object.fromEntries(Object.keys(changes).map((type) => [type, rowAfter])) as RowHandlers<
    DeploymentFact,
    DeploymentEvent
  >,
});
