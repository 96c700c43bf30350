import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { ReaderMetrics, type ReaderGauges } from './reader-gauges';

/**
 * What became of a command. `unchanged`: it was so already; `repeated`: carried out before; `failed`: not the
 * client's fault.
 */
export type CommandResult = 'recorded' | 'unchanged' | 'repeated' | 'refused' | 'failed';

/** What became of a query. `failed`: not the client's fault. */
export type QueryResult = 'answered' | 'refused' | 'failed';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Takes how long something took, and the values of its labels in the order of their names. */
export type Timer = (seconds: number, ...labels: readonly string[]) => void;

/** A scrape must answer also while the database does not; its scraper waits ten seconds unless told. */
const ASK_MS = 3_000;

/** Everything one process measures, in one registry. */
export class Metrics {
  readonly registry = new Registry();
  private readonly commands: Timer;
  private readonly queries: Timer;
  private readonly readers: ReaderMetrics;
  private readonly askers: (() => Promise<void>)[] = [];

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    const labels = ['service', 'type', 'result'];
    this.commands = this.timer(
      'opsledger_command_duration_seconds',
      'Time to carry out a command, by what came of it',
      labels,
    );
    this.queries = this.timer('opsledger_query_duration_seconds', 'Time to answer a query, by what came of it', labels);
    this.readers = new ReaderMetrics(this.registry);
  }

  /** @param started `performance.now()` when the command came in */
  command(service: string, type: string, result: CommandResult, started: number): void {
    this.commands((performance.now() - started) / 1000, service, type, result);
  }

  /** @param started `performance.now()` when the query came in */
  query(service: string, type: string, result: QueryResult, started: number): void {
    this.queries((performance.now() - started) / 1000, service, type, result);
  }

  /** Readers to be asked at every scrape. */
  watch(source: () => Promise<readonly ReaderGauges[]>): void {
    this.askers.push(async () => (await source()).forEach((reader) => this.readers.tell(reader)));
  }

  counter(name: string, help: string, labelNames: readonly string[] = []): Counter {
    return new Counter({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  /** A histogram of seconds, in the steps that commands and queries are measured in; answers what it is told by. */
  timer(name: string, help: string, labelNames: readonly string[]): Timer {
    const registers = [this.registry];
    return timerOf(new Histogram({ name, help, labelNames: [...labelNames], buckets: SECONDS, registers }), labelNames);
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
function timerOf(histogram: Histogram, labelNames: readonly string[]): Timer {
  const children = new Map<string, Histogram.Internal<string>>();
  return (seconds, ...values) => {
    const key = values.join('/');
    let child = children.get(key);
    if (!child) {
      const labels = Object.fromEntries(labelNames.map((name, index) => [name, values[index] ?? '']));
      children.set(key, (child = histogram.labels(labels)));
    }
    child.observe(seconds);
  };
}
