import type { EventSource } from '@opsledger/event-bus';
import { START, longRunning, type Position } from '@opsledger/event-store';
import { escapeIdentifier, type Pool, type PoolClient } from 'pg';
import type { Log } from '../../log';
import { createCheckpoint, deleteCheckpoint, findCheckpoint, type Checkpoint } from '../../postgres/checkpoints';
import { inTransaction } from '../../postgres/transaction';
import { pages } from '../../reading/pages';
import { pause } from '../../reading/pause';
import { TakenOver } from '../../reading/taken-over';
import type { Projection } from '../projection';
import { dependentsOf } from './dependents';
import { comments, buildingName, createIndexes, createTable, qualified, shapeOf } from './table-definition';
import { TableFeed } from './table-feed';

/** How far a table under construction has come. */
export interface BuildProgress {
  readonly position: Position;
  /** End of the log as last seen. */
  readonly head: Position;
  /** Events worked on since the build was begun or taken up again; those of types it has nothing to do with need not count. */
  readonly events: number;
}

/** What is built, from which source; when `signal` aborts, the next run goes on from what there is. */
export interface BuildOptions<Row extends object> {
  readonly pool: Pool;
  readonly projection: Projection<Row>;
  readonly source: EventSource;
  readonly log: Log;
  readonly onProgress?: (progress: BuildProgress) => void;
  readonly signal: AbortSignal;
}

const PAGE = 2_000;
/** How long the swap may make readers wait behind a slow query before it steps back and tries again. */
const LOCK_TIMEOUT = '1s';
const STEP_BACK_MS = 3_000;
const LOCK_NOT_AVAILABLE = '55P03';

/** A projection's table being filled from the log beside the live one, which it replaces when it is complete. */
export class TableBuild<Row extends object> {
  private readonly name: string;
  private readonly shape: string;
  private events = 0;

  constructor(private readonly options: BuildOptions<Row>) {
    const { table, version } = options.projection;
    this.name = buildingName(table, version);
    this.shape = shapeOf(table);
  }

  /** Builds and swaps; goes on with what an earlier run left unless told to start anew. */
  async run({ anew = false } = {}): Promise<void> {
    const left = anew ? undefined : await this.leftByEarlierRun();
    let checkpoint = left ?? (await this.begin());
    if (checkpoint.shape !== this.shape) {
      await this.catchUp(await this.open(checkpoint));
      checkpoint = await this.index(checkpoint);
    }
    const feed = await this.open(checkpoint);
    do await this.catchUp(feed);
    while (!(await this.isSwapped(feed, checkpoint)));
  }

  private get reader(): { kind: 'projection'; name: string } {
    return { kind: 'projection', name: this.options.projection.name };
  }

  /** Indexes come last, and this mark is how a build that is taken up again knows whether they are there. */
  private get shapeWithoutIndexes(): string {
    return `${this.shape} without indexes`;
  }

  private async leftByEarlierRun(): Promise<Checkpoint | undefined> {
    const left = await findCheckpoint(this.options.pool, this.reader, 'building');
    const usable =
      left?.version === this.options.projection.version &&
      (left.shape === this.shape || left.shape === this.shapeWithoutIndexes);
    if (!usable) return undefined;
    // Whoever began it may have been an earlier version, which did not.
    await inTransaction(this.options.pool, (client) => this.hide(client));
    return left;
  }

  private begin(): Promise<Checkpoint> {
    const { pool, projection } = this.options;
    return inTransaction(pool, async (client) => {
      await this.drop(client);
      await client.query(createTable(projection.table, this.name));
      await this.hide(client);
      return createCheckpoint(client, this.reader, {
        version: projection.version,
        state: 'building',
        position: START,
        shape: this.shapeWithoutIndexes,
      });
    });
  }

  /** Without a policy only its owner sees rows: the live table's policies may hide some from others who may read. */
  private async hide(client: PoolClient): Promise<void> {
    await client.query(`alter table ${qualified(this.options.projection.table, this.name)} enable row level security`);
  }

  private async drop(client: PoolClient): Promise<void> {
    const { table } = this.options.projection;
    const left = await findCheckpoint(client, this.reader, 'building');
    if (left) {
      await client.query(`drop table if exists ${qualified(table, buildingName(table, left.version))}`);
      await deleteCheckpoint(client, left);
    }
    await client.query(`drop table if exists ${qualified(table, this.name)}`);
  }

  private open({ id }: Checkpoint): Promise<TableFeed<Row>> {
    const { pool, projection, log } = this.options;
    return TableFeed.open({ pool, projection, log, checkpointId: id, tableName: this.name });
  }

  /** Feeds until the end of the log, or until a position. */
  private async catchUp(feed: TableFeed<Row>, until?: Position): Promise<void> {
    const { source, signal } = this.options;
    const end = async (): Promise<Position> => until ?? (await source.head());
    for (let head = await end(); feed.position < head; head = await end()) {
      await this.feedUpTo(feed, head);
      signal.throwIfAborted();
    }
    await feed.flush();
  }

  /** A batch is folded while the one before it is written. */
  private async feedUpTo(feed: TableFeed<Row>, head: Position): Promise<void> {
    const { source, projection, signal, onProgress } = this.options;
    const span = { after: feed.position, until: head, types: Object.keys(projection.handlers), limit: PAGE };
    const report = (): void => onProgress?.({ position: feed.position, head, events: this.events });
    let writing: Promise<unknown> = Promise.resolve();
    try {
      for await (const events of pages(source, span, signal)) {
        const batch = await feed.fold(events);
        await writing;
        writing = feed.write(batch, signal);
        // Its failure is met where it is awaited; nobody may call it unhandled until then.
        writing.catch(() => undefined);
        this.events += events.length;
        report();
      }
    } finally {
      await writing;
    }
    report();
  }

  private index(checkpoint: Checkpoint): Promise<Checkpoint> {
    const { pool, projection } = this.options;
    return inTransaction(pool, async (client) => {
      const statements = [...createIndexes(projection.table, this.name), ...comments(projection.table, this.name)];
      await client.query(longRunning([...statements, `analyze ${qualified(projection.table, this.name)}`].join('\n')));
      await client.query('update opsledger.checkpoints set shape = $2 where id = $1', [checkpoint.id, this.shape]);
      return { ...checkpoint, shape: this.shape };
    });
  }

  /** Steps back, so that readers are not held up, when somebody uses the live table for long. */
  private async isSwapped(feed: TableFeed<Row>, checkpoint: Checkpoint): Promise<boolean> {
    const { projection, log, signal } = this.options;
    try {
      await this.swap(feed, checkpoint);
      return true;
    } catch (error) {
      if ((error as { code?: unknown }).code !== LOCK_NOT_AVAILABLE) throw error;
      log.warn(
        { projection: projection.name },
        'A long query keeps the rebuilt table from taking its place; trying again',
      );
      await pause(STEP_BACK_MS, signal);
      return false;
    }
  }

  /** Puts the new table in the live one's place, at the live one's position or a later one. */
  private async swap(feed: TableFeed<Row>, { id }: Checkpoint): Promise<void> {
    const { pool, projection } = this.options;
    const live = qualified(projection.table);
    await inTransaction(pool, async (client) => {
      // It idles while the new table catches up with the live one, over other connections.
      await client.query(
        `set local lock_timeout = '${LOCK_TIMEOUT}'; set local idle_in_transaction_session_timeout = 0`,
      );
      // Readers go on; the live table's writer waits, in the order in which it takes its own locks.
      await client.query(`lock table ${live} in share row exclusive mode`);
      const replaced = await findCheckpoint(client, this.reader);
      if (replaced) await this.catchUp(feed, replaced.position);
      const building = qualified(projection.table, this.name);
      const { detach, attach } = await dependentsOf(client, live, building);
      const open = `alter table ${building} disable row level security;`;
      const rename = `alter table ${building} rename to ${escapeIdentifier(projection.table.name)};`;
      await client.query([...detach, `drop table ${live};`, open, rename, ...attach].join('\n'));
      if (replaced) await deleteCheckpoint(client, replaced);
      const { rowCount } = await client.query(
        `update opsledger.checkpoints set state = 'live', updated_at = now() where id = $1 and state = 'building'`,
        [id],
      );
      if (rowCount !== 1) throw new TakenOver(projection.name);
    });
  }
}
