import type { DeploymentEvent, DeploymentSummary } from '@opsledger/contracts';
import type { Recorded } from '@opsledger/event-sourcing';
import { beganAt, type KnownDeployment } from '../deployment/deployment-state';
import { evolve } from '../deployment/evolve';

/** The fold of decisions is what people see, too: a view keeps it beside what it shows. */
export interface DeploymentDocument {
  readonly state: KnownDeployment;
  readonly summary: DeploymentSummary;
}

export function deploymentAfter(
  before: DeploymentDocument | undefined,
  event: Recorded<DeploymentEvent>,
): DeploymentDocument {
  const state = evolve(before?.state ?? { status: 'unknown' }, event) as KnownDeployment;
  return { state, summary: summaryOf(state, event.subject, event.occurredAt, event.revision, before?.summary) };
}

function summaryOf(
  state: KnownDeployment,
  id: string,
  occurredAt: string,
  version: number,
  before: DeploymentSummary | undefined,
): DeploymentSummary {
  const { source, externalId, service, environment, status, findings, changes, release } = state;
  return {
    id,
    source,
    externalId,
    service,
    environment,
    state: status,
    ...findings,
    // However reports were ordered.
    changes: [...changes].sort((one, other) => (one.id < other.id ? -1 : 1)),
    release,
    at: beganAt(findings) ?? before?.at ?? occurredAt,
    version,
  };
}
