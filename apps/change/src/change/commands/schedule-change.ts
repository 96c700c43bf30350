import type { ChangeEvent, Collision, CommandOf, DetectChangeCollisions, ScheduleChange } from '@opsledger/contracts';
import { notApproved, notPlanned } from '../change.errors';
import { keysOf, type KnownChange } from '../change-state';
import { overrideCollisions } from '../override-collisions';
import { requireMove } from '../transitions';
import { standingsOf } from './approve-change';

export interface CollisionLookups {
  readonly collisions: readonly Collision[];
}

export interface ScheduleLookups extends CollisionLookups {
  /** Version of its template that is approved now; null: none. */
  readonly approvedVersion: number | null;
}

export function detectChangeCollisions(
  { lookups }: CommandOf<typeof DetectChangeCollisions, CollisionLookups>,
  state: KnownChange,
): ChangeEvent[] {
  return detected(state, lookups.collisions);
}

function detected(state: KnownChange, after: readonly Collision[]): ChangeEvent[] {
  const before = state.details.collisions;
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const collisions = { before: [...before], after: [...after] };
  return [{ type: 'ChangeCollisionsDetected', data: { keys: keysOf(state), collisions } }];
}

export function scheduleChange(
  command: CommandOf<typeof ScheduleChange, ScheduleLookups>,
  state: KnownChange,
): ChangeEvent[] {
  const { lookups } = command;
  if (state.status === 'scheduled') return [];
  requireMove(state, 'ChangeScheduled');
  const by = permission(state, lookups.approvedVersion);
  const { plannedStart, plannedEnd } = state.details.plan;
  if (plannedStart === null || plannedEnd === null) throw notPlanned(state);
  const facts = [...detected(state, lookups.collisions), ...overrideCollisions(command, state, lookups.collisions)];
  const keys = keysOf(state, { state: 'scheduled' });
  return [...facts, { type: 'ChangeScheduled', data: { keys, plannedStart, plannedEnd, by } }];
}

/** Approval, or a template whose very version is approved now. */
function permission(state: KnownChange, approvedVersion: number | null): 'approval' | 'pre_approval' {
  const { approvals, template, keepsTemplate } = state.details;
  if (state.status === 'authorize' && approvals.verdict === 'approved') return 'approval';
  if (template && keepsTemplate && template.version === approvedVersion) return 'pre_approval';
  throw notApproved(state, whyNot(state, approvedVersion), standingsOf(state));
}

function whyNot(state: KnownChange, approvedVersion: number | null): string {
  const { template, keepsTemplate } = state.details;
  if (state.status === 'authorize') {
    const stuck = standingsOf(state).filter(({ standing }) => standing === 'nobody_left');
    if (stuck.length > 0)
      return `in ${stuck.map(({ name }) => name).join(', ')} nobody is left who may answer. Ask others with request-approval.`;
    return 'its groups have not answered yet.';
  }
  if (template && !keepsTemplate) return 'it no longer does what its template says. Ask for approval.';
  if (template)
    return `it was made from version ${template.version} of ${template.template.name}, ${approvedVersion === null ? 'and no version is approved' : `and version ${approvedVersion} is the approved one`}. Ask for approval, or make it anew.`;
  return 'submit it and ask for approval first.';
}
