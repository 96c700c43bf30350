import type { ServiceContracts } from '../kit';
import { availabilityCommands, availabilityEvents, availabilityQueries } from './availability';
import { slaClockCommands } from './clock-commands';
import { slaClockEvents } from './clock-events';
import { slaClockQueries } from './clock-queries';
import { slaCommands } from './commands';
import { slaEvents } from './events';
import { slaQueries } from './queries';

/** What service level management publishes. */
export const slaContracts: ServiceContracts = {
  service: 'sla',
  title: 'Service levels',
  events: [...slaEvents, ...slaClockEvents, ...availabilityEvents],
  commands: [...slaCommands, ...slaClockCommands, ...availabilityCommands],
  queries: [...slaQueries, ...slaClockQueries, ...availabilityQueries],
};
