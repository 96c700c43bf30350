import { Gauge, type Registry } from 'prom-client';

/** How far a projection, process or publisher is, for the gauges that are read when they are scraped. */
export interface ReaderGauges {
  readonly name: string;
  /** Who only stands by knows no lag of its own. */
  readonly state?: string;
  readonly position?: string;
  /** Milliseconds; absent, as `parked`, when it is not known now. */
  readonly lagMs?: number;
  readonly parked?: number;
  /** Orders of a process that could not be sent and are tried again; absent likewise. */
  readonly failing?: number;
  /** What went wrong last, as long as it has not gone right again. */
  readonly error?: string;
}

const LEADING: readonly (string | undefined)[] = ['live', 'running', undefined];

/** The gauges of readers; by name of the reader alone, so that replicas of a service can be taken together. */
export class ReaderMetrics {
  private readonly parked: Gauge;
  private readonly lag: Gauge;
  private readonly position: Gauge;
  private readonly failing: Gauge;
  private readonly failingOrders: Gauge;

  constructor(registry: Registry) {
    const gauge = (name: string, help: string) =>
      new Gauge({ name, help, labelNames: ['reader'], registers: [registry] });
    this.parked = gauge(
      'opsledger_reader_parked_events',
      'Dead letters of a projection or process, and events that wait behind them',
    );
    this.lag = gauge(
      'opsledger_reader_lag_seconds',
      'From when the last event was recorded until its effect was committed; where this process leads the reader',
    );
    this.position = gauge(
      'opsledger_reader_position',
      'Every event up to here has had its effect; to be compared with opsledger_log_position',
    );
    this.failing = gauge('opsledger_reader_failing', '1 while what went wrong last has not gone right again');
    this.failingOrders = gauge(
      'opsledger_process_failing_orders',
      'Orders of a process that could not be sent and are tried again, whatever waits for them waiting as well',
    );
  }

  tell({ name: reader, state, position, lagMs, parked, failing, error }: ReaderGauges): void {
    const labels = { reader };
    // Who leads and fails stands by in between.
    const leads = LEADING.includes(state) || error !== undefined;
    if (lagMs !== undefined && leads) this.lag.set(labels, lagMs / 1000);
    else this.lag.remove(labels);
    if (parked !== undefined) this.parked.set(labels, parked);
    if (failing !== undefined) this.failingOrders.set(labels, failing);
    if (position !== undefined) this.position.set(labels, Number(position));
    this.failing.set(labels, error === undefined ? 0 : 1);
  }
}
