import { isKnownZone } from '@opsledger/business-time';
import type { CommandOf, IncidentSettingsEvent, ReviseAutoClose } from '@opsledger/contracts';
import { zoneUnknown } from '../settings.errors';
import type { IncidentSettings } from '../settings-state';

export function reviseAutoClose(
  { data: { businessDays, zone } }: CommandOf<typeof ReviseAutoClose>,
  { autoClose }: IncidentSettings,
): IncidentSettingsEvent[] {
  if (!isKnownZone(zone)) throw zoneUnknown(zone);
  if (businessDays === autoClose.businessDays && zone === autoClose.zone) return [];
  return [{ type: 'AutoCloseRevised', data: { autoClose: { before: autoClose, after: { businessDays, zone } } } }];
}
