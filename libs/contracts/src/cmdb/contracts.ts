import type { ServiceContracts } from '../kit';
import { ciClassCommands, ciClassEvents, ciClassQueries } from './classes';
import { configurationItemCommands } from './commands';
import { NameBaseline, baselineEvents, comparisonQueries } from './comparison';
import { configurationItemEvents } from './events';
import { configurationItemQueries } from './queries';
import { quarantineCommands, quarantineEvents, quarantineQueries } from './quarantine';
import { reconciliationCommands, reconciliationEvents, reconciliationQueries } from './reconciliation';
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
    ...baselineEvents,
  ],
  commands: [
    ...configurationItemCommands,
    ...ciClassCommands,
    ReviseSourcePrecedence,
    ...reconciliationCommands,
    ...quarantineCommands,
    NameBaseline,
  ],
  queries: [
    ...configurationItemQueries,
    ...ciClassQueries,
    GetCmdbSettings,
    ...reconciliationQueries,
    ...quarantineQueries,
    ...comparisonQueries,
  ],
};
