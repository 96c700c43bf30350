import { ListIncidents, WithdrawImportedIncident, type IncidentSummary } from '@opsledger/contracts';
import type { Api } from '../client/api';
import { pathOf, type Receipt } from '../client/commands';
import { CliError, Refused } from '../client/errors';
import { inParallel } from '../client/in-parallel';
import { progressOf, type Terminal } from '../terminal/progress';

export interface Undone {
  readonly withdrawn: number;
  readonly alreadyWithdrawn: number;
  /** Incidents that stay, each with the reason. */
  readonly kept: readonly { readonly number: string; readonly why: string }[];
}

const IN_FLIGHT = 16;

/** Withdraws every incident an import batch brought. */
export async function undoImport(
  batch: string,
  reason: string | undefined,
  { api, terminal }: { api: Api; terminal: Terminal },
): Promise<Undone> {
  const incidents = await incidentsOf(batch, api);
  if (incidents.length === 0)
    throw new CliError(`There are no incidents of a batch "${batch}", or they are withdrawn already.`);
  const progress = progressOf(terminal, 'Withdrawing incidents', incidents.length);
  const undone = { withdrawn: 0, alreadyWithdrawn: 0, kept: [] as { number: string; why: string }[] };
  try {
    await inParallel(incidents, IN_FLIGHT, async ({ id, number }) => {
      try {
        const { recorded } = await api.post<Receipt>(pathOf(WithdrawImportedIncident, id), { batch, reason });
        if (recorded > 0) undone.withdrawn++;
        else undone.alreadyWithdrawn++;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        undone.kept.push({ number, why: error.detail });
      }
      progress.advance();
    });
  } finally {
    progress.done();
  }
  return undone;
}

/** All of them before the first is withdrawn: the list shrinks while they are. */
async function incidentsOf(batch: string, api: Api): Promise<IncidentSummary[]> {
  const found: IncidentSummary[] = [];
  let after: string | undefined;
  do {
    const page = await api.get<{ items: IncidentSummary[]; next?: string }>(routePath(ListIncidents.route!), {
      importBatch: batch,
      sort: 'number',
      limit: 500,
      after,
    });
    found.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return found;
}

const routePath = (route: string): string => route.slice(route.indexOf(' ') + 1);
