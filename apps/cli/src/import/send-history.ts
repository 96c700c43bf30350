import { ImportIncident } from '@opsledger/contracts';
import type { HistoryFact, IncidentHistory } from '@opsledger/incident-history';
import type { Api } from '../client/api';
import { pathOf, type Receipt } from '../client/commands';

/** Well below what the server takes in one body. */
const BODY_BYTES = 400_000;
const MOST_FACTS = 2_000;

/**
 * Records one incident's history; facts known already are skipped by the server, so sending it again is
 * safe. Returns how many were new.
 *
 * @throws Refused when the server would not have it
 */
export async function sendHistory(api: Api, source: string, batch: string, history: IncidentHistory): Promise<number> {
  const { id, externalNumber: number } = history;
  let recorded = 0;
  for (const facts of portions(history.facts)) {
    const receipt = await api.post<Receipt>(pathOf(ImportIncident, id), { source, number, batch, facts });
    recorded += receipt.recorded;
  }
  return recorded;
}

/** Cuts a long history into bodies of a size that is taken, in order. */
export function* portions(facts: readonly HistoryFact[]): Generator<readonly HistoryFact[]> {
  let portion: HistoryFact[] = [];
  let bytes = 0;
  for (const fact of facts) {
    const size = Buffer.byteLength(JSON.stringify(fact));
    if (portion.length > 0 && (bytes + size > BODY_BYTES || portion.length >= MOST_FACTS)) {
      yield portion;
      [portion, bytes] = [[], 0];
    }
    portion.push(fact);
    bytes += size;
  }
  if (portion.length > 0) yield portion;
}
