import { ImportIncident, type HistoryEntry } from '@opsledger/contracts';
import {
  firstIdOf,
  knownFacts,
  leftAwayIn,
  supersededBy,
  type HistoryFact,
  type IncidentHistory,
  type RecordedHistory,
} from '@opsledger/incident-history';
import type { Api, Headers } from '../client/api';
import { pathOf, type Receipt } from '../client/commands';
import { Refused } from '../client/errors';
import { portions } from './portions';
import { leftOutFor, remarksOn, type RowRemark } from './recorded-before';
import { recordedOf } from './recorded-history';

interface SentHistory {
  /** Facts that were not known before. */
  readonly recorded: number;
  /** Facts of earlier imports that are left out now: this history shows that they were not so. */
  readonly superseded: number;
  readonly remarks: readonly RowRemark[];
}

/** Of which import something is sent. */
interface Sender {
  readonly source: string;
  readonly batch: string;
}

/**
 * Records one incident's history. Most incidents are new; only for the others is it asked what is recorded of them.
 * Facts known already are skipped by the server, so sending it again is safe.
 *
 * @throws Refused when the server would not have it
 */
export async function sendHistory(api: Api, sender: Sender, history: IncidentHistory): Promise<SentHistory> {
  try {
    return {
      recorded: await post(api, sender, history, { facts: history.facts, isNew: true }),
      superseded: 0,
      remarks: [],
    };
  } catch (error) {
    if (!(error instanceof Refused) || !IS_THERE.includes(error.code)) throw error;
    return sendBeside(api, sender, history, await recordedOf(api, history));
  }
}

/** Nothing is changed behind people's backs where they went on with the incident. */
const WORKED_ON = 'worked-on-before-import';
const IS_THERE: readonly string[] = ['version-mismatch', WORKED_ON];

async function sendBeside(
  api: Api,
  sender: Sender,
  history: IncidentHistory,
  before: RecordedHistory,
): Promise<SentHistory> {
  const leftAway = new Set(leftAwayIn(history, before));
  const known = knownFacts(history, before);
  const told = new Set(known.values());
  const facts = history.facts.filter((fact) => !leftAway.has(fact));
  const superseded = supersededBy(history, before);
  if (superseded.length === 0 && facts.every((fact) => told.has(fact))) return sent(history, sender, [], before, 0);
  let recorded: number;
  try {
    recorded = await post(api, sender, history, { facts, superseded, known });
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== WORKED_ON || superseded.length === 0) throw error;
    recorded = await post(api, sender, history, { facts });
  }
  return sent(history, sender, superseded, await recordedOf(api, history), recorded);
}

function sent(
  history: IncidentHistory,
  { batch }: Sender,
  superseded: readonly HistoryEntry[],
  after: RecordedHistory,
  recorded: number,
): SentHistory {
  const standing = new Map(after.items.map((entry) => [firstIdOf(entry), entry]));
  const leftOut = superseded.filter((entry) => {
    const now = standing.get(firstIdOf(entry));
    return now?.imported?.batch !== entry.imported?.batch;
  });
  const known = new Set(knownFacts(history, after).values());
  const notTaken = history.facts.filter((fact) => !known.has(fact));
  const remarks = [...leftOutFor(history, leftOut), ...remarksOn(history, batch, after, notTaken)];
  return { recorded, superseded: leftOut.length, remarks };
}

interface Sending {
  readonly facts: readonly HistoryFact[];
  readonly superseded?: readonly HistoryEntry[];
  /** What is recorded of the facts. */
  readonly known?: ReadonlyMap<HistoryEntry, HistoryFact>;
  /** Refused where something is recorded of the incident already. */
  readonly isNew?: boolean;
}

/** Answers how many facts were not known. */
async function post(
  api: Api,
  { source, batch }: Sender,
  { id, externalNumber: number }: IncidentHistory,
  { facts, superseded = [], known = new Map(), isNew = false }: Sending,
): Promise<number> {
  const all = [...portions(facts)];
  let recorded = 0;
  for (const portion of all) {
    // What is told otherwise goes with what is told instead; the rest when all that is new is there.
    const leaving = superseded.filter((entry) => {
      const instead = known.get(entry);
      return instead ? portion.facts.includes(instead) : portion === all.at(-1);
    });
    const body = {
      source,
      number,
      batch,
      facts: [...portion.overlap, ...portion.facts],
      ...(leaving.length > 0 && { superseded: leaving.map(firstIdOf) }),
    };
    const headers: Headers = isNew && portion === all[0] ? { 'if-match': '"0"' } : {};
    recorded += (await api.post<Receipt>(pathOf(ImportIncident, id), body, headers)).imported ?? 0;
  }
  return recorded;
}
