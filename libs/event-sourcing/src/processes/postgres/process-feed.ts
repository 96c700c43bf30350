import type { Position, RecordedEvent } from '@opsledger/event-store';
import type { Pool } from 'pg';
import type { Log } from '../../log';
import { takeOver, type Checkpoint } from '../../postgres/checkpoints';
import { parkedKeys, tellDeadLetters } from '../../postgres/parked-events';
import { isRefusedByDatabase } from '../../postgres/refused-by-database';
import { Progress } from '../../reading/progress';
import { TakenOver } from '../../reading/taken-over';
import { ATTEMPTS, tryRepeatedly } from '../../reading/try-repeatedly';
import { planOrders, type Plan } from '../plan-orders';
import type { Process } from '../process';
import { writePlan } from './timers';

/** The process that is fed, and the checkpoint whose taking over shuts out whoever fed it before. */
export interface ProcessFeedOptions {
  readonly pool: Pool;
  readonly process: Process;
  readonly checkpointId: string;
  readonly log: Log;
}

/** Feeds one process with events: plans its orders, writes them with the checkpoint, parks what fails. */
export class ProcessFeed {
  private readonly progress: Progress;

  /**
   * Takes over the checkpoint, so that nobody else plans for this process any more.
   *
   * @throws TakenOver when the checkpoint is gone
   */
  static async open(options: ProcessFeedOptions): Promise<ProcessFeed> {
    const checkpoint = await takeOver(options.pool, options.checkpointId);
    if (!checkpoint) throw new TakenOver(options.process.name);
    return new ProcessFeed(options, checkpoint, await parkedKeys(options.pool, checkpoint));
  }

  private constructor(
    private readonly options: ProcessFeedOptions,
    private readonly checkpoint: Checkpoint,
    private readonly parkedStreams: Set<string>,
  ) {
    this.progress = new Progress(options.pool, checkpoint, options.process.name);
  }

  /** Every event up to here has had its effect on the timers. */
  get position(): Position {
    return this.progress.position;
  }

  /**
   * Reacts to the events after `position`, each exactly once; answers whether there was anything to react to. After any
   * error the feed is of no more use: open a new one.
   *
   * @throws TakenOver when somebody else feeds the process now
   */
  async apply(events: readonly RecordedEvent[], signal: AbortSignal): Promise<boolean> {
    const relevant = events.filter(({ type }) => Object.hasOwn(this.options.process.handlers, type));
    const end = events.at(-1)?.position ?? this.position;
    if (relevant.length === 0) {
      await this.progress.passed(end);
      return false;
    }
    const { process, log } = this.options;
    await tryRepeatedly(
      (count) => this.attempt(relevant, end, count === ATTEMPTS),
      (err, attempt) =>
        log.warn({ process: process.name, attempt, err }, 'Events could not be reacted to; trying again'),
      signal,
    );
    return true;
  }

  /** Stores the position when only irrelevant events came since it was stored last. */
  flush(): Promise<void> {
    return this.progress.flush();
  }

  private async attempt(
    events: readonly RecordedEvent[],
    position: Position,
    final: boolean,
  ): Promise<Error | undefined> {
    const plan = planOrders(this.options.process, events, this.parkedStreams);
    const failure = plan.parked.find(({ error }) => error)?.error;
    if (failure && !final) return failure;
    const refusal = await this.writeUnlessRefused(plan, position);
    if (!refusal || !final) return refusal;
    for (const event of events) await this.reactAlone(event);
    await this.progress.passed(position);
    return undefined;
  }

  /** Takes events one at a time, to part the one the database refuses from the others. */
  private async reactAlone(event: RecordedEvent): Promise<void> {
    const plan = planOrders(this.options.process, [event], this.parkedStreams);
    const error = await this.writeUnlessRefused(plan, event.position);
    if (!error) return;
    const parked = [{ key: event.streamId, event, error }];
    await this.write({ orders: new Map(), cancelled: new Set(), parked }, event.position);
  }

  private async writeUnlessRefused(plan: Plan, position: Position): Promise<Error | undefined> {
    try {
      await this.write(plan, position);
      return undefined;
    } catch (error) {
      if (isRefusedByDatabase(error)) return error;
      throw error;
    }
  }

  private async write(plan: Plan, position: Position): Promise<void> {
    const { pool, process, log } = this.options;
    this.progress.committed(position, await writePlan(pool, process.name, this.checkpoint, plan, position, ATTEMPTS));
    for (const { key } of plan.parked) this.parkedStreams.add(key);
    tellDeadLetters(log, { process: process.name }, plan.parked);
  }
}
