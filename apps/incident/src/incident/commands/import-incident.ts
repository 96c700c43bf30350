import { isDeepStrictEqual } from 'node:util';
import {
  importedFactId,
  importedFactIds,
  importedIncidentId,
  type CommandOf,
  type ImportIncident,
  type ImportedFact,
  type IncidentEvent,
} from '@opsledger/contracts';
import type { Fact } from '@opsledger/event-sourcing';
import { importIdMismatch, recordNotImported, workedOnBeforeImport } from '../incident.errors';
import { isKnown, type Incident, type Origin } from '../incident-state';
import { inTellingOrder } from '../imported/in-telling-order';
import { sayingsIn, type Saying } from '../imported/saying';
import { tell, tellAgain } from '../imported/telling';
import { instant } from '../instants';

export interface ImportIncidentLookups {
  /** A number of ours; used when the record has none yet. */
  readonly number: string;
}

type Command = CommandOf<typeof ImportIncident, ImportIncidentLookups>;

/**
 * Records what another system says happened, however odd it is. Facts already recorded are skipped, so that
 * importing again, or going on where an import was cut off, adds nothing twice. What belongs between facts of an
 * earlier import is put there: facts fold in their order, and one that is late must not reopen what has ended since.
 */
export function importIncident(command: Command, state: Incident): Fact<IncidentEvent>[] {
  const { id, data, lookups } = command;
  const expected = importedIncidentId(data.source, data.number);
  if (id !== expected) throw importIdMismatch(data.source, data.number, expected);
  if (isKnown(state) && state.origin.batches.length === 0) throw recordNotImported(state.number);

  const known = isKnown(state) ? sayingsIn(state.origin.facts) : [];
  const told = sayingsOf(command, known, state);
  const superseded = supersededBy(data, known, told);
  const kept = known.filter((saying) => !superseded.has(saying));
  const order = inTellingOrder(kept, told);
  const added = order.length - kept.length;
  if (added === 0 && superseded.size === 0) return [];
  if (!isKnown(state)) return tell(order, state, numberOf(state, lookups));
  if (known.every((saying, place) => order[place] === saying)) return tell(order.slice(-added), state, state.number);
  if (state.origin.workedOn) throw workedOnBeforeImport(state.number, added + superseded.size);
  const judged = new Set([...superseded].map(({ identity }) => identity));
  return tellAgain(
    { id, state, known: [...known, ...order.filter(({ identity }) => judged.has(identity))], holding: order },
    {
      batch: data.batch,
      reason: null,
      retold: true,
      ...(judged.size > 0 && { superseded: [...judged] }),
    },
  );
}

/** What the source tells, each thing once; what another import has shown not to be so is not told again. */
function sayingsOf({ id, data }: Command, known: readonly Saying[], state: Incident): Saying[] {
  const recorded = new Set(known.map(({ identity }) => identity));
  const { generation, supersedings } = state.status === 'unknown' ? NO_ORIGIN : state.origin;
  const leftOut = new Set(supersedings.flatMap(({ superseded }) => superseded));
  const sayings = new Map<string, Saying>();
  for (const fact of data.facts) {
    const ids = importedFactIds(id, fact.key, generation);
    const identity = ids.find((it) => recorded.has(it));
    if (identity === undefined && ids.some((it) => leftOut.has(it))) continue;
    const saying = sayingOf(data, fact, identity ?? importedFactId(id, fact.key, generation));
    if (!sayings.has(saying.identity)) sayings.set(saying.identity, saying);
  }
  return [...sayings.values()];
}

const NO_ORIGIN: Pick<Origin, 'generation' | 'supersedings'> = { generation: 0, supersedings: [] };

/**
 * Only what an import told is another import's to judge, and what it tells itself only where it says otherwise: then
 * that is told instead. A batch that has nothing of its own in the record leaves nothing out either: nobody would find
 * the record when it is undone.
 */
function supersededBy(
  { batch, superseded }: Command['data'],
  known: readonly Saying[],
  told: readonly Saying[],
): ReadonlySet<Saying> {
  const judged = new Set(superseded);
  const telling = new Map(told.map((saying) => [saying.identity, saying]));
  const found = new Set(
    known.filter((saying) => {
      const instead = telling.get(saying.identity);
      return saying.imported && judged.has(saying.identity) && !(instead && stands(saying, instead));
    }),
  );
  const recorded = new Set(known.filter((saying) => !found.has(saying)).map(({ identity }) => identity));
  const own = told.filter(({ identity }) => !recorded.has(identity));
  return [...known, ...own].some(({ imported }) => imported?.batch === batch) ? found : new Set();
}

/** Whether a fact stays as it was recorded; a batch never speaks against itself. */
const stands = (recorded: Saying, told: Saying): boolean =>
  recorded.imported?.batch === told.imported?.batch || isDeepStrictEqual(saidBy(recorded), saidBy(told));

const saidBy = ({ data, occurredAt, by, imported }: Saying) => [data, occurredAt, by, imported?.contradiction];

const sayingOf = ({ source, number, batch }: Command['data'], fact: ImportedFact, id: string): Saying => ({
  id,
  identity: id,
  type: fact.type,
  data: fact.type === 'IncidentLogged' ? { ...fact.data, external: { source, number } } : fact.data,
  occurredAt: instant(fact.at),
  by: { ...fact.by, kind: 'person' },
  imported: { batch, source, row: fact.row, ...(fact.contradiction && { contradiction: fact.contradiction }) },
});

/** A record that comes back after its withdrawal keeps its number: numbers are never used twice. */
const numberOf = (state: Incident, { number }: ImportIncidentLookups): string =>
  state.status === 'unknown' ? number : state.number;
