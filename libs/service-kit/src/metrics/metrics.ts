import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export type CommandResult = 'recorded' | 'unchanged' | 'repeated' | 'refused' | 'failed';
export type QueryResult = 'answered' | 'refused' | 'failed';

/** How far a projection or process is, for the gauges that are read when they are scraped. */
export interface ReaderGauges {
  readonly name: string;
  /** Milliseconds; absent, as `parked`, when it is not known now. */
  readonly lagMs?: number;
  readonly parked?: number;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Everything one process measures, in one registry. */
export class Metrics {
  readonly registry = new Registry();
  private readonly commands: Timers<CommandResult>;
  private readonly queries: Timers<QueryResult>;
  private readonly parked: Gauge;
  private readonly lag: Gauge;
  private readonly sources: (() => Promise<readonly ReaderGauges[]>)[] = [];

  constructor() {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.commands = new Timers(
      new Histogram({
        name: 'opsledger_command_duration_seconds',
        help: 'Time to carry out a command, by what came of it',
        labelNames: ['service', 'type', 'result'],
        buckets: SECONDS,
        registers,
      }),
    );
    this.queries = new Timers(
      new Histogram({
        name: 'opsledger_query_duration_seconds',
        help: 'Time to answer a query, by what came of it',
        labelNames: ['service', 'type', 'result'],
        buckets: SECONDS,
        registers,
      }),
    );
    this.parked = new Gauge({
      name: 'opsledger_reader_parked_events',
      help: 'Events a projection or process could not apply',
      labelNames: ['reader'],
      registers,
    });
    this.lag = new Gauge({
      name: 'opsledger_reader_lag_seconds',
      help: 'From when the last event was recorded until its effect was committed',
      labelNames: ['reader'],
      registers,
    });
  }

  /** @param started `performance.now()` when the command came in */
  command(service: string, type: string, result: CommandResult, started: number): void {
    this.commands.observe(service, type, result, started);
  }

  /** @param started `performance.now()` when the query came in */
  query(service: string, type: string, result: QueryResult, started: number): void {
    this.queries.observe(service, type, result, started);
  }

  /** Readers to be asked at every scrape. */
  watch(source: () => Promise<readonly ReaderGauges[]>): void {
    this.sources.push(source);
  }

  counter(name: string, help: string, labelNames: readonly string[] = []): Counter {
    return new Counter({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  /** The Prometheus text. */
  async text(): Promise<string> {
    await this.askReaders();
    return this.registry.metrics();
  }

  private async askReaders(): Promise<void> {
    // A scrape must answer also while the database does not.
    const answers = await Promise.allSettled(this.sources.map((source) => source()));
    for (const { name, lagMs, parked } of answers.flatMap((it) => (it.status === 'fulfilled' ? it.value : []))) {
      if (lagMs !== undefined) this.lag.set({ reader: name }, lagMs / 1000);
      if (parked !== undefined) this.parked.set({ reader: name }, parked);
    }
  }
}

/** Keeps the labelled children: looking labels up costs more than measuring. */
class Timers<Result extends string> {
  private readonly children = new Map<string, Histogram.Internal<string>>();

  constructor(private readonly histogram: Histogram) {}

  observe(service: string, type: string, result: Result, started: number): void {
    const key = `${type}/${result}/${service}`;
    let child = this.children.get(key);
    if (!child) this.children.set(key, (child = this.histogram.labels({ service, type, result })));
    child.observe((performance.now() - started) / 1000);
  }
}
