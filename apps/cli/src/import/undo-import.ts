import { ListIncidents, WithdrawImportedIncident, type IncidentSummary } from '@opsledger/contracts';
import type { Api } from '../client/api';
import { pathOf, type Receipt } from '../client/commands';
import { CliError, Refused } from '../client/errors';
import { inParallel } from '../client/in-parallel';
import { progressOf, type Terminal } from '../terminal/progress';

export interface Undone {
  readonly withdrawn: number;
  /** Incidents that stay, each with the reason. */
  readonly kept: readonly { readonly number: string; readonly why: string }[];
}

const IN_FLIGHT = 16;
const OTHER_BATCH = 'imported-by-another-batch';

/** Withdraws every incident an import batch brought. */
export async function undoImport(
  batch: string,
  reason: string | undefined,
  { api, terminal }: { api: Api; terminal: Terminal },
): Promise<Undone> {
  const incidents = await importedIncidents(api);
  const progress = progressOf(terminal, 'Withdrawing incidents', incidents.length);
  const undone = { withdrawn: 0, kept: [] as { number: string; why: string }[] };
  try {
    await inParallel(incidents, IN_FLIGHT, async ({ id, number }) => {
      try {
        const { recorded } = await api.post<Receipt>(pathOf(WithdrawImportedIncident, id), { batch, reason });
        if (recorded > 0) undone.withdrawn++;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (error.code !== OTHER_BATCH) undone.kept.push({ number, why: error.detail });
      }
      progress.advance();
    });
  } finally {
    progress.done();
  }
  if (undone.withdrawn === 0 && undone.kept.length === 0) {
    throw new CliError(`There are no incidents of a batch "${batch}", or they are withdrawn already.`);
  }
  return undone;
}

/**
 * Every incident that was not first logged here; each knows its batch and answers for itself whether it is meant.
 * All of them are listed before the first is withdrawn: the list shrinks while they are.
 */
async function importedIncidents(api: Api): Promise<IncidentSummary[]> {
  const found: IncidentSummary[] = [];
  let after: string | undefined;
  do {
    const page = await api.get<{ items: IncidentSummary[]; next?: string }>(routePath(ListIncidents.route!), {
      sort: 'number',
      limit: 500,
      after,
    });
    found.push(...page.items.filter(({ external }) => external !== null));
    after = page.next;
  } while (after !== undefined);
  return found;
}

const routePath = (route: string): string => route.slice(route.indexOf(' ') + 1);
