import type { EventSource } from '@opsledger/event-bus';
import { START, systemClock, type Clock, type Position } from '@opsledger/event-store';
import type { Pool } from 'pg';
import { SILENT, type Log } from '../log';
import { countParked, type Retried } from '../postgres/parked-events';
import { findCheckpoint, type Checkpoint } from '../postgres/checkpoints';
import { Leadership } from '../postgres/leadership';
import { batches } from '../reading/batches';
import { keepLeading } from '../reading/keep-leading';
import { Alarm } from '../reading/alarm';
import type { People } from '../reading/others';
import { pause } from '../reading/pause';
import { patienceOf, Rests, type Patience } from '../reading/rest';
import { Waiters } from '../reading/waiters';
import { NEVER_BUILT, ensureLiveTable } from './postgres/live-table';
import { retryParked } from './postgres/retry-parked';
import { RowChanges, type ChangeListener } from './row-changes';
import { TableBuild, type BuildProgress } from './postgres/table-build';
import { TableFeed } from './postgres/table-feed';
import type { Projection } from './projection';

/** What a projection is run with. */
export interface ProjectionRunnerOptions {
  readonly projection: Projection;
  /** Its owner listens to the pool's `error` event. */
  readonly pool: Pool;
  readonly source: EventSource;
  readonly log?: Log;
  readonly clock?: Clock;
  /** Those whom a patient projection lets go first, where everybody who may wait for it asks this process. */
  readonly people?: People;
}

/** How a projection stands in this program, and what the database says of its table. */
export interface ProjectionStatus {
  readonly name: string;
  readonly version: number;
  /**
   * `standby`: another process feeds the table, or will as soon as it can. `building`: this version's table is being
   * filled beside the live one. `superseded`: the live table belongs to a later version than this program's.
   */
  readonly state: 'stopped' | 'standby' | 'building' | 'live' | 'superseded';
  /** Every event up to here has had its effect on the table that readers see. */
  readonly position: Position;
  /** From when the last event was recorded until its effect was committed. */
  readonly lagMs: number;
  /** Events parked, or waiting behind a parked one; absent when the database cannot say. */
  readonly parked?: number;
  /** Readers find a table that holds nothing yet: no version of it was ever complete. */
  readonly neverBuilt?: true;
  readonly build?: BuildProgress;
  /** What went wrong last, as long as it has not gone right again. */
  readonly error?: string;
}

/** More at once would hold up everything else that shares the event loop. */
const PACE = { limit: 250, gatherMs: 20, patienceMs: 250 };
/** From this lag on who looks at a view notices it. */
const NOTICED_MS = 500;
/** For how long people who looked once are expected to look again. */
const ASKED_MS = 60_000;
const LOOK_MS = { somebodyWaits: 25, nobodyWaits: 1_000 };

/** Keeps one projection's table up to date: one active runner among all processes, the others stand by. */
export class ProjectionRunner {
  private readonly projection: Projection;
  private readonly pool: Pool;
  private readonly source: EventSource;
  private readonly log: Log;
  private readonly clock: Clock;
  private readonly people: People | undefined;
  private readonly waiters = new Waiters();
  private stopping = new AbortController();
  /** For the one who follows another process. */
  private readonly alarm = new Alarm();
  /** For the one who feeds the table. */
  private readonly hurry = new Alarm();
  private running: Promise<unknown> | undefined;
  private state: ProjectionStatus['state'] = 'stopped';
  private position: Position = START;
  private lagMs = 0;
  private quiet = false;
  private askedAt = -Infinity;
  private readonly changes = new RowChanges();
  private build: BuildProgress | undefined;
  private error: string | undefined;

  constructor({ projection, pool, source, log = SILENT, clock = systemClock, people }: ProjectionRunnerOptions) {
    this.projection = projection;
    this.pool = pool;
    this.source = source;
    this.log = log;
    this.clock = clock;
    this.people = people;
  }

  /**
   * Creates the table when it is missing and begins to feed it; resolves when queries can find it. Afterwards a lost
   * database is waited for.
   *
   * @throws ProjectionTableChanged when the table's definition changed under the same version
   */
  async start(): Promise<void> {
    if (this.running) return;
    const { signal } = (this.stopping = new AbortController());
    const live = await ensureLiveTable(this.pool, this.projection, this.source);
    // Stopped meanwhile, as when another projection could not start.
    if (signal.aborted) return;
    this.state = 'standby';
    this.advance(live.position);
    this.running = Promise.all([this.run(signal), this.observe(signal)]);
  }

  /** Resolves when nothing is written any more; whoever waits is told `false`. */
  async stop(): Promise<void> {
    this.stopping.abort(new Error(`Projection ${this.projection.name} is stopping`));
    await this.running;
    this.running = undefined;
    this.state = 'stopped';
    this.waiters.dismiss();
  }

  /** Every event up to here has had its effect on the table; a standby knows it a second late. */
  checkpoint(): Position {
    return this.position;
  }

  /**
   * Whether it may not look again at once, unless somebody waits: being patient, or because nothing that came last
   * concerned it. What does concern it is seen later then than by a projection that is busy. So it is for one that still
   * catches up with what came while nobody asked.
   */
  rests(): boolean {
    if ((this.projection.patienceMs ?? 0) > 0) return true;
    const isBehind = this.unaskedPatienceMs > 0 && (this.unasked() || this.lagMs > NOTICED_MS);
    return this.state === 'live' && (this.quiet || isBehind);
  }

  /** Somebody looks at it: for a minute from now on it lets nobody go first. */
  asked(): void {
    this.askedAt = this.clock().getTime();
  }

  /** Whether it is told here of every row that changes: it is this process that feeds the table. */
  tellsChanges(): boolean {
    return this.state === 'live';
  }

  /** Calls back with the keys of rows that have just changed for readers; without, when any may have. */
  onChanged(listener: ChangeListener): void {
    this.changes.add(listener);
  }

  /** Waits until readers see the effect of everything up to a position; `false` when that takes too long. */
  async waitFor(position: Position, timeoutMs: number): Promise<boolean> {
    if (this.position >= position) return true;
    if (this.stopping.signal.aborted) return false;
    const reached = this.waiters.waitFor(position, timeoutMs);
    this.alarm.ring();
    this.hurry.ring();
    return reached;
  }

  async status(): Promise<ProjectionStatus> {
    const { name, version } = this.projection;
    const { state, position, lagMs, build, error } = this;
    return { name, version, state, position, lagMs, ...(await this.statusOfTable()), build, error };
  }

  /**
   * Builds the table anew from the log beside the live one and swaps them; works in any process, started or not.
   * Killed on the way, it leaves the live table as it was; so does whatever it throws.
   *
   * @throws ProjectionTableChanged when the table's definition changed under the same version
   * @throws DatabaseError when something depends on the live table that cannot be put on another; see `dependentsOf`
   */
  async rebuild(onProgress?: (progress: BuildProgress) => void): Promise<void> {
    await ensureLiveTable(this.pool, this.projection, this.source);
    await this.buildBeside({ anew: true, onProgress });
  }

  /** Applies parked events in order, after whatever was wrong was put right; works in any process. */
  async retryParked(): Promise<Retried> {
    const retried = await retryParked(this.pool, this.projection);
    this.changes.tell();
    return retried;
  }

  private patience(): () => Patience {
    const ms = this.unaskedPatienceMs;
    if (ms === 0) return patienceOf(this.projection.patienceMs);
    const unasked: Patience = { ms, yieldsLonger: false };
    const none = patienceOf()();
    return () => (this.unasked() ? unasked : none);
  }

  /** Where people may ask another process nobody here knows whether somebody does. */
  private get unaskedPatienceMs(): number {
    return this.people ? (this.projection.unaskedPatienceMs ?? 0) : 0;
  }

  private unasked(): boolean {
    return this.clock().getTime() - this.askedAt >= ASKED_MS;
  }

  private run(signal: AbortSignal): Promise<void> {
    const { pool, log } = this;
    return keepLeading({
      pool,
      log,
      signal,
      lease: this.leaseName(`v${this.projection.version}`),
      lead: (leading, succeeded) => this.lead(leading, succeeded),
      onEnd: (error) => {
        if (this.state !== 'superseded') this.state = 'standby';
        if (error) this.error = String(error);
        this.alarm.ring();
      },
    });
  }

  private async lead(signal: AbortSignal, succeeded: () => void): Promise<void> {
    const live = await this.liveCheckpoint(signal);
    const { pool, projection, log } = this;
    const feed = await TableFeed.open({
      pool,
      projection,
      log,
      checkpointId: live.id,
      tableName: projection.table.name,
    });
    this.changes.tell();
    this.state = 'live';
    this.advance(feed.position);
    const rests = new Rests(this.patience(), this.clock, this.people);
    const wants = (type: string): boolean => Object.hasOwn(projection.handlers, type);
    const pace = { ...PACE, wants, rests, isAwaited: () => !this.waiters.isEmpty };
    for await (const events of batches(this.source, feed.position, pace, signal, this.hurry)) {
      this.changes.tell(await feed.apply(events, signal));
      const last = events.at(-1);
      if (last) this.lagMs = this.clock().getTime() - Date.parse(last.recordedAt);
      this.advance(feed.position);
      if (events.length > 0) this.quiet = !events.some(({ type }) => wants(type));
      this.error = undefined;
      succeeded();
    }
    await feed.flush();
  }

  /** The checkpoint of this version's live table, built first where readers still see an earlier one. */
  private async liveCheckpoint(signal: AbortSignal): Promise<Checkpoint> {
    for (;;) {
      const live = await ensureLiveTable(this.pool, this.projection, this.source);
      if (live.version === this.projection.version) return live;
      if (live.version < this.projection.version) {
        this.state = 'building';
        await this.buildBeside({ signal });
      } else {
        if (this.state !== 'superseded')
          this.log.warn(
            { projection: this.projection.name, live: live.version },
            'A later version is live; standing by',
          );
        this.state = 'superseded';
        await pause(LOOK_MS.nobodyWaits, signal);
      }
    }
  }

  private async buildBeside({
    anew = false,
    onProgress,
    signal = this.stopping.signal,
  }: {
    anew?: boolean;
    onProgress?: (progress: BuildProgress) => void;
    signal?: AbortSignal;
  }): Promise<void> {
    const { pool, projection, source, log } = this;
    const lease = await Leadership.of(pool).acquire(this.leaseName('build'), signal);
    const report = (progress: BuildProgress): void => {
      this.build = progress;
      onProgress?.(progress);
    };
    try {
      // Another process may have built it while this one waited for its turn.
      const live = await findCheckpoint(pool, this.reader);
      if (!anew && live?.version === projection.version) return;
      const build = new TableBuild({
        pool,
        projection,
        source,
        log,
        onProgress: report,
        signal: AbortSignal.any([signal, lease.lost]),
      });
      await build.run({ anew });
    } finally {
      this.build = undefined;
      await lease.release();
    }
  }

  /** Follows the stored checkpoint while another process feeds the table; quickly as long as somebody waits. */
  private async observe(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const follows = this.state !== 'live';
      if (follows) await this.look();
      await this.alarm.sleep(follows && !this.waiters.isEmpty ? LOOK_MS.somebodyWaits : LOOK_MS.nobodyWaits, signal);
    }
  }

  private async look(): Promise<void> {
    try {
      const stored = await findCheckpoint(this.pool, this.reader);
      if (stored && this.state !== 'live') this.advance(stored.position);
    } catch {
      // Whoever runs the projection reports a lost database; an observer just looks again.
    }
  }

  private advance(position: Position): void {
    this.position = position;
    this.waiters.advance(position);
  }

  private async statusOfTable(): Promise<Pick<ProjectionStatus, 'parked' | 'neverBuilt'>> {
    try {
      const live = await findCheckpoint(this.pool, this.reader);
      if (!live) return {};
      const parked = await countParked(this.pool, live);
      return live.version === NEVER_BUILT ? { parked, neverBuilt: true } : { parked };
    } catch {
      return {};
    }
  }

  private get reader(): { kind: 'projection'; name: string } {
    return { kind: 'projection', name: this.projection.name };
  }

  private leaseName(purpose: string): string {
    return `projection ${this.projection.name} ${purpose}`;
  }
}
