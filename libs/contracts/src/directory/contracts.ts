import type { ServiceContracts } from '../kit';
import { accessTokenCommands } from './access-token-commands';
import { accessTokenEvents } from './access-token-events';
import { personCommands } from './person-commands';
import { personEvents } from './person-events';
import { directoryQueries } from './queries';
import { teamCommands } from './team-commands';
import { teamEvents } from './team-events';

/** What the directory publishes: people, teams, who was in which when, and the keys they hold. */
export const directoryContracts: ServiceContracts = {
  service: 'directory',
  title: 'Directory',
  events: [...personEvents, ...teamEvents, ...accessTokenEvents],
  commands: [...personCommands, ...teamCommands, ...accessTokenCommands],
  queries: directoryQueries,
};
