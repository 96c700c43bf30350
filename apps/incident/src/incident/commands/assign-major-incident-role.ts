import type { AssignMajorIncidentRole, CommandOf, IncidentEvent } from '@opsledger/contracts';
import { requireNotEnded } from '../guards';
import { keysOf, type KnownIncident } from '../incident-state';
import { requireMajorStep } from '../major-incident';

export function assignMajorIncidentRole(
  { data: { role, person: after } }: CommandOf<typeof AssignMajorIncidentRole>,
  state: KnownIncident,
): IncidentEvent[] {
  requireMajorStep(state, 'roles');
  requireNotEnded(state, 'its roles change');
  const before = state.details.major?.roles[role] ?? null;
  if (before?.id === after?.id) return [];
  return [{ type: 'MajorIncidentRoleAssigned', data: { keys: keysOf(state), role, person: { before, after } } }];
}
