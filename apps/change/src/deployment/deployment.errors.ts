import type { DeploymentLinkKind, Reference } from '@opsledger/contracts';
import { RecordNotFound, Refusal } from '@opsledger/event-sourcing';
import type { KnownDeployment } from './deployment-state';

/** Why something cannot be said of a deployment. */
export type DeploymentRefusal =
  | 'deployment-id-mismatch'
  | 'deployment-conflict'
  | 'deployment-outcome-incomplete'
  | 'deployment-times-reversed'
  | 'deployment-time-to-come'
  | 'deployment-release-unknown'
  | 'deployment-release-taken';

const refusal = (code: DeploymentRefusal, detail: string, facts?: Record<string, unknown>) =>
  new Refusal<DeploymentRefusal>(code, detail, facts);

const named = ({ source, externalId, status }: Pick<KnownDeployment, 'source' | 'externalId' | 'status'>): string =>
  `The deployment ${externalId} of ${source} (${status})`;

export const deploymentNotFound = (id: string) => new RecordNotFound('deployment', id);

export const idMismatch = (source: string, externalId: string, expected: string) =>
  refusal(
    'deployment-id-mismatch',
    `The deployment ${externalId} of ${source} has the id ${expected}. Send the report there, or to /v1/deployments without an id.`,
    { expected },
  );

export interface Conflict {
  readonly field: string;
  readonly known: unknown;
  readonly told: unknown;
}

export const conflicting = (state: KnownDeployment, conflicts: readonly Conflict[]) =>
  refusal(
    'deployment-conflict',
    `${named(state)} was reported otherwise before: ${conflicts
      .map(({ field, known, told }) => `${field} is ${JSON.stringify(known)}, not ${JSON.stringify(told)}`)
      .join('; ')}. Report another deployment under another externalId; if the earlier report was wrong, correct it.`,
    { state: state.status, conflicts },
  );

export const outcomeIncomplete = (source: string, externalId: string) =>
  refusal(
    'deployment-outcome-incomplete',
    `The report of ${externalId} of ${source} says how it ended or when, but not both. Send outcome and finishedAt together, or neither while it runs.`,
  );

export const timesReversed = (source: string, externalId: string, startedAt: string, ended: string) =>
  refusal(
    'deployment-times-reversed',
    `The deployment ${externalId} of ${source} cannot have started at ${startedAt} and ended at ${ended}, which is earlier. Check both times and their zones.`,
    { startedAt, ended },
  );

export const timeToCome = (source: string, externalId: string, field: string, at: string) =>
  refusal(
    'deployment-time-to-come',
    `${field} of ${externalId} of ${source} is ${at}, which is still to come. Report it when it has happened; check the clock of the pipeline.`,
    { field, at },
  );

export const releaseUnknown = (name: string) =>
  refusal('deployment-release-unknown', `There is no release ${name}. Check its id or number, or leave it out.`);

export const releaseTaken = (state: KnownDeployment, kind: DeploymentLinkKind, taken: Reference) =>
  refusal(
    'deployment-release-taken',
    `${named(state)} belongs to the ${kind} ${taken.name} already. Unlink that first if it is wrong.`,
    { taken },
  );
