import type { ServiceContracts } from '../kit';
import { problemCommands } from './commands';
import { problemEvents } from './events';
import { problemQueries } from './queries';
import {
  ProblemTrendsDetected,
  problemSettingsEvents,
  problemTrendEvents,
  trendCommands,
  trendQueries,
} from './trends';

/** What the problem service publishes. */
export const problemContracts: ServiceContracts = {
  service: 'problem',
  title: 'Problems',
  events: [...problemEvents, ...problemSettingsEvents, ProblemTrendsDetected, ...problemTrendEvents],
  commands: [...problemCommands, ...trendCommands],
  queries: [...problemQueries, ...trendQueries],
};
