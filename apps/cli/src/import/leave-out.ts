import { ImportIncident, type HistoryEntry } from '@opsledger/contracts';
import { firstIdOf, type IncidentHistory } from '@opsledger/incident-history';
import type { Api } from '../client/api';
import { pathOf, type Receipt } from '../client/commands';
import { Refused } from '../client/errors';

/** Nothing is changed behind people's backs where they went on with the incident. */
const WORKED_ON = 'worked-on-before-import';

/** Has an incident told again without what its history shows not to have been so; tells whether it was. */
export async function leaveOut(
  api: Api,
  { source, batch }: { readonly source: string; readonly batch: string },
  { id, externalNumber: number, facts }: IncidentHistory,
  entries: readonly HistoryEntry[],
): Promise<boolean> {
  const body = { source, number, batch, facts: facts.slice(0, 1), superseded: entries.map(firstIdOf) };
  try {
    return (await api.post<Receipt>(pathOf(ImportIncident, id), body)).recorded > 0;
  } catch (error) {
    if (error instanceof Refused && error.code === WORKED_ON) return false;
    throw error;
  }
}
