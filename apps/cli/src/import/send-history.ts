import { GetIncidentHistory, ImportIncident } from '@opsledger/contracts';
import {
  supersededBy,
  type HistoryFact,
  type IncidentHistory,
  type RecordedHistory,
} from '@opsledger/incident-history';
import type { Api } from '../client/api';
import { pathOf, type Receipt } from '../client/commands';
import { leaveOut } from './leave-out';
import { leftOutFor, remarksOn, type RowRemark } from './recorded-before';

/** Well below what the server takes in one body. */
const BODY_BYTES = 400_000;
const MOST_FACTS = 2_000;

export interface SentHistory {
  /** Facts that were not known before. */
  readonly recorded: number;
  /** Facts of earlier imports that are left out now: this history shows that they were not so. */
  readonly superseded: number;
  readonly remarks: readonly RowRemark[];
}

/**
 * Records one incident's history; facts known already are skipped by the server, so sending it again is safe.
 *
 * @throws Refused when the server would not have it
 */
export async function sendHistory(
  api: Api,
  source: string,
  batch: string,
  history: IncidentHistory,
): Promise<SentHistory> {
  const { id, externalNumber: number } = history;
  let recorded = 0;
  let latest: RecordedHistory | undefined;
  for (const { overlap, facts } of portions(history.facts)) {
    const body = { source, number, batch, facts: [...overlap, ...facts] };
    const receipt = await api.post<Receipt>(pathOf(ImportIncident, id), body);
    // Fewer: some were known. More: something in between was new, and all was told again.
    if (receipt.recorded !== facts.length) latest = await api.get(pathOf(GetIncidentHistory, id));
    recorded += receipt.recorded <= facts.length ? receipt.recorded : newIn(latest!);
  }
  if (!latest) return { recorded, superseded: 0, remarks: [] };
  const superseded = supersededBy(history, latest);
  const isLeftOut = superseded.length > 0 && (await leaveOut(api, { source, batch }, history, superseded));
  if (isLeftOut) latest = await api.get<RecordedHistory>(pathOf(GetIncidentHistory, id));
  const leftOut = isLeftOut ? superseded : [];
  const remarks = [...leftOutFor(history, leftOut), ...remarksOn(history, batch, latest)];
  return { recorded, superseded: leftOut.length, remarks };
}

/** In a history that was just told again, what was known before is told under its first id. */
const newIn = ({ items }: RecordedHistory): number =>
  items.filter(({ imported }) => imported !== null && imported.fact === undefined).length;

export interface Portion {
  /** What the portion before ended with: tells the server where this one belongs. */
  readonly overlap: readonly HistoryFact[];
  readonly facts: readonly HistoryFact[];
}

/** Cuts a long history into bodies of a size that is taken, in order. */
export function* portions(facts: readonly HistoryFact[]): Generator<Portion> {
  let overlap: HistoryFact[] = [];
  let portion: HistoryFact[] = [];
  let bytes = 0;
  for (const fact of facts) {
    const size = Buffer.byteLength(JSON.stringify(fact));
    if (portion.length > 0 && (bytes + size > BODY_BYTES || portion.length >= MOST_FACTS)) {
      yield { overlap, facts: portion };
      overlap = portion.slice(-1);
      [portion, bytes] = [[], 0];
    }
    portion.push(fact);
    bytes += size;
  }
  if (portion.length > 0) yield { overlap, facts: portion };
}
