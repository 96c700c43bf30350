import type { ChangeEvent, CommandOf, LinkChange, Reference, UnlinkChange } from '@opsledger/contracts';
import { configurationPlanned, linkCycle, linkTaken, linkTargetUnknown, linkTargetUnnamed } from '../change.errors';
import { keysOf, type KnownChange } from '../change-state';
import { expiredApprovals } from '../expired-approvals';
import { requirePlannable } from '../guards';

export interface LinkChangeLookups {
  /** The parent that is linked to, with the ids of those it is part of itself. */
  readonly parent: { readonly reference: Reference; readonly leadsTo: readonly string[] } | null;
}

type Command = CommandOf<typeof LinkChange, LinkChangeLookups>;

/** Which items a change touches is fixed once it is carried out; what it is part of or fixes may be found out late. */
export function linkChange(command: Command, state: KnownChange): ChangeEvent[] {
  const { kind } = command.data;
  const target = targetOf(command, state);
  const same = state.details.links.filter((link) => link.kind === kind);
  if (same.some((link) => link.target.id === target.id)) return [];
  if (kind === 'affected_ci') requirePlannable(state);
  if (kind === 'parent' && same[0]) throw linkTaken(state.number, same[0].target);
  const linked: ChangeEvent = { type: 'ChangeLinked', data: { keys: keysOf(state), kind, target } };
  return kind === 'affected_ci' ? [linked, ...expiredApprovals(state, 'cis_changed')] : [linked];
}

function targetOf({ id, data: { kind, target }, lookups }: Command, state: KnownChange): Reference {
  if (kind !== 'parent') {
    if (target.name === undefined) throw linkTargetUnnamed(kind, target.id);
    return { id: target.id, name: target.name };
  }
  if (!lookups.parent) throw linkTargetUnknown(target.id);
  const { reference, leadsTo } = lookups.parent;
  if (reference.id === id || leadsTo.includes(id)) throw linkCycle(state.number, reference);
  return reference;
}

export function unlinkChange({ data }: CommandOf<typeof UnlinkChange>, state: KnownChange): ChangeEvent[] {
  const { kind, targetId } = data;
  const link = state.details.links.find(
    (it) => it.kind === kind && (it.target.id === targetId || it.target.name === targetId),
  );
  if (!link) return [];
  if (kind === 'affected_ci') requireNotConfigured(state, link.target);
  const unlinked: ChangeEvent = { type: 'ChangeUnlinked', data: { keys: keysOf(state), kind, target: link.target } };
  return kind === 'affected_ci' ? [unlinked, ...expiredApprovals(state, 'cis_changed')] : [unlinked];
}

function requireNotConfigured(state: KnownChange, ci: Reference): void {
  requirePlannable(state);
  const { plannedConfiguration = [] } = state.details.plan;
  if (plannedConfiguration.some((planned) => planned.ci.id === ci.id)) throw configurationPlanned(state, ci);
}
