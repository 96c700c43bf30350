import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { ReaderMetrics, type ReaderGauges } from './reader-gauges';

export type CommandResult = 'recorded' | 'unchanged' | 'repeated' | 'refused' | 'failed';
export type QueryResult = 'answered' | 'refused' | 'failed';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** A scrape must answer also while the database does not; its scraper waits ten seconds unless told. */
const ASK_MS = 3_000;

/** Everything one process measures, in one registry. */
export class Metrics {
  readonly registry = new Registry();
  private readonly commands: Timers<CommandResult>;
  private readonly queries: Timers<QueryResult>;
  private readonly readers: ReaderMetrics;
  private readonly askers: (() => Promise<void>)[] = [];

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
    this.readers = new ReaderMetrics(this.registry);
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
    this.askers.push(async () => (await source()).forEach((reader) => this.readers.tell(reader)));
  }

  counter(name: string, help: string, labelNames: readonly string[] = []): Counter {
    return new Counter({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  /** Seconds, in the steps that commands and queries are measured in. */
  histogram(name: string, help: string, labelNames: readonly string[]): Histogram {
    return new Histogram({ name, help, labelNames: [...labelNames], buckets: SECONDS, registers: [this.registry] });
  }

  /** A number to be asked for at every scrape; where it cannot be had, what was had last stays. */
  gauge(name: string, help: string, ask: () => Promise<number>): void {
    const gauge = new Gauge({ name, help, registers: [this.registry] });
    this.askers.push(async () => gauge.set(await ask()));
  }

  /** As `gauge`, by the values of one label; what is not told any more is forgotten. */
  gauges(name: string, help: string, label: string, ask: () => Readonly<Record<string, number>>): void {
    const gauge = new Gauge({ name, help, labelNames: [label], registers: [this.registry] });
    this.askers.push(async () => {
      gauge.reset();
      for (const [value, number] of Object.entries(ask())) gauge.set({ [label]: value }, number);
    });
  }

  /** The Prometheus text. */
  async text(): Promise<string> {
    await Promise.all(this.askers.map((ask) => within(ASK_MS, ask())));
    return this.registry.metrics();
  }
}

/** Resolves when the work has ended, however it did, or is late. */
function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    const ended = (): void => {
      clearTimeout(timer);
      resolve();
    };
    work.then(ended, ended);
  });
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
