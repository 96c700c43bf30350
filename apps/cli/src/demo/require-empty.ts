import {
  ListArticles,
  ListChanges,
  ListConfigurationItems,
  ListIncidents,
  ListPeople,
  ListProblems,
  ListTeams,
} from '@opsledger/contracts';
import type { Api } from '../client/api';
import { pathOf } from '../client/commands';
import { CliError, EXIT } from '../client/errors';

const KINDS = {
  incidents: ListIncidents,
  changes: ListChanges,
  problems: ListProblems,
  articles: ListArticles,
  'configuration items': ListConfigurationItems,
  teams: ListTeams,
  people: ListPeople,
};

/**
 * Nothing is ever deleted: who mixes a demo with records of their own has it for good.
 *
 * @throws CliError that says what there is
 */
export async function requireEmpty(api: Api): Promise<void> {
  for (const [kind, list] of Object.entries(KINDS)) {
    const { items } = await api.get<{ items: readonly unknown[] }>(pathOf(list), { limit: 1 });
    if (items.length === 0) continue;
    throw new CliError(
      `There are ${kind} here already, and a demo cannot be taken out again. Use an empty system, or say --into-existing.`,
      EXIT.usage,
    );
  }
}
