import type { DeploymentFinish, DeploymentState } from '@opsledger/contracts';

/** Everything reports need to know about one deployment, in one row. Instants are ISO 8601 UTC. */
export interface DeploymentFact {
  readonly id: string;
  readonly source: string;
  readonly external_id: string;
  readonly service_id: string;
  readonly service: string;
  readonly environment: string;
  readonly state: DeploymentState;
  readonly commit: string | null;
  readonly label: string | null;
  readonly committed_at: string | null;
  readonly started_at: string | null;
  readonly outcome: DeploymentFinish | null;
  readonly finished_at: string | null;
  readonly rolled_back_at: string | null;
  readonly unplanned_fix: boolean | null;
  readonly change_ids: readonly string[];
  readonly release_id: string | null;
  readonly release: string | null;
}
