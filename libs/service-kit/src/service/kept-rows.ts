import { LRUCache } from 'lru-cache';
import type { ProjectionReader } from '../readers/reader';

/** Of each view, those asked for last. */
const KEPT = 2_000;

/**
 * How long a change made by another process may go unnoticed, in milliseconds: one that retries parked events, or one that
 * feeds the table while this one does not know yet that it does no longer.
 */
const FRESH_MS = 5_000;

interface Kept {
  readonly row: Promise<unknown>;
  readonly until: number;
}

/** Rows of one view that were asked for last, as long as this process feeds its table and so knows which rows change. */
export class KeptRows {
  private readonly rows = new LRUCache<string, Kept>({ max: KEPT });

  constructor(private readonly reader: ProjectionReader) {
    reader.onChanged((keys) => {
      if (!keys) this.rows.clear();
      else for (const key of keys) this.rows.delete(key);
    });
  }

  /** The row as readers see it now; what `load` answers is shared and must not be changed. */
  get<Row>(key: string, load: () => Promise<Row>): Promise<Row> {
    if (!this.reader.tellsChanges()) return load();
    const now = performance.now();
    const kept = this.rows.get(key);
    if (kept && kept.until > now) return kept.row as Promise<Row>;
    const row = load();
    // Before it is there, so that a change on the way makes it be asked for again.
    this.rows.set(key, { row, until: now + FRESH_MS });
    row.catch(() => this.rows.delete(key));
    return row;
  }
}
