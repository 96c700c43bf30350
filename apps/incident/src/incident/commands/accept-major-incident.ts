import type { AcceptMajorIncident, CommandOf, IncidentEvent } from '@opsledger/contracts';
import { requireNotEnded } from '../guards';
import { isAcceptedMajor, keysOf, type KnownIncident } from '../incident-state';
import { nextUpdate, requireMajorStep } from '../major-incident';

export function acceptMajorIncident(
  { data, actor, now }: CommandOf<typeof AcceptMajorIncident>,
  state: KnownIncident,
): IncidentEvent[] {
  if (isAcceptedMajor(state)) return [];
  requireNotEnded(state, 'it becomes a major incident');
  requireMajorStep(state, 'accept');
  const manager = data.manager ?? { id: actor.id, name: actor.name };
  const nextUpdateDue = nextUpdate(state.number, data.nextUpdateDue, now);
  return [{ type: 'MajorIncidentAccepted', data: { keys: keysOf(state), manager, nextUpdateDue } }];
}
