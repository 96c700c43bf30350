import type { CommandOf, IncidentEvent, ReportMissedMajorUpdate } from '@opsledger/contracts';
import { isOpen, keysOf, type KnownIncident } from '../incident-state';
import { instant } from '../instants';

export function reportMissedMajorUpdate(
  { data }: CommandOf<typeof ReportMissedMajorUpdate>,
  state: KnownIncident,
): IncidentEvent[] {
  const due = instant(data.due);
  const isStillDue = isOpen(state) && state.details.major?.nextUpdateDue === due;
  return isStillDue ? [{ type: 'MajorIncidentUpdateMissed', data: { keys: keysOf(state), due } }] : [];
}
