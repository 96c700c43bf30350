import type { Pool } from 'pg';
import { Refusal } from '../decider/refusal';
import type { Log } from '../log';
import { Alarm } from '../reading/alarm';
import type { People } from '../reading/others';
import { backOff } from '../reading/pause';
import type { Order } from './process';
import { patienceOf, Rests } from '../reading/rest';
import { together } from '../together';
import { claimDue, deleteAnswered, nextReady, postpone, type ClaimedOrder } from './postgres/timers';

/** What makes the sending of an order recognisable. */
export interface OrderIdentity {
  /** Request id; the same however often this order is sent. */
  readonly id: string;
  /** Id of the event that caused it. */
  readonly causationId: string;
  readonly correlationId: string;
  /** When it should have happened, ISO 8601 UTC: earlier than now after a downtime. */
  readonly due: string;
}

/** Carries an order out. A rejection with `Refusal` is the answer no; any other means that it must be sent again. */
export type SendOrder = (order: Order, identity: OrderIdentity) => Promise<unknown>;

/**
 * Whose orders are sent, by what, and by which clock they are due. `send` decides by its rejection whether an order is
 * sent again.
 */
export interface DispatcherOptions {
  readonly process: string;
  /** See `Process`. */
  readonly patienceMs?: number;
  readonly pool: Pool;
  readonly send: SendOrder;
  readonly clock: () => Date;
  readonly people?: People;
  readonly log: Log;
}

const LIMIT = 100;
/** Fewer for a process that others go before: what is begun is not interrupted. */
const LIMIT_WHILE_BUSY = 25;
/** How long a sending may take before the order counts as lost with its sender. */
const CLAIM_MS = 60_000;
/** How long a due order may go unnoticed if the clock jumps or another process planned it. */
const POLL_MS = 5_000;
const RETRY_MS = { first: 500, longest: 5 * 60_000 };

/** Sends a process's orders when they are due, each until it is answered. */
export class OrderDispatcher {
  /** Orders refused since this dispatcher was made. */
  refused = 0;
  private readonly alarm = new Alarm();
  private readonly hurry = new Alarm();
  private whenIdle: readonly (() => void)[] = [];
  private readonly rests: Rests;

  constructor(private readonly options: DispatcherOptions) {
    this.rests = new Rests(patienceOf(options.patienceMs), options.clock, options.people);
  }

  /** Looks for due orders at once. */
  wake(): void {
    this.alarm.ring();
  }

  /** Resolves when nothing is due that could be sent. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.whenIdle = [...this.whenIdle, resolve];
      this.hurry.ring();
      this.wake();
    });
  }

  /** Sends until the signal aborts, then waits for the answers to what is on its way. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const waiting = this.whenIdle;
      const startedAt = performance.now();
      const due = await this.sendDue();
      if (due) {
        if (this.whenIdle.length === 0) await this.rests.after(performance.now() - startedAt, due, this.hurry, signal);
        continue;
      }
      this.whenIdle = this.whenIdle.filter((resolve) => !waiting.includes(resolve));
      for (const resolve of waiting) resolve();
      await this.alarm.sleep(await this.untilNext(), signal);
    }
  }

  /** @returns when the last of what was sent was due */
  private async sendDue(): Promise<Date | undefined> {
    const { pool, process, clock } = this.options;
    const now = clock();
    const limit = this.rests.othersAreBusy ? LIMIT_WHILE_BUSY : LIMIT;
    const orders = await claimDue(pool, process, { now, until: later(now, CLAIM_MS), limit });
    const last = orders.at(-1);
    if (!last) return undefined;
    const answered = await Promise.all([...together(orders, targetOf).values()].map((group) => this.sendInTurn(group)));
    await deleteAnswered(pool, process, answered.flat());
    return last.due;
  }

  /** Orders to one record go one after the other, so that they do not race for its revision. */
  private async sendInTurn(orders: readonly ClaimedOrder[]): Promise<readonly ClaimedOrder[]> {
    const answered: ClaimedOrder[] = [];
    for (const order of orders) if (await this.isAnswered(order)) answered.push(order);
    return answered;
  }

  private async isAnswered(claimed: ClaimedOrder): Promise<boolean> {
    const { pool, process, send, clock, log } = this.options;
    const { order, requestId, causationId, correlationId, due } = claimed;
    try {
      await send(order, { id: requestId, causationId, correlationId, due: due.toISOString() });
      return true;
    } catch (error) {
      const fields = { process, order: order.type, target: order.id, requestId, attempts: claimed.attempts };
      if (error instanceof Refusal) {
        this.refused += 1;
        log.info({ ...fields, code: error.code, detail: error.detail }, 'Order refused');
        return true;
      }
      log.warn({ ...fields, err: error }, 'Order could not be sent; trying again');
      const delay = backOff(claimed.attempts, RETRY_MS.first, RETRY_MS.longest);
      await postpone(pool, process, claimed, { until: later(clock(), delay), error: String(error) });
      return false;
    }
  }

  private async untilNext(): Promise<number> {
    const next = await nextReady(this.options.pool, this.options.process);
    return Math.min(next ? next.getTime() - this.options.clock().getTime() : POLL_MS, POLL_MS);
  }
}

const later = (instant: Date, milliseconds: number): Date => new Date(instant.getTime() + milliseconds);

const targetOf = ({ order: { service, id } }: ClaimedOrder): string => `${service} ${id}`;
