import type { Pool } from 'pg';
import { SILENT, type Log } from '../log';
import { countUntold, markTold, untoldEvents, type DeadLetter } from '../postgres/untold-events';
import { keepLeading } from '../reading/keep-leading';
import { pause } from '../reading/pause';

/** Takes dead letters out of the house, for one term of leadership. */
export interface DeadLetterPublisher {
  /** Resolves when all are acknowledged. What was is not told again, but for a failure between the two. */
  publish(letters: readonly DeadLetter[]): Promise<void>;
  /** Ends the term, also after a failure. */
  close(): Promise<void>;
}

/** What the publishing of dead letters is run with. */
export interface DeadLetterRunnerOptions {
  /** Begins a term of leadership. */
  readonly open: () => Promise<DeadLetterPublisher>;
  /** Its owner listens to the pool's `error` event. */
  readonly pool: Pool;
  readonly log?: Log;
  /** How often it looks for parked events, in milliseconds; every second unless told. */
  readonly everyMs?: number;
}

/** How the publishing of dead letters stands in this program. */
export interface DeadLetterStatus {
  /** `standby`: another process publishes, or this one will as soon as it can. */
  readonly state: 'stopped' | 'standby' | 'running';
  /** Events that nobody was told of yet; absent when the database cannot say. */
  readonly waiting?: number;
  /** What went wrong last, as long as it has not gone right again. */
  readonly error?: string;
}

const LIMIT = 100;

/**
 * Publishes events that a projection or process parked, each once for every reader and row it failed for: one active
 * runner among all, and a mark on the parked event when it is acknowledged.
 */
export class DeadLetterRunner {
  private readonly options: Required<DeadLetterRunnerOptions>;
  private stopping = new AbortController();
  private running: Promise<void> | undefined;
  private state: DeadLetterStatus['state'] = 'stopped';
  private error: string | undefined;

  constructor({ log = SILENT, everyMs = 1_000, ...options }: DeadLetterRunnerOptions) {
    this.options = { log, everyMs, ...options };
  }

  start(): void {
    if (this.running) return;
    this.stopping = new AbortController();
    this.state = 'standby';
    const { pool, log } = this.options;
    this.running = keepLeading({
      pool,
      log,
      signal: this.stopping.signal,
      lease: 'dead letters',
      lead: (signal, succeeded) => this.lead(signal, succeeded),
      onEnd: (error) => {
        this.state = 'standby';
        if (error) this.error = String(error);
      },
    });
  }

  /** Resolves when nothing is sent any more. */
  async stop(): Promise<void> {
    this.stopping.abort(new Error('Dead letters are stopping'));
    await this.running;
    this.running = undefined;
    this.state = 'stopped';
  }

  async status(): Promise<DeadLetterStatus> {
    const { state, error } = this;
    return { state, waiting: await countUntold(this.options.pool).catch(() => undefined), error };
  }

  private async lead(signal: AbortSignal, succeeded: () => void): Promise<void> {
    const { pool, open, everyMs, log } = this.options;
    const publisher = await open();
    try {
      this.state = 'running';
      while (!signal.aborted) {
        const untold = await untoldEvents(pool, LIMIT);
        if (untold.length > 0) {
          await publisher.publish(untold.map(({ letter }) => letter));
          await markTold(pool, untold);
        }
        this.error = undefined;
        succeeded();
        if (untold.length < LIMIT) await pause(everyMs, signal).catch(() => undefined);
      }
    } finally {
      await publisher
        .close()
        .catch((err: unknown) => log.warn({ err }, 'The publisher of dead letters was not closed'));
    }
  }
}
