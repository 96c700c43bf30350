import type { EventSource } from '@opsledger/event-bus';
import { START, systemClock, type Clock, type Position, type RecordedEvent } from '@opsledger/event-store';
import type { Pool } from 'pg';
import { SILENT, type Log } from '../log';
import { ensureCheckpoint, findCheckpoint, takeOver, type Checkpoint } from '../postgres/checkpoints';
import { Attempts } from '../reading/attempts';
import { batches } from '../reading/batches';
import { tellPublisher } from '../postgres/told-publishers';
import { keepLeading } from '../reading/keep-leading';
import { pause } from '../reading/pause';
import { Progress } from '../reading/progress';
import { patienceOf, Rests } from '../reading/rest';
import { TakenOver } from '../reading/taken-over';
import { linked, type Publisher } from './publisher';

/** What a publisher is run with. */
export interface PublisherRunnerOptions {
  /** Unique among publishers; names the checkpoint. */
  readonly name: string;
  /** Begins a term of leadership; what an earlier leader still sends is fenced off here, where the receiver can. */
  readonly open: () => Promise<Publisher>;
  /** Its owner listens to the pool's `error` event. */
  readonly pool: Pool;
  readonly source: EventSource;
  readonly log?: Log;
  readonly clock?: Clock;
  /** Most events of one batch; 1,000 unless told. */
  readonly limit?: number;
  /** Shortest time between two batches while keeping up, in milliseconds; 5 unless told. */
  readonly gatherMs?: number;
  /**
   * How long events may wait for commands of people while there is much to do, in milliseconds; 0 unless told. For what
   * costs this process much and is not waited for.
   */
  readonly patienceMs?: number;
}

/** How a publisher stands in this program. */
export interface PublisherStatus {
  readonly name: string;
  /** `standby`: another process publishes, or this one will as soon as it can. */
  readonly state: 'stopped' | 'standby' | 'running';
  /** Every event up to here is acknowledged. */
  readonly position: Position;
  /** How old the first event is that is not acknowledged; where all are, how long the last one took to be. */
  readonly lagMs: number;
  /** What went wrong last, as long as it has not gone right again, here or elsewhere. */
  readonly error?: string;
}

const LIMIT = 1_000;
/** Short: who listens outside waits for it. A send takes longer, so that events gather under load all the same. */
const GATHER_MS = 5;
const LOOK_MS = 1_000;
/** How long a publisher that shall end may wait for an answer. */
const GRACE_MS = 5_000;

/**
 * Reads the log in order into a publisher: the reader whose effect lies outside of the database. One active runner among
 * all. Its checkpoint follows what is acknowledged, so every event is published at least once and none is skipped;
 * however often it begins anew, each event has the same `previous`, for a checkpoint is the position of an event.
 */
export class PublisherRunner {
  private readonly options: Required<PublisherRunnerOptions>;
  private stopping = new AbortController();
  private running: Promise<unknown> | undefined;
  private state: PublisherStatus['state'] = 'stopped';
  private position: Position = START;
  private lagMs = 0;
  private error: string | undefined;

  constructor(options: PublisherRunnerOptions) {
    const { log = SILENT, clock = systemClock, limit = LIMIT, gatherMs = GATHER_MS, patienceMs = 0 } = options;
    this.options = { ...options, log, clock, limit, gatherMs, patienceMs };
  }

  /** Begins to publish; a new publisher begins at the start of the log. */
  async start(): Promise<void> {
    if (this.running) return;
    const { signal } = (this.stopping = new AbortController());
    this.position = (await this.ensureCheckpoint()).position;
    // Stopped meanwhile, as when another publisher could not start.
    if (signal.aborted) return;
    this.state = 'standby';
    this.running = Promise.all([this.run(signal), this.observe(signal)]);
  }

  /** Resolves when nothing is sent any more; what has no answer by then is sent again at the next start. */
  async stop(): Promise<void> {
    this.stopping.abort(new Error(`Publisher ${this.options.name} is stopping`));
    await this.running;
    this.running = undefined;
    this.state = 'stopped';
  }

  status(): PublisherStatus {
    const { state, position, lagMs, error } = this;
    return { name: this.options.name, state, position, lagMs, error };
  }

  private run(signal: AbortSignal): Promise<void> {
    const { name, pool, log } = this.options;
    return keepLeading({
      pool,
      log,
      signal,
      lease: `publisher ${name}`,
      lead: (leading, succeeded) => this.lead(leading, succeeded),
      onEnd: (error) => {
        this.state = 'standby';
        if (error) this.error = String(error);
      },
    });
  }

  private async lead(signal: AbortSignal, succeeded: () => void): Promise<void> {
    const { pool, name, source, open, log, clock, limit, gatherMs, patienceMs } = this.options;
    const checkpoint = await takeOver(pool, (await this.ensureCheckpoint()).id);
    if (!checkpoint) throw new TakenOver(name);
    const progress = new Progress(pool, checkpoint, name);
    this.position = progress.position;
    const publisher = await open();
    try {
      this.state = 'running';
      const pace = { limit, gatherMs, rests: new Rests(patienceOf(patienceMs), clock) };
      for await (const events of batches(source, progress.position, pace, signal)) {
        if (events.length > 0) await this.publish(publisher, events, progress, signal);
        else await progress.flushIfLate();
        this.error = undefined;
        succeeded();
      }
      await progress.flush();
    } finally {
      const closed = publisher
        .close()
        .catch((err: unknown) => log.warn({ publisher: name, err }, 'The publisher was not closed'));
      await inTime(closed, AbortSignal.abort());
    }
  }

  private async publish(
    publisher: Publisher,
    events: readonly RecordedEvent[],
    progress: Progress,
    signal: AbortSignal,
  ): Promise<void> {
    const last = events.at(-1)!;
    const answered = await inTime(
      publisher.publish(linked(events, progress.position)).then(() => true),
      signal,
    );
    // Without an answer in time the checkpoint stays, and the signal has ended this term.
    if (!answered) return;
    this.lagMs = this.ageOf(last);
    await progress.passed(last.position);
    this.position = progress.position;
  }

  /** Keeps the status right while this process does not publish, or waits for an answer; and tells those who cannot ask. */
  private async observe(signal: AbortSignal): Promise<void> {
    const { name: publisher, pool, log } = this.options;
    const looks = new Attempts(
      log,
      { publisher },
      'It cannot be seen how far this publisher is behind; its lag is old',
    );
    const tells = new Attempts(
      log,
      { publisher },
      'How this publisher is cannot be told; operations show it as it was',
    );
    while (!signal.aborted) {
      await looks.make(() => this.look(signal), signal);
      await tells.make(() => tellPublisher(pool, this.status()), signal);
      await pause(LOOK_MS, signal).catch(() => undefined);
    }
  }

  private async look(signal: AbortSignal): Promise<void> {
    const { pool, name, source } = this.options;
    if (!this.leads()) {
      const stored = await findCheckpoint(pool, { kind: 'publisher', name });
      if (stored && stored.position > this.position && !this.leads()) {
        this.position = stored.position;
        this.error = undefined;
      }
    }
    const { position } = this;
    const [waiting] = (await source.head()) > position ? await source.read(position, 1, signal) : [];
    if (waiting && this.position === position) this.lagMs = this.ageOf(waiting);
  }

  private leads(): boolean {
    return this.state === 'running';
  }

  private ageOf({ recordedAt }: RecordedEvent): number {
    return Math.max(0, this.options.clock().getTime() - Date.parse(recordedAt));
  }

  private ensureCheckpoint(): Promise<Checkpoint> {
    return ensureCheckpoint(this.options.pool, { kind: 'publisher', name: this.options.name });
  }
}

/** What a promise resolves to; `undefined` when it has not settled a while after the signal. */
async function inTime<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const settled = new AbortController();
  const tooLate = new Promise<undefined>((resolve) => {
    const wait = (): void => {
      const timer = setTimeout(resolve, GRACE_MS, undefined);
      settled.signal.addEventListener('abort', () => clearTimeout(timer));
    };
    if (signal.aborted) wait();
    else signal.addEventListener('abort', wait, { signal: settled.signal });
  });
  try {
    return await Promise.race([promise, tooLate]);
  } finally {
    settled.abort();
  }
}
