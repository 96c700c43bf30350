import type { EventSource } from '@opsledger/event-bus';
import { START, type Clock, type Position } from '@opsledger/event-store';
import type { Pool } from 'pg';
import { SILENT, type Log } from '../log';
import { ensureCheckpoint, type Checkpoint } from '../postgres/checkpoints';
import { countParked, type Retried } from '../postgres/parked-events';
import { Alarm } from '../reading/alarm';
import { batches } from '../reading/batches';
import { keepLeading } from '../reading/keep-leading';
import type { People } from '../reading/others';
import { patienceOf, Rests } from '../reading/rest';
import { Waiters } from '../reading/waiters';
import { OrderDispatcher, type SendOrder } from './order-dispatcher';
import { ProcessFeed } from './postgres/process-feed';
import { retryParkedReactions } from './postgres/retry-parked';
import { countOrders, resetClaims } from './postgres/timers';
import type { Process } from './process';

/** What a process is run with. */
export interface ProcessRunnerOptions {
  readonly process: Process;
  /** Its owner listens to the pool's `error` event. */
  readonly pool: Pool;
  readonly source: EventSource;
  /** Gives up by itself within half a minute or so: an order without an answer is sent again after a minute. */
  readonly send: SendOrder;
  readonly clock: Clock;
  /** See `ProjectionRunner`. */
  readonly people?: People;
  readonly log?: Log;
}

/** How a process stands in this program, and what the database says of its orders. */
export interface ProcessStatus {
  readonly name: string;
  /** `standby`: another process runs it, or this one will as soon as it can. */
  readonly state: 'stopped' | 'standby' | 'running';
  readonly position: Position;
  /** Events parked, or waiting behind a parked one; absent, as the next two are, when the database cannot say. */
  readonly parked?: number;
  /** Orders waiting for their time. */
  readonly planned?: number;
  /** Of these, those that could not be sent and are tried again. */
  readonly failing?: number;
  /** Orders refused since this runner was made. */
  readonly refused: number;
  /** What went wrong last, as long as it has not gone right again. */
  readonly error?: string;
}

const PACE = { limit: 500, gatherMs: 20, patienceMs: 250 };

/** Runs one process: reads the log into orders and sends them when they are due. One active runner among all. */
export class ProcessRunner {
  private readonly options: ProcessRunnerOptions & { readonly log: Log };
  private readonly dispatcher: OrderDispatcher;
  private readonly waiters = new Waiters();
  private readonly hurry = new Alarm();
  private stopping = new AbortController();
  private running: Promise<void> | undefined;
  private state: ProcessStatus['state'] = 'stopped';
  private position: Position = START;
  private error: string | undefined;

  constructor(options: ProcessRunnerOptions) {
    this.options = { log: SILENT, ...options };
    const { process, pool, send, clock, people, log } = this.options;
    const { name, patienceMs } = process;
    this.dispatcher = new OrderDispatcher({ process: name, patienceMs, pool, send, clock, people, log });
  }

  /** Begins to run; a new process reads the log from its start. */
  async start(): Promise<void> {
    if (this.running) return;
    const { signal } = (this.stopping = new AbortController());
    this.position = (await this.ensureCheckpoint()).position;
    // Stopped meanwhile, as when another process could not start.
    if (signal.aborted) return;
    this.state = 'standby';
    const { process, pool, log } = this.options;
    this.running = keepLeading({
      pool,
      log,
      signal,
      lease: `process ${process.name}`,
      lead: (signal, succeeded) => this.lead(signal, succeeded),
      onEnd: (error) => {
        this.state = 'standby';
        if (error) this.error = String(error);
      },
    });
  }

  /** Resolves when nothing is written or sent any more. */
  async stop(): Promise<void> {
    this.stopping.abort(new Error(`Process ${this.options.process.name} is stopping`));
    await this.running;
    this.running = undefined;
    this.state = 'stopped';
    this.waiters.dismiss();
  }

  /** Every event up to here has had its effect on the timers; known to the active runner alone. */
  checkpoint(): Position {
    return this.position;
  }

  /** Waits until the active runner, this one, has read up to a position; `false` when that takes too long. */
  async waitFor(position: Position, timeoutMs: number): Promise<boolean> {
    if (this.position >= position) return true;
    this.hurry.ring();
    return this.waiters.waitFor(position, timeoutMs);
  }

  /**
   * Resolves when all known events are read and nothing more is due by the clock. For tests, and clocks that jump.
   *
   * @throws Error when the reading takes longer than so many milliseconds
   */
  async settle(timeoutMs = 10_000): Promise<void> {
    for (let head = START; ;) {
      const next = await this.options.source.head();
      if (next === head) return;
      head = next;
      if (!(await this.waitFor(head, timeoutMs)))
        throw new Error(`Process ${this.options.process.name} did not reach ${head} within ${timeoutMs} ms.`);
      await this.dispatcher.idle();
    }
  }

  async status(): Promise<ProcessStatus> {
    const { state, position, error } = this;
    const { refused } = this.dispatcher;
    return { name: this.options.process.name, state, position, ...(await this.counts()), refused, error };
  }

  /** Reacts to parked events in order, after whatever was wrong was put right; works in any process. */
  async retryParked(): Promise<Retried> {
    const retried = await retryParkedReactions(this.options.pool, this.options.process);
    this.dispatcher.wake();
    return retried;
  }

  private async lead(signal: AbortSignal, succeeded: () => void): Promise<void> {
    const { pool, process, log } = this.options;
    const { id } = await this.ensureCheckpoint();
    const feed = await ProcessFeed.open({ pool, process, log, checkpointId: id });
    await resetClaims(pool, process.name);
    this.advance(feed.position);
    this.state = 'running';
    await together(signal, (both) => [this.read(feed, both, succeeded), this.dispatcher.run(both)]);
    await feed.flush();
  }

  private async read(feed: ProcessFeed, signal: AbortSignal, succeeded: () => void): Promise<void> {
    const { source, process, clock, people } = this.options;
    const rests = new Rests(patienceOf(process.patienceMs), clock, people);
    const wants = (type: string): boolean => Object.hasOwn(process.handlers, type);
    const pace = { ...PACE, wants, rests, isAwaited: () => !this.waiters.isEmpty };
    for await (const events of batches(source, feed.position, pace, signal, this.hurry)) {
      if (await feed.apply(events, signal)) this.dispatcher.wake();
      this.advance(feed.position);
      this.error = undefined;
      succeeded();
    }
  }

  private advance(position: Position): void {
    this.position = position;
    this.waiters.advance(position);
  }

  private ensureCheckpoint(): Promise<Checkpoint> {
    return ensureCheckpoint(this.options.pool, { kind: 'process', name: this.options.process.name });
  }

  private async counts(): Promise<Pick<ProcessStatus, 'parked' | 'planned' | 'failing'>> {
    const { pool, process } = this.options;
    try {
      const checkpoint = await this.ensureCheckpoint();
      return { parked: await countParked(pool, checkpoint), ...(await countOrders(pool, process.name)) };
    } catch {
      return {};
    }
  }
}

/** Runs tasks side by side: when one fails the others are told to end, and all have ended when this settles. */
async function together(signal: AbortSignal, tasks: (signal: AbortSignal) => readonly Promise<void>[]): Promise<void> {
  const failure = new AbortController();
  const running = tasks(AbortSignal.any([signal, failure.signal]));
  const settled = await Promise.allSettled(
    running.map((task) =>
      task.catch((error: unknown) => {
        failure.abort(error);
        throw error;
      }),
    ),
  );
  const failed = settled.find((result) => result.status === 'rejected');
  if (failure.signal.aborted) throw failure.signal.reason;
  if (failed) throw failed.reason;
}
