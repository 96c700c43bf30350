import type {
  DeploymentDetails,
  DeploymentFinish,
  DeploymentKeys,
  DeploymentState,
  Reference,
} from '@opsledger/contracts';

interface Finish {
  readonly outcome: DeploymentFinish;
  readonly at: string;
}

/** What may be said of a deployment and be found wrong. */
export interface Findings extends DeploymentDetails {
  readonly finish: Finish | null;
  readonly rolledBackAt: string | null;
}

export interface KnownDeployment {
  readonly status: DeploymentState;
  readonly source: string;
  readonly externalId: string;
  readonly service: Reference;
  readonly environment: string;
  readonly findings: Findings;
  readonly changes: readonly Reference[];
  readonly release: Reference | null;
  /** What people put right: their word stands, whatever pipelines report afterwards. */
  readonly corrected: readonly (keyof Findings)[];
  /** Ids of what it does not belong to, as people said. */
  readonly unlinked: readonly string[];
}

export type Deployment = { readonly status: 'unknown' } | KnownDeployment;

export const isKnown = (state: Deployment): state is KnownDeployment => state.status !== 'unknown';

/** A rollback is the last word, whether or not the deployment had finished. */
export const stateOf = ({ finish, rolledBackAt }: Pick<Findings, 'finish' | 'rolledBackAt'>): DeploymentState =>
  rolledBackAt !== null ? 'rolled_back' : (finish?.outcome ?? 'running');

export const NOTHING_FOUND: Findings = {
  commit: null,
  label: null,
  committedAt: null,
  startedAt: null,
  url: null,
  triggeredBy: null,
  unplannedFix: null,
  finish: null,
  rolledBackAt: null,
};

/** What readers group by, as it stands with these findings. */
export const keysOf = (
  { source, externalId, service, environment }: Omit<DeploymentKeys, 'state'>,
  findings: Findings,
): DeploymentKeys => ({ source, externalId, state: stateOf(findings), service, environment });

/** The earliest that is known of it: facts about a deployment are true from then on. */
export const beganAt = ({ startedAt, finish, rolledBackAt }: Findings): string | null =>
  startedAt ?? [finish?.at, rolledBackAt].filter((at) => at != null).sort()[0] ?? null;
