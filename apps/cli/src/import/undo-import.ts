import {
  GetIncident,
  GetIncidentHistory,
  ListIncidents,
  ListLinks,
  WithdrawImportedIncident,
  type IncidentSummary,
  type IncidentView,
  type RecordLink,
  type Reference,
  type ResultOf,
} from '@opsledger/contracts';
import type { Api } from '../client/api';
import { pathOf, type Receipt } from '../client/commands';
import { Refused } from '../client/errors';
import { inParallel } from '../client/in-parallel';
import { everyItem, pagesOf } from './every-item';
import { OTHER_BATCH, undoStubs } from './undo-stubs';
import { progressOf, type Terminal } from '../terminal/progress';

export interface Undone {
  /** Incidents that only this import told of. */
  readonly withdrawn: number;
  /** Incidents of which what earlier imports told stays. */
  readonly reduced: number;
  /** Problems, changes and configuration items of which nothing more was known. */
  readonly stubs: number;
  /** Records that stay, each with the reason. */
  readonly kept: readonly { readonly number: string; readonly why: string }[];
}

const IN_FLIGHT = 16;

/** Takes back what an import batch told of incidents, then what was known only from that. */
export async function undoImport(
  batch: string,
  reason: string | undefined,
  { api, terminal }: { api: Api; terminal: Terminal },
): Promise<Undone> {
  let [withdrawn, reduced] = [0, 0];
  const kept: { number: string; why: string }[] = [];
  const namedBy = new Map<string, string>();
  let isNamingKnown = true;
  const stay = async ({ id, number }: IncidentSummary, why: string): Promise<void> => {
    try {
      for (const target of await everNamedBy(api, id)) namedBy.set(target, number);
      kept.push({ number, why });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      isNamingKnown = false;
      kept.push({ number, why: `${why} ${unreadLinks(error)}` });
    }
  };
  const undoOne = async (incident: IncidentSummary): Promise<void> => {
    try {
      const { recorded } = await api.post<Receipt>(pathOf(WithdrawImportedIncident, incident.id), { batch, reason });
      if (recorded === 1) withdrawn++;
      // What is left was told again.
      else if (recorded > 1) reduced++;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // Undone by somebody else in the meantime.
      if (error.code === OTHER_BATCH) return;
      await stay(incident, error.detail);
    }
  };
  const seen = new Set<string>();
  for (let found = await unseen(api, batch, seen); found.length > 0; found = await unseen(api, batch, seen)) {
    const progress = progressOf(terminal, 'Undoing incidents', found.length);
    try {
      await inParallel(found, IN_FLIGHT, async (incident) => {
        await undoOne(incident);
        progress.advance();
      });
    } finally {
      progress.done();
    }
  }
  // Any of them may be named by an incident that stays.
  const namerOf = async (id: string) => namedBy.get(id) ?? (await incidentNaming(api, id));
  const stubs = isNamingKnown ? await undoStubs(batch, reason, namerOf, api) : { withdrawn: 0, kept: [] };
  kept.push(...stubs.kept);
  return { withdrawn, reduced, stubs: stubs.withdrawn, kept };
}

/** Asked again until there are no more: an import that has just ended may not be listed to its end. */
async function unseen(api: Api, batch: string, seen: Set<string>): Promise<IncidentSummary[]> {
  const told = await everyItem<IncidentSummary>(api, ListIncidents, { importBatch: batch, sort: 'number' });
  const found = told.filter(({ id }) => !seen.has(id));
  for (const { id } of found) seen.add(id);
  return found;
}

/** Ids of what an incident names or has named: once a later batch is undone, it may name again what that took away. */
async function everNamedBy(api: Api, id: string): Promise<string[]> {
  const { items } = await api.get<ResultOf<typeof GetIncidentHistory>>(pathOf(GetIncidentHistory, id));
  return items.filter(({ type }) => type === 'IncidentLinked').map(({ data }) => (data.target as Reference).id);
}

/** Number of an incident that names a record, whichever import or person told of it. */
async function incidentNaming(api: Api, record: string): Promise<string | undefined> {
  for await (const links of pagesOf<RecordLink>(api, ListLinks, { record }))
    for (const { from } of links)
      if (from.record === 'incident' && (await names(api, from.id, record))) return from.name;
  return undefined;
}

/** The list of links may have one that an incident has taken back a moment ago: the incident itself is asked. */
async function names(api: Api, incident: string, record: string): Promise<boolean> {
  try {
    const { links } = await api.get<IncidentView>(pathOf(GetIncident, incident));
    return links.some(({ target }) => target.id === record);
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return false;
    throw error;
  }
}

const unreadLinks = ({ detail }: Refused): string =>
  `What it names cannot be read (${detail}): no problem, change or configuration item was withdrawn. Undo again when it can.`;
