import type { DeploymentEvent, DeploymentKeys, Reference } from '@opsledger/contracts';
import { NOTHING_FOUND, stateOf, type Deployment, type Findings, type KnownDeployment } from './deployment-state';

const FINDINGS = Object.keys(NOTHING_FOUND) as (keyof Findings)[];

/** Accepts every recorded fact, in any order. */
export function evolve(state: Deployment, event: DeploymentEvent): Deployment {
  const before = state.status === 'unknown' ? blank(event.data.keys) : state;
  const after = applied(before, event);
  return { ...after, status: stateOf(after.findings) };
}

const blank = ({ source, externalId, state, service, environment }: DeploymentKeys): KnownDeployment => ({
  status: state,
  source,
  externalId,
  service,
  environment,
  findings: NOTHING_FOUND,
  changes: [],
  release: null,
  corrected: [],
  unlinked: [],
});

const found = (state: KnownDeployment, findings: Partial<Findings>): KnownDeployment => ({
  ...state,
  findings: { ...state.findings, ...findings },
});

const without = (references: readonly Reference[], id: string) => references.filter((it) => it.id !== id);

function applied(state: KnownDeployment, event: DeploymentEvent): KnownDeployment {
  switch (event.type) {
    case 'DeploymentReported':
    case 'DeploymentDetailsLearned': {
      const { keys: _keys, ...details } = event.data;
      return found(state, Object.fromEntries(Object.entries(details).filter(([, value]) => value !== null)));
    }
    case 'DeploymentFinished':
      return found(state, { finish: { outcome: event.data.outcome, at: event.data.finishedAt } });
    case 'DeploymentRolledBack':
      return found(state, { rolledBackAt: event.data.rolledBackAt });
    case 'DeploymentLinked':
      return linked(state, event.data);
    case 'DeploymentUnlinked':
      return unlinked(state, event.data.target.id);
    case 'DeploymentCorrected':
      return corrected(state, event.data);
    default:
      return event satisfies never;
  }
}

type LinkData = Extract<DeploymentEvent, { type: 'DeploymentLinked' }>['data'];

function linked(state: KnownDeployment, { kind, target }: LinkData): KnownDeployment {
  const again = { ...state, unlinked: state.unlinked.filter((id) => id !== target.id) };
  if (kind === 'release') return { ...again, release: target };
  return { ...again, changes: [...without(state.changes, target.id), target] };
}

const unlinked = (state: KnownDeployment, id: string): KnownDeployment => ({
  ...state,
  changes: without(state.changes, id),
  release: state.release?.id === id ? null : state.release,
  unlinked: [...state.unlinked, id],
});

type CorrectedData = Extract<DeploymentEvent, { type: 'DeploymentCorrected' }>['data'];

function corrected(state: KnownDeployment, data: CorrectedData): KnownDeployment {
  const changes = data as unknown as Readonly<Record<string, { before: unknown; after: unknown } | undefined>>;
  const touched = FINDINGS.filter((field) => {
    const change = changes[field];
    return change !== undefined && JSON.stringify(change.before) !== JSON.stringify(change.after);
  });
  const after = Object.fromEntries(touched.map((field) => [field, changes[field]!.after]));
  return { ...found(state, after), corrected: [...new Set([...state.corrected, ...touched])] };
}
