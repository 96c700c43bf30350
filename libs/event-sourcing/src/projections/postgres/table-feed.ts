import type { Position, RecordedEvent } from '@opsledger/event-store';
import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import type { Log } from '../../log';
import { takeOver, type Checkpoint } from '../../postgres/checkpoints';
import { parkedKeys, tellDeadLetters } from '../../postgres/parked-events';
import { isRefusedByDatabase } from '../../postgres/refused-by-database';
import { inTransaction } from '../../postgres/transaction';
import { Progress } from '../../reading/progress';
import { TakenOver } from '../../reading/taken-over';
import { ATTEMPTS, tryRepeatedly } from '../../reading/try-repeatedly';
import { foldBatch, touchesOf, type Before, type Outcome, type RefusedRow, type Touch } from '../fold-batch';
import type { Projection } from '../projection';
import { findRefusedRows } from './find-refused-rows';
import { ProjectionTable } from './projection-table';

/** Characters of JSON. */
const CACHED = 4_000_000;

/** Which table of a projection is fed, and the checkpoint whose taking over shuts out whoever fed it before. */
export interface FeedOptions<Row extends object> {
  readonly pool: Pool;
  readonly projection: Projection<Row>;
  readonly checkpointId: string;
  /** The table to feed; it differs from the definition's while it is being built. */
  readonly tableName: string;
  readonly log: Log;
}

/** A batch whose effect is known but not written yet. */
export interface FoldedBatch<Row> {
  readonly touches: readonly Touch[];
  readonly before: ReadonlyMap<string, Row>;
  readonly outcome: Outcome<Row>;
  readonly position: Position;
  /** The feed's `surprises` when it was folded. */
  readonly surprises: number;
}

/**
 * Feeds one table with events: loads rows, folds, writes rows and checkpoint together, parks what will not go in.
 * The next batch may be folded while the last one is being written. After any error the feed is of no more use.
 */
export class TableFeed<Row extends object> {
  private readonly table: ProjectionTable<Row>;
  private readonly progress: Progress;
  /**
   * JSON of rows as they are in the table: as text, a row is one thing to keep instead of a hundred. A row is kept from
   * its second change on: most that are new rest for a while, and a rush of them would push out those in use.
   */
  private readonly known = new LRUCache<string, string>({ maxSize: CACHED, sizeCalculation: ({ length }) => length });
  /** What folded batches will do to the table, the oldest first. */
  private unwritten: readonly Outcome<Row>[] = [];
  /** How often a batch was written otherwise than it was folded; those folded after it must be folded again. */
  private surprises = 0;

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

  /**
   * Applies the events after `position`, each exactly once.
   *
   * @returns keys of the rows that changed
   */
  async apply(events: readonly RecordedEvent[], signal: AbortSignal): Promise<Iterable<string>> {
    return this.write(await this.fold(events), signal);
  }

  /** Folds the events after those folded last; writes nothing. */
  async fold(events: readonly RecordedEvent[]): Promise<FoldedBatch<Row>> {
    const touches = touchesOf(this.options.projection, events);
    const batch = await this.foldTouches(touches, events.at(-1)?.position ?? this.position, this.unwritten);
    this.unwritten = [...this.unwritten, batch.outcome];
    return batch;
  }

  /**
   * Writes a batch; batches are written in the order in which they were folded, one at a time.
   *
   * @returns keys of the rows that changed
   * @throws TakenOver when somebody else feeds the table now
   */
  async write(folded: FoldedBatch<Row>, signal: AbortSignal): Promise<Iterable<string>> {
    const written = await this.writeSomehow(folded, signal);
    this.unwritten = this.unwritten.filter((outcome) => outcome !== folded.outcome);
    if (written !== folded.outcome) this.surprises += 1;
    for (const [key, row] of written.changed) {
      if (row && folded.before.has(key)) this.known.set(key, JSON.stringify(row));
      else this.known.delete(key);
    }
    return written.changed.keys();
  }

  /** Stores the position when only irrelevant events came since it was stored last. */
  flush(): Promise<void> {
    return this.progress.flush();
  }

  private async foldTouches(
    touches: readonly Touch[],
    position: Position,
    unwritten: readonly Outcome<Row>[],
  ): Promise<FoldedBatch<Row>> {
    const { surprises } = this;
    const before = await this.rowsOf(touches, unwritten);
    return { touches, before, outcome: this.outcomeOf(touches, before), position, surprises };
  }

  /** Answers what was written, in the end. */
  private async writeSomehow(folded: FoldedBatch<Row>, signal: AbortSignal): Promise<Outcome<Row>> {
    const { touches, position, outcome, surprises } = folded;
    if (touches.length === 0) {
      await this.progress.passed(position);
      return outcome;
    }
    const batch = surprises === this.surprises ? folded : await this.foldTouches(touches, position, []);
    const { projection, log } = this.options;
    return tryRepeatedly(
      (count) => this.attempt(batch, count),
      (err, attempt) =>
        log.warn({ projection: projection.name, attempt, err }, 'Events could not be applied; trying again'),
      signal,
    );
  }

  private outcomeOf(
    touches: readonly Touch[],
    rows: ReadonlyMap<string, Row>,
    refused: ReadonlyMap<string, RefusedRow> = new Map(),
  ): Outcome<Row> {
    return foldBatch(this.options.projection, touches, { rows, parkedKeys: this.parked, refused });
  }

  /** Writes a batch or answers why not; the last attempt parks what stands in the way. */
  private async attempt(batch: FoldedBatch<Row>, count: number): Promise<Outcome<Row> | Error> {
    const { touches, before, position } = batch;
    const refused = new Map<string, RefusedRow>();
    for (let outcome = count === 1 ? batch.outcome : this.outcomeOf(touches, before); ;) {
      const failure = outcome.parked.find(({ error }) => error)?.error;
      if (failure && count < ATTEMPTS) return failure;
      try {
        await this.commit(outcome, position);
        return outcome;
      } catch (error) {
        if (!isRefusedByDatabase(error)) throw error;
        if (count < ATTEMPTS) return error;
        const found = await this.findRefused(touches, before, outcome);
        // Nothing to park means that the refusal is about the moment after all.
        if (found.size === 0) throw error;
        for (const [key, row] of found) refused.set(key, row);
        outcome = this.outcomeOf(touches, before, refused);
      }
    }
  }

  private async commit(outcome: Outcome<Row>, position: Position): Promise<void> {
    const { pool, projection, log } = this.options;
    this.progress.committed(position, await this.table.write(pool, this.checkpoint, outcome, position, ATTEMPTS));
    for (const { key } of outcome.parked) this.parked.add(key);
    tellDeadLetters(log, { projection: projection.name }, outcome.parked);
  }

  private findRefused(
    touches: readonly Touch[],
    rows: ReadonlyMap<string, Row>,
    outcome: Outcome<Row>,
  ): Promise<ReadonlyMap<string, RefusedRow>> {
    const { pool, projection } = this.options;
    const before: Before<Row> = { rows, parkedKeys: this.parked, refused: new Map() };
    return inTransaction(
      pool,
      (client) => findRefusedRows(client, this.table, projection, touches, before, outcome),
      'rollback',
    );
  }

  private knownRow(key: string): Row | undefined {
    const text = this.known.get(key);
    return text === undefined ? undefined : (JSON.parse(text) as Row);
  }

  private async rowsOf(
    touches: readonly Touch[],
    unwritten: readonly Outcome<Row>[],
  ): Promise<ReadonlyMap<string, Row>> {
    const rows = new Map<string, Row>();
    const unknown = new Set<string>();
    for (const { key } of touches) {
      const changed = unwritten.findLast((outcome) => outcome.changed.has(key))?.changed.get(key);
      const row = changed === undefined ? this.knownRow(key) : changed;
      if (row) rows.set(key, row);
      else if (row === undefined) unknown.add(key);
    }
    for (const [key, row] of await this.table.load(this.options.pool, [...unknown])) rows.set(key, row);
    return rows;
  }
}
