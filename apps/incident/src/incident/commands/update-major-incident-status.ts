import type { CommandOf, IncidentEvent, UpdateMajorIncidentStatus } from '@opsledger/contracts';
import { requireNotEnded } from '../guards';
import { isOpen, keysOf, type KnownIncident } from '../incident-state';
import { instant } from '../instants';
import { nextUpdate, requireMajorStep } from '../major-incident';

export function updateMajorIncidentStatus(
  { data, now }: CommandOf<typeof UpdateMajorIncidentStatus>,
  state: KnownIncident,
): IncidentEvent {
  requireMajorStep(state, 'updates');
  requireNotEnded(state, 'it takes status updates');
  // After the resolution nobody waits for more unless a next update is promised expressly.
  const isLast = data.nextUpdateDue === null || (data.nextUpdateDue === undefined && !isOpen(state));
  const nextUpdateDue = isLast ? null : nextUpdate(state.number, data.nextUpdateDue ?? undefined, now);
  const due = state.details.major?.nextUpdateDue ?? null;
  return {
    type: 'MajorIncidentStatusUpdated',
    data: {
      keys: keysOf(state),
      message: data.message,
      nextUpdateDue,
      due,
      onTime: due === null || instant(now) <= due,
    },
  };
}
