import type { ServiceContracts } from '../kit';
import { articleCommands } from './commands';
import { articleEvents } from './events';
import { knowledgeQueries } from './queries';
import { articleUseCommands } from './use-commands';
import { articleUseEvents } from './use-events';

/** What the knowledge service publishes. */
export const knowledgeContracts: ServiceContracts = {
  service: 'knowledge',
  title: 'Knowledge',
  events: [...articleEvents, ...articleUseEvents],
  commands: [...articleCommands, ...articleUseCommands],
  queries: knowledgeQueries,
};
