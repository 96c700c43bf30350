import type { CommandOf, DeploymentEvent, LinkDeployment, UnlinkDeployment } from '@opsledger/contracts';
import { releaseTaken, releaseUnknown } from '../deployment.errors';
import { keysOf, type KnownDeployment } from '../deployment-state';
import type { DeploymentLookups } from './report-deployment';

export function linkDeployment(
  { data, lookups: { release } }: CommandOf<typeof LinkDeployment, DeploymentLookups>,
  state: KnownDeployment,
): DeploymentEvent[] {
  const { kind } = data;
  const target = kind === 'release' ? release : data.target;
  if (!target) throw releaseUnknown(data.target.id);
  const linked = kind === 'release' ? [state.release].filter((it) => it !== null) : state.changes;
  if (linked.some(({ id }) => id === target.id)) return [];
  if (kind === 'release' && state.release) throw releaseTaken(state, kind, state.release);
  return [{ type: 'DeploymentLinked', data: { keys: keysOf(state, state.findings), kind, target } }];
}

export function unlinkDeployment(
  { data: { kind, targetId } }: CommandOf<typeof UnlinkDeployment>,
  state: KnownDeployment,
): DeploymentEvent[] {
  const linked = kind === 'release' ? [state.release] : state.changes;
  const target = linked.find((it) => it?.id === targetId);
  return target ? [{ type: 'DeploymentUnlinked', data: { keys: keysOf(state, state.findings), kind, target } }] : [];
}
