import type { ServiceContracts } from '@opsledger/contracts';
import { START, type Position } from '@opsledger/event-store';
import { toProblem } from '../problems/to-problem';
import type { ProjectionReader, Reader, ReaderStatus } from '../readers/reader';
import type { Recipient } from '../rpc/in-process-services';
import type { CommandMessage, CommandReceipt, QueryMessage } from '../rpc/messages';
import type { Problem } from '../rpc/problem';
import type { CommandResult, QueryResult } from '../metrics/metrics';
import { InWork } from './in-work';
import type { Infrastructure } from './infrastructure';
import { ServiceCommands } from './service-commands';
import type { ServiceContext, ServiceDefinition } from './service-definition';
import { ServiceQueries } from './service-queries';
import { DEFAULT_WAITS, Views } from './views';

/** How the projections and processes of a service stand in this process. */
export interface ServiceStatus {
  readonly service: string;
  readonly projections: readonly ReaderStatus[];
  readonly processes: readonly ReaderStatus[];
}

/** How often it is told that the database is still full, in milliseconds. */
const TELL_FULL_EVERY_MS = 60_000;

/** Neither a refusal nor something that is merely away. */
const isOurs = ({ status }: Problem): boolean => status >= 500 && status !== 503;

const all = <R extends Reader, T>(readers: ReadonlyMap<string, R>, work: (reader: R) => Promise<T>): Promise<T[]> =>
  Promise.all([...readers.values()].map(work));

/** Runs one service: carries out its commands, answers its queries, keeps its projections and processes going. */
export class ServiceRuntime implements Recipient {
  readonly name: string;
  readonly projections: ReadonlyMap<string, ProjectionReader>;
  readonly processes: ReadonlyMap<string, Reader>;
  private readonly commands: ServiceCommands;
  private readonly queries: ServiceQueries;
  private readonly inWork = new InWork();
  private lastKnown: Position = START;
  private tellFullFrom = 0;
  private forgetStore = (): void => undefined;

  /** @throws TypeError when a contract has no decision or no handler */
  constructor(
    private readonly definition: ServiceDefinition,
    contracts: ServiceContracts,
    private readonly infrastructure: Infrastructure,
  ) {
    const { readers, waits = DEFAULT_WAITS } = infrastructure;
    this.name = definition.name;
    this.projections = new Map(definition.projections.map((it) => [it.name, readers.projection(it)]));
    this.processes = new Map(definition.processes.map((it) => [it.name, readers.process(it, definition.name)]));
    const views = new Views({
      readers: this.projections,
      lastKnown: () => this.lastKnown,
      head: () => infrastructure.store.head(),
      settledHead: () => infrastructure.store.settledHead(),
      waits,
    });
    const context: ServiceContext = { ...infrastructure, found: views.found };
    this.commands = new ServiceCommands(
      definition,
      contracts,
      { ...context, caughtUp: views.caughtUp },
      views,
      infrastructure,
    );
    this.queries = new ServiceQueries(definition, contracts, context, views);
    infrastructure.metrics.watch(async () => {
      const { projections, processes } = await this.status();
      return [...projections, ...processes];
    });
  }

  /** Projections first: a process may ask what they show. */
  async start(): Promise<void> {
    await this.startProjections();
    await this.startProcesses();
  }

  /** Resolves when queries can be answered. */
  async startProjections(): Promise<void> {
    this.forgetStore();
    this.forgetStore = this.infrastructure.store.onAppended((events) => this.learn(events.at(-1)?.position));
    await all(this.projections, (projection) => projection.start());
  }

  async startProcesses(): Promise<void> {
    await all(this.processes, (process) => process.start());
    this.infrastructure.logger.info({ service: this.name }, 'service started');
  }

  /** Stops giving orders, finishes what was begun, then stops reading. */
  async stop(): Promise<void> {
    await this.stopProcesses();
    await this.inWork.settled();
    await all(this.projections, (projection) => projection.stop());
    this.forgetStore();
    this.infrastructure.logger.info({ service: this.name }, 'service stopped');
  }

  async stopProcesses(): Promise<void> {
    await all(this.processes, (process) => process.stop());
  }

  async status(): Promise<ServiceStatus> {
    const [projections, processes] = await Promise.all([
      all(this.projections, (projection) => projection.status()),
      all(this.processes, (process) => process.status()),
    ]);
    return { service: this.name, projections, processes };
  }

  /** @throws Problem */
  async command(message: CommandMessage): Promise<CommandReceipt> {
    const started = performance.now();
    const leave = this.begin(message);
    let result: CommandResult = 'failed';
    try {
      const receipt = await this.commands.carryOut(message);
      result = receipt.repeated ? 'repeated' : receipt.recorded > 0 ? 'recorded' : 'unchanged';
      this.learn(receipt.position);
      return receipt;
    } catch (error) {
      const problem = this.problemOf(error, message, 'command');
      if (problem.status < 500) result = 'refused';
      throw problem;
    } finally {
      leave();
      this.infrastructure.metrics.command(this.name, message.type, result, started);
    }
  }

  /** @throws Problem */
  async query(message: QueryMessage): Promise<unknown> {
    const started = performance.now();
    const leave = this.begin(message);
    let result: QueryResult = 'failed';
    try {
      const answer = await this.queries.answer(message);
      result = 'answered';
      return answer;
    } catch (error) {
      const problem = this.problemOf(error, message, 'query');
      if (problem.status < 500) result = 'refused';
      throw problem;
    } finally {
      leave();
      this.infrastructure.metrics.query(this.name, message.type, result, started);
    }
  }

  /** @returns what ends it */
  private begin({ actor }: CommandMessage | QueryMessage): () => void {
    const people = actor.kind === 'process' ? undefined : this.infrastructure.people;
    this.inWork.begin();
    people?.come();
    return () => {
      people?.go();
      this.inWork.end();
    };
  }

  private problemOf(
    error: unknown,
    { type, correlationId }: CommandMessage | QueryMessage,
    asked: 'command' | 'query',
  ): Problem {
    const problem = toProblem(error, this.definition.problems, asked);
    // What is merely away says so itself, once; a line per request would bury that.
    const level = this.isNewsOfFull(problem) || isOurs(problem) ? 'error' : problem.status >= 500 ? 'debug' : undefined;
    if (level)
      this.infrastructure.logger[level]({ err: error, service: this.name, type, correlationId }, problem.title);
    return problem;
  }

  /** A database without room answers as ever to who only looks: nobody else tells of it. */
  private isNewsOfFull({ code }: Problem): boolean {
    if (code !== 'database-full' || performance.now() < this.tellFullFrom) return false;
    this.tellFullFrom = performance.now() + TELL_FULL_EVERY_MS;
    return true;
  }

  private learn(position: Position | undefined): void {
    if (position !== undefined && position > this.lastKnown) this.lastKnown = position;
  }
}
