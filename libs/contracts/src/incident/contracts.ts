import type { ServiceContracts } from '../kit';
import { incidentLifecycleCommands } from './commands';
import { incidentEvents } from './events';
import { ImportIncident } from './import';
import { incidentQueries } from './queries';
import { incidentSettingsCommands, incidentSettingsEvents } from './settings';

/** What incident management publishes. */
export const incidentContracts: ServiceContracts = {
  service: 'incident',
  title: 'Incidents',
  events: [...incidentEvents, ...incidentSettingsEvents],
  commands: [...incidentLifecycleCommands, ImportIncident, ...incidentSettingsCommands],
  queries: incidentQueries,
};
