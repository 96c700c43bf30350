import {
  GetIncident,
  ListIncidents,
  WithdrawImportedIncident,
  type IncidentSummary,
  type IncidentView,
} from '@opsledger/contracts';
import type { Api } from '../client/api';
import { pathOf, type Receipt } from '../client/commands';
import { CliError, Refused } from '../client/errors';
import { inParallel } from '../client/in-parallel';
import { everyItem } from './every-item';
import { undoStubs } from './undo-stubs';
import { progressOf, type Terminal } from '../terminal/progress';

export interface Undone {
  /** Incidents. */
  readonly withdrawn: number;
  /** Problems, changes and configuration items of which nothing more was known. */
  readonly stubs: number;
  /** Records that stay, each with the reason. */
  readonly kept: readonly { readonly number: string; readonly why: string }[];
}

const IN_FLIGHT = 16;
const OTHER_BATCH = 'imported-by-another-batch';

/** Withdraws every incident an import batch brought, then what was known only from them. */
export async function undoImport(
  batch: string,
  reason: string | undefined,
  { api, terminal }: { api: Api; terminal: Terminal },
): Promise<Undone> {
  const incidents = await importedIncidents(api);
  const progress = progressOf(terminal, 'Looking through imported incidents', incidents.length);
  let withdrawn = 0;
  const kept: { number: string; why: string }[] = [];
  const namedBy = new Map<string, string>();
  try {
    await inParallel(incidents, IN_FLIGHT, async ({ id, number }) => {
      try {
        const { recorded } = await api.post<Receipt>(pathOf(WithdrawImportedIncident, id), { batch, reason });
        if (recorded > 0) withdrawn++;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (error.code === OTHER_BATCH) return progress.advance();
        kept.push({ number, why: error.detail });
        for (const { target } of await linksOf(api, id)) namedBy.set(target.id, number);
      }
      progress.advance();
    });
  } finally {
    progress.done();
  }
  const stubs = await undoStubs(batch, reason, namedBy, api);
  kept.push(...stubs.kept);
  if (withdrawn === 0 && stubs.withdrawn === 0 && kept.length === 0) {
    throw new CliError(`There are no incidents of a batch "${batch}", or they are withdrawn already.`);
  }
  return { withdrawn, stubs: stubs.withdrawn, kept };
}

/** Every incident that was not first logged here; each knows its batch and answers for itself whether it is meant. */
const importedIncidents = async (api: Api): Promise<IncidentSummary[]> =>
  (await everyItem<IncidentSummary>(api, ListIncidents, { sort: 'number' })).filter(
    ({ external }) => external !== null,
  );

async function linksOf(api: Api, id: string): Promise<IncidentView['links']> {
  return (await api.get<IncidentView>(pathOf(GetIncident as never, id))).links;
}
