import type { CalendarDefinition } from '@opsledger/business-time';
import type { MaintenanceWindow } from '@opsledger/contracts';

/** As the reckoning with business time takes it. */
export const hoursOf = ({ zone, weekly }: MaintenanceWindow): CalendarDefinition => ({
  zone,
  weekly,
  holidays: [],
  exceptions: [],
});
