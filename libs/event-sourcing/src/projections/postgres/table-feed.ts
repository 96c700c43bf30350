import type { Position, RecordedEvent } from '@opsledger/event-store';
import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import type { Log } from '../../log';
import { takeOver, type Checkpoint } from '../../postgres/checkpoints';
import { parkedKeys } from '../../postgres/parked-events';
import { isRefusedByDatabase } from '../../postgres/refused-by-database';
import { inTransaction } from '../../postgres/transaction';
import { Progress } from '../../reading/progress';
import { TakenOver } from '../../reading/taken-over';
import { ATTEMPTS, tryRepeatedly } from '../../reading/try-repeatedly';
import { foldBatch, touchesOf, type Before, type Outcome, type RefusedRow, type Touch } from '../fold-batch';
import type { Projection } from '../projection';
import { findRefusedRows } from './find-refused-rows';
import { ProjectionTable } from './projection-table';

const CACHED_ROWS = 20_000;

export interface FeedOptions<Row extends object> {
  readonly pool: Pool;
  readonly projection: Projection<Row>;
  readonly checkpointId: string;
  /** The table to feed; it differs from the definition's while it is being built. */
  readonly tableName: string;
  readonly log: Log;
}

/** Feeds one table with events: loads rows, folds, writes rows and checkpoint together, parks what will not go in. */
export class TableFeed<Row extends object> {
  private readonly table: ProjectionTable<Row>;
  private readonly rows = new LRUCache<string, Row>({ max: CACHED_ROWS });
  private readonly progress: Progress;

  /**
   * Takes over the checkpoint, so that nobody else writes to this table any more.
   *
   * @throws TakenOver when the checkpoint is gone: its table was replaced
   */
  static async open<Row extends object>(options: FeedOptions<Row>): Promise<TableFeed<Row>> {
    const checkpoint = await takeOver(options.pool, options.checkpointId);
    if (!checkpoint) throw new TakenOver(options.projection.name);
    return new TableFeed(options, checkpoint, await parkedKeys(options.pool, checkpoint));
  }

  private constructor(
    private readonly options: FeedOptions<Row>,
    private readonly checkpoint: Checkpoint,
    private readonly parked: Set<string>,
  ) {
    this.table = new ProjectionTable(options.projection, options.tableName);
    this.progress = new Progress(options.pool, checkpoint, options.projection.name);
  }

  /** Every event up to here has had its effect. */
  get position(): Position {
    return this.progress.position;
  }

  /** Keys that wait for a parked event. */
  get parkedKeys(): number {
    return this.parked.size;
  }

  /**
   * Applies the events after `position`, each exactly once. After any error the feed is of no more use: open a new one.
   *
   * @throws TakenOver when somebody else feeds the table now
   */
  async apply(events: readonly RecordedEvent[], signal: AbortSignal): Promise<void> {
    const { projection, log } = this.options;
    const end = events.at(-1)?.position ?? this.position;
    const touches = touchesOf(projection, events);
    if (touches.length === 0) return this.progress.passed(end);
    const rows = await this.rowsOf(touches);
    await tryRepeatedly(
      (final) => this.attempt(touches, rows, end, final),
      (err, attempt) =>
        log.warn({ projection: projection.name, attempt, err }, 'Events could not be applied; trying again'),
      signal,
    );
  }

  /** Stores the position when only irrelevant events came since it was stored last. */
  flush(): Promise<void> {
    return this.progress.flush();
  }

  /** Applies everything or answers why not; the final attempt parks what stands in the way. */
  private async attempt(
    touches: readonly Touch[],
    rows: ReadonlyMap<string, Row>,
    position: Position,
    final: boolean,
  ): Promise<Error | undefined> {
    const refused = new Map<string, RefusedRow>();
    for (;;) {
      const before: Before<Row> = { rows, parkedKeys: this.parked, refused };
      const outcome = foldBatch(this.options.projection, touches, before);
      const failure = outcome.parked.find(({ error }) => error)?.error;
      if (failure && !final) return failure;
      try {
        await this.write(outcome, position);
        return undefined;
      } catch (error) {
        if (!isRefusedByDatabase(error)) throw error;
        if (!final) return error;
        const found = await this.findRefused(touches, before, outcome);
        // Nothing to park means that the refusal is about the moment after all.
        if (found.size === 0) throw error;
        for (const [key, row] of found) refused.set(key, row);
      }
    }
  }

  private async write(outcome: Outcome<Row>, position: Position): Promise<void> {
    const { pool, projection, log } = this.options;
    this.progress.committed(position, await this.table.write(pool, this.checkpoint, outcome, position, ATTEMPTS));
    for (const [key, row] of outcome.changed) {
      if (row) this.rows.set(key, row);
      else this.rows.delete(key);
    }
    for (const { key, event, error } of outcome.parked) {
      this.parked.add(key);
      if (error) log.error({ projection: projection.name, key, event: event.id, err: error }, 'Event parked');
    }
  }

  private findRefused(
    touches: readonly Touch[],
    before: Before<Row>,
    outcome: Outcome<Row>,
  ): Promise<ReadonlyMap<string, RefusedRow>> {
    const { pool, projection } = this.options;
    return inTransaction(
      pool,
      (client) => findRefusedRows(client, this.table, projection, touches, before, outcome),
      'rollback',
    );
  }

  private async rowsOf(touches: readonly Touch[]): Promise<ReadonlyMap<string, Row>> {
    const rows = new Map<string, Row>();
    const missing = new Set<string>();
    for (const { key } of touches) {
      const row = this.rows.get(key);
      if (row) rows.set(key, row);
      else missing.add(key);
    }
    for (const [key, row] of await this.table.load(this.options.pool, [...missing])) rows.set(key, row);
    return rows;
  }
}
