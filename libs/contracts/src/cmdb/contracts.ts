import type { ServiceContracts } from '../kit';
import { ciClassCommands, ciClassEvents, ciClassQueries } from './classes';
import { configurationItemCommands } from './commands';
import { configurationItemEvents } from './events';
import { configurationItemQueries } from './queries';
import {
  quarantineCommands,
  quarantineEvents,
  quarantineQueries,
  reconciliationCommands,
  reconciliationEvents,
  reconciliationQueries,
} from './reconciliation';
import { GetCmdbSettings, ReviseSourcePrecedence, cmdbSettingsEvents } from './settings';

/** What the cmdb service publishes. */
export const cmdbContracts: ServiceContracts = {
  service: 'cmdb',
  title: 'Configuration items',
  events: [
    ...configurationItemEvents,
    ...ciClassEvents,
    ...cmdbSettingsEvents,
    ...reconciliationEvents,
    ...quarantineEvents,
  ],
  commands: [
    ...configurationItemCommands,
    ...ciClassCommands,
    ReviseSourcePrecedence,
    ...reconciliationCommands,
    ...quarantineCommands,
  ],
  queries: [
    ...configurationItemQueries,
    ...ciClassQueries,
    GetCmdbSettings,
    ...reconciliationQueries,
    ...quarantineQueries,
  ],
};
