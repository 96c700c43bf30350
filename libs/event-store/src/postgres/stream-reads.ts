/** Slice of a stream that somebody waits for, or several. */
interface Asked<Row> {
  readonly streamId: string;
  readonly after: number;
  readonly rows: Promise<readonly Row[]>;
  readonly resolve: (rows: readonly Row[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Slices of streams, as one query asks for them. */
export interface SlicesQuery {
  readonly streamIds: readonly string[];
  /** Revision of each after which it is wanted. */
  readonly after: readonly number[];
}

const LIMITS = { streams: 100, parallel: 2 };

/**
 * Makes one query of many: streams asked for in the same turn of the event loop, or while earlier queries are under way,
 * are read together. A query per stream costs the process more than the reading costs the server. A slice that many ask for is
 * read once for all of them: a large one for each at once would be more than the process has memory for.
 *
 * @param load rows with the index of the slice they belong to, those of one slice in order
 */
export class StreamReads<Row> {
  private readonly waiting = new Map<string, Asked<Row>>();
  private underWay = 0;
  private scheduled = false;

  constructor(
    private readonly load: (query: SlicesQuery) => Promise<readonly { readonly index: number; readonly row: Row }[]>,
  ) {}

  read(streamId: string, after: number): Promise<readonly Row[]> {
    const slice = `${after} ${streamId}`;
    let asked = this.waiting.get(slice);
    if (!asked) {
      this.waiting.set(slice, (asked = askedFor(streamId, after)));
      this.schedule();
    }
    return asked.rows;
  }

  private schedule(): void {
    if (this.scheduled || this.underWay >= LIMITS.parallel || this.waiting.size === 0) return;
    this.scheduled = true;
    // Not a microtask: those run between two requests that arrived together.
    setImmediate(() => {
      this.scheduled = false;
      void this.loadWaiting();
    });
  }

  private async loadWaiting(): Promise<void> {
    const asked = this.next();
    this.underWay += 1;
    this.schedule();
    try {
      const found = await this.load({
        streamIds: asked.map(({ streamId }) => streamId),
        after: asked.map(({ after }) => after),
      });
      const slices = asked.map((): Row[] => []);
      for (const { index, row } of found) slices[index]!.push(row);
      asked.forEach(({ resolve }, index) => resolve(slices[index]!));
    } catch (error) {
      for (const { reject } of asked) reject(error);
    } finally {
      this.underWay -= 1;
      this.schedule();
    }
  }

  private next(): readonly Asked<Row>[] {
    const next = [...this.waiting].slice(0, LIMITS.streams);
    for (const [slice] of next) this.waiting.delete(slice);
    return next.map(([, asked]) => asked);
  }
}

function askedFor<Row>(streamId: string, after: number): Asked<Row> {
  let resolve!: Asked<Row>['resolve'];
  let reject!: Asked<Row>['reject'];
  const rows = new Promise<readonly Row[]>((...settle) => ([resolve, reject] = settle));
  return { streamId, after, rows, resolve, reject };
}
