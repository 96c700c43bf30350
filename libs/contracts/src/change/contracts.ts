import type { ServiceContracts } from '../kit';
import { deploymentCommands } from './deployment-commands';
import { deploymentEvents } from './deployment-events';
import { deploymentQueries } from './deployment-queries';
import { releaseCommands } from './release-commands';
import { releaseEvents } from './release-events';
import { releaseQueries } from './release-queries';

/** What the change service publishes. */
export const changeContracts: ServiceContracts = {
  service: 'change',
  title: 'Changes and releases',
  events: [...releaseEvents, ...deploymentEvents],
  commands: [...releaseCommands, ...deploymentCommands],
  queries: [...releaseQueries, ...deploymentQueries],
};
