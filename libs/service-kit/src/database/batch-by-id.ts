/** How much is asked for at once. */
export interface BatchLimits {
  /** Ids per query at most; 500 by default. */
  readonly size?: number;
  /** Queries at the same time; 2 by default. While all are under way, ids gather for the next one. */
  readonly parallel?: number;
}

interface Waiting<Row> {
  readonly promise: Promise<Row | undefined>;
  readonly resolve: (row: Row | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Makes one query of many: ids asked for while requests of the same turn of the event loop are handled,
 * or while earlier queries are under way, are loaded together.
 *
 * @param load rows of these ids, in any order; missing ones left out
 * @param keyOf id of a row
 * @returns the row of an id, or `undefined`; rejects with what `load` throws
 */
export function batchById<Row>(
  load: (ids: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
  { size = 500, parallel = 2 }: BatchLimits = {},
): (id: string) => Promise<Row | undefined> {
  let gathering = new Map<string, Waiting<Row>>();
  let underWay = 0;
  let scheduled = false;

  const schedule = (): void => {
    if (scheduled || underWay >= parallel || gathering.size === 0) return;
    scheduled = true;
    // Not a microtask: those run between two requests that arrived together.
    setImmediate(() => {
      scheduled = false;
      void loadGathered();
    });
  };

  const loadGathered = async (): Promise<void> => {
    const batch = takeUpTo(size);
    underWay += 1;
    schedule();
    try {
      const rows = new Map((await load([...batch.keys()])).map((row) => [keyOf(row), row]));
      for (const [id, { resolve }] of batch) resolve(rows.get(id));
    } catch (error) {
      for (const { reject } of batch.values()) reject(error);
    } finally {
      underWay -= 1;
      schedule();
    }
  };

  const takeUpTo = (count: number): Map<string, Waiting<Row>> => {
    if (gathering.size <= count) {
      const all = gathering;
      gathering = new Map();
      return all;
    }
    const some = new Map([...gathering].slice(0, count));
    for (const id of some.keys()) gathering.delete(id);
    return some;
  };

  return (id) => {
    const asked = gathering.get(id);
    if (asked) return asked.promise;
    const waiting = promised<Row>();
    gathering.set(id, waiting);
    schedule();
    return waiting.promise;
  };
}

function promised<Row>(): Waiting<Row> {
  let settle!: Pick<Waiting<Row>, 'resolve' | 'reject'>;
  const promise = new Promise<Row | undefined>((resolve, reject) => (settle = { resolve, reject }));
  return { promise, ...settle };
}
