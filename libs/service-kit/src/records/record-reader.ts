import { isRecordId } from '@opsledger/contracts';
import { onePer, type Recorded } from '@opsledger/event-sourcing';
import { streamOf, type DomainEvent, type EventStore } from '@opsledger/event-store';
import { sql, type Kysely } from 'kysely';
import { LRUCache } from 'lru-cache';
import { batchById } from '../database/batch-by-id';
import type { ServiceContext } from '../service/service-definition';
import { KeptFacts } from './kept-facts';

/** Of each kind, those asked for last; a megabyte or so. */
const NUMBERS_KEPT = 5_000;

/** How records of one kind are found and told. */
export interface RecordKind<Document, Event extends DomainEvent> {
  /** Stream category. */
  readonly category: string;
  /** The view that knows the numbers: its name, and its table with the columns `id` and `number`. */
  readonly list: { readonly name: string; readonly table: { readonly schema: string; readonly name: string } };
  /** The record as people see it, after one more fact; the first fact finds nothing there. */
  readonly after: (document: Document | undefined, event: Recorded<Event>) => Document;
  /** Events that take back all before them: an import that was undone. */
  readonly withdrawnBy?: Event['type'];
}

/** Finds and tells records of one kind. */
export interface RecordReader<Document, Event extends DomainEvent> {
  /** The id of a record named by id or number: an id is taken as given, a number given a moment ago is waited for. */
  idOf(name: string, context: Pick<ServiceContext, 'db' | 'found'>): Promise<string | undefined>;
  /** Every fact, in the order recorded. */
  factsOf(id: string, context: Pick<ServiceContext, 'store'>): Promise<readonly Recorded<Event>[]>;
  /** Every fact of a record named by id or number; none where there is no such record. */
  factsNamed(
    name: string,
    context: Pick<ServiceContext, 'db' | 'found' | 'store'>,
  ): Promise<readonly Recorded<Event>[]>;
  /**
   * The record by its facts; `undefined` when there are none, or all were withdrawn. The very same for the same list.
   * `asOf` leaves out what had not occurred by then, whenever we learned of it.
   */
  documentOf(facts: readonly Recorded<Event>[], asOf?: string): Document | undefined;
}

/**
 * Reads records from the log itself: what was recorded a moment ago is there, and any instant of the past is asked for
 * in the same way. Views are for lists.
 */
export function recordReader<Document, Event extends DomainEvent>({
  category,
  list,
  after,
  withdrawnBy,
}: RecordKind<Document, Event>): RecordReader<Document, Event> {
  const table = sql.table(`${list.table.schema}.${list.table.name}`);
  const idsIn = onePer((db: Kysely<any>) =>
    keptOnceFound(
      batchById(
        async (numbers) =>
          (await sql<Numbered>`select number, id from ${table} where number = any(${numbers})`.execute(db)).rows,
        ({ number }) => number,
      ),
    ),
  );

  const idOf: RecordReader<Document, Event>['idOf'] = async (name, { db, found }) => {
    if (isRecordId(name)) return name.toLowerCase();
    // No text of the database holds it, and it would fail those asked for together with it.
    if (name.includes('\0')) return undefined;
    return found(list.name, () => idsIn(db)(name.toUpperCase()));
  };

  const documentOf: RecordReader<Document, Event>['documentOf'] = (facts, asOf) => {
    const then = asOf === undefined ? undefined : new Date(asOf).toISOString();
    // What was withdrawn is withdrawn for any instant; only what was said again since counts.
    const counting = facts.slice(facts.findLastIndex(({ type }) => type === withdrawnBy) + 1);
    return counting
      .filter(({ occurredAt }) => then === undefined || occurredAt <= then)
      .reduce<Document | undefined>(after, undefined);
  };
  const presentOf = onePer((facts: readonly Recorded<Event>[]) => {
    const document = documentOf(facts);
    // A copy: V8 has what grew fact by fact as a dictionary, and each copy of that takes it ten times as long.
    return { document: document && { ...document } };
  });

  return {
    idOf,
    factsOf: (id, { store }) => readFacts<Event>(store, category, id),
    async factsNamed(name, context) {
      const id = await idOf(name, context);
      return id === undefined ? [] : readFacts<Event>(context.store, category, id);
    },
    documentOf: (facts, asOf) => (asOf === undefined ? presentOf(facts).document : documentOf(facts, asOf)),
  };
}

interface Numbered {
  readonly number: string;
  readonly id: string;
}

/** A number is never given to another record: whoever asks for it again need not ask the database. */
function keptOnceFound(look: (number: string) => Promise<Numbered | undefined>) {
  const ids = new LRUCache<string, string>({ max: NUMBERS_KEPT });
  return async (number: string): Promise<string | undefined> => {
    const known = ids.get(number);
    if (known !== undefined) return known;
    const found = await look(number);
    if (found) ids.set(number, found.id);
    return found?.id;
  };
}

const keptFacts = onePer((store: EventStore) => new KeptFacts(store));

const readFacts = async <Event extends DomainEvent>(store: EventStore, category: string, id: string) =>
  (await keptFacts(store).of(streamOf(category, id))) as unknown as readonly Recorded<Event>[];
