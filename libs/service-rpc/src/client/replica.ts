import type { Answer, Call } from '../wire';
import { Connection, type ConnectionLimits } from './connection';
import { NoAnswer, NotAdmitted, NotSent } from './errors';
import type { Address } from './service-addresses';

/** When a replica that is gone is tried again, and when one that lets calls wait is left out. */
export interface ReplicaLimits extends ConnectionLimits {
  /** First and longest pause before a replica that cannot be reached is tried again, in milliseconds. */
  readonly redial: readonly [first: number, longest: number];
  /** Calls in a row without an answer in time after which a replica is left out for a while. */
  readonly overdueInARow: number;
  /** How long it is then left out, in milliseconds. */
  readonly leaveOut: number;
}

interface Events {
  /** It may be asked from now on. */
  readonly onUsable: () => void;
  readonly onLost: (reason: string) => void;
  /** The two know different secrets; told at every attempt. */
  readonly onNotAdmitted: (reason: string) => void;
}

/**
 * One process that runs a service. It is asked only while it answers: who cannot be reached is tried again in the
 * background, by a handshake and not at the expense of somebody's call, and who lets calls wait is left out for a while.
 */
export class Replica {
  /** Why it is not asked now. */
  reason = 'not reached yet';
  private connection?: Connection;
  private redial?: NodeJS.Timeout;
  private dialling?: Promise<void>;
  private dialled = 0;
  private failures = 0;
  private overdue = 0;
  private leftOutUntil = 0;
  private stopped = false;

  constructor(
    readonly address: Address,
    private readonly service: string,
    private readonly limits: ReplicaLimits,
    private readonly events: Events,
  ) {
    void this.dial();
  }

  /** Resolves when it is known whether it can be reached now; asking in quick succession asks once. */
  async tryNow(): Promise<void> {
    if (this.usable || this.stopped) return;
    if (!this.dialling && performance.now() - this.dialled >= this.limits.redial[0]) void this.dial();
    await this.dialling;
  }

  get usable(): boolean {
    return this.connection !== undefined && performance.now() >= this.leftOutUntil;
  }

  /** @throws NotSent, NoAnswer */
  async call(call: Call, data: object, timeout: number): Promise<Answer> {
    const { connection } = this;
    if (!connection) throw new NotSent(this.reason);
    try {
      const answer = await connection.call(call, data, timeout);
      this.overdue = 0;
      if (!('notTaken' in answer)) return answer;
      if (answer.notTaken === 'stopping') this.retire(connection, 'stopping');
      throw new NotSent(answer.notTaken);
    } catch (error) {
      if (error instanceof NoAnswer && error.overdue) this.countOverdue();
      throw error;
    }
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.redial);
    this.connection?.close('closed');
    this.connection = undefined;
  }

  /** Lets what is in flight come back, but asks nothing more. */
  private retire(connection: Connection, reason: string): void {
    if (this.connection === connection) this.lose(reason);
  }

  private countOverdue(): void {
    this.overdue += 1;
    if (this.overdue < this.limits.overdueInARow) return;
    this.leftOutUntil = performance.now() + this.limits.leaveOut;
    this.reason = `${this.overdue} calls in a row were not answered in time`;
    // One more is enough next time.
    this.overdue = this.limits.overdueInARow - 1;
  }

  private dial(): Promise<void> {
    clearTimeout(this.redial);
    return (this.dialling ??= this.dialOnce().finally(() => {
      this.dialling = undefined;
      this.dialled = performance.now();
    }));
  }

  private async dialOnce(): Promise<void> {
    if (this.connection) return;
    try {
      const connection = await Connection.open(this.address, this.service, this.limits);
      if (this.stopped) return connection.close('closed');
      this.connection = connection;
      this.failures = 0;
      void connection.gone.then((reason) => this.retire(connection, reason));
      this.events.onUsable();
    } catch (error) {
      if (error instanceof NotAdmitted) this.events.onNotAdmitted(error.message);
      this.lose((error as Error).message);
    }
  }

  private lose(reason: string): void {
    this.connection = undefined;
    this.reason = reason;
    if (this.stopped) return;
    this.events.onLost(reason);
    const [first, longest] = this.limits.redial;
    const pause = Math.min(longest, first * 2 ** this.failures);
    this.failures += 1;
    // Spread, so that the clients of a replica that comes back do not all arrive at once.
    this.redial = setTimeout(() => void this.dial(), pause * (0.75 + Math.random() / 2)).unref();
  }
}
