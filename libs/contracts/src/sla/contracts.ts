import type { ServiceContracts } from '../kit';
import { slaCommands } from './commands';
import { slaEvents } from './events';
import { slaQueries } from './queries';

/** What service level management publishes. */
export const slaContracts: ServiceContracts = {
  service: 'sla',
  title: 'Service levels',
  events: slaEvents,
  commands: slaCommands,
  queries: slaQueries,
};
