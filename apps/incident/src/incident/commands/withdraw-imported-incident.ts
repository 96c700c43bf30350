import type { CommandOf, IncidentEvent, WithdrawImportedIncident } from '@opsledger/contracts';
import type { Fact } from '@opsledger/event-sourcing';
import { sayingsIn, type Saying } from '../imported/saying';
import { givenBack, leftOutBy } from '../imported/superseded';
import { tellAgain, withdrawal } from '../imported/telling';
import {
  importedByAnotherBatch,
  incidentNotFound,
  laterImportBuildsOnIt,
  recordNotImported,
  workedOnSinceImport,
} from '../incident.errors';
import { isKnown, type Incident } from '../incident-state';

/** Takes back what one import told; what earlier imports told stays. */
export function withdrawImportedIncident(
  { id, data }: CommandOf<typeof WithdrawImportedIncident>,
  state: Incident,
): Fact<IncidentEvent>[] {
  if (state.status === 'withdrawn') return [];
  if (!isKnown(state)) throw incidentNotFound(id);
  const { batches, facts, workedOn, supersedings } = state.origin;
  const { batch } = data;
  if (batches.length === 0) throw recordNotImported(state.number);

  const sayings = sayingsIn(facts);
  const leftOut = supersedings.flatMap(leftOutBy);
  const told = new Set([...sayings, ...leftOut].map(({ imported }) => imported?.batch));
  const telling = batches.filter((name) => told.has(name));
  if (!told.has(batch)) throw importedByAnotherBatch(state.number, telling);
  if (workedOn) throw workedOnSinceImport(state.number);
  const holdingWithout = (name: string): readonly Saying[] =>
    supersedings
      .filter((one) => one.batch === name)
      .reduceRight(
        givenBack,
        sayings.filter(({ imported }) => imported?.batch !== name),
      );
  const began = (name: string): boolean => isBegun(sayings) && !isBegun(holdingWithout(name));
  // A later import did not repeat what it found recorded: without that its own facts would hang in the air. Most of all
  // without the beginning: the batch that told it goes last, also where it went on after others.
  const order = [...telling.filter(began), ...telling.filter((name) => !began(name))];
  const later = order[order.indexOf(batch) + 1];
  if (later !== undefined) throw laterImportBuildsOnIt(state.number, later);

  const taken = { batch, reason: data.reason ?? null };
  if (telling.length === 1) return [withdrawal(state, taken)];
  const holding = holdingWithout(batch);
  return tellAgain({ id, state, known: [...sayings, ...holding], holding }, taken);
}

const isBegun = (sayings: readonly Saying[]): boolean => sayings.some(({ type }) => type === 'IncidentLogged');
