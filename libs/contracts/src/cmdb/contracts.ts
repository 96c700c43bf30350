import type { ServiceContracts } from '../kit';
import { ciClassCommands, ciClassEvents, ciClassQueries } from './classes';
import { configurationItemCommands } from './commands';
import { configurationItemEvents } from './events';
import { configurationItemQueries } from './queries';
import { GetCmdbSettings, ReviseSourcePrecedence, cmdbSettingsEvents } from './settings';

/** What the cmdb service publishes. */
export const cmdbContracts: ServiceContracts = {
  service: 'cmdb',
  title: 'Configuration items',
  events: [...configurationItemEvents, ...ciClassEvents, ...cmdbSettingsEvents],
  commands: [...configurationItemCommands, ...ciClassCommands, ReviseSourcePrecedence],
  queries: [...configurationItemQueries, ...ciClassQueries, GetCmdbSettings],
};
