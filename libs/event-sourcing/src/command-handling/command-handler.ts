import {
  StoreOverloaded,
  StoreUnavailable,
  WrongExpectedVersion,
  streamOf,
  type Appended,
  type DomainEvent,
  type EventStore,
} from '@opsledger/event-store';
import type { Aggregate } from '../decider/aggregate';
import type { Command, Fact } from '../decider/command';
import type { BareCommand, CommandOrder, CommandOutcome } from './command-order';
import { IdempotencyKeyReused, Overloaded, RecordExists, RecordNotFound, VersionMismatch } from './errors';
import { newRecordId } from './event-id';
import { firstAnswer, repeatedOutcome } from './first-answer';
import { foldOn, unborn } from './fold';
import { KeyedQueue } from './keyed-queue';
import { newEvents } from './new-events';
import { numberIn } from './record-number';
import { RecordCache, type FoldedRecord } from './record-cache';

/** What handlers of one process may share, and how patient they are; each has its own unless told. */
export interface CommandHandlerOptions {
  /** May be shared between handlers: stream ids are unique over all categories. */
  readonly cache?: RecordCache;
  readonly queue?: KeyedQueue;
  /** How often a command is decided in all while it keeps losing races; 8 by default. */
  readonly attempts?: number;
}

interface Decided<State> {
  readonly record: FoldedRecord<State>;
  readonly facts: readonly Fact<DomainEvent>[];
}

/** Carries out the commands of one kind of record: load, decide, append at the head that was read. */
export class CommandHandler<State, Event extends DomainEvent> {
  private readonly cache: RecordCache;
  private readonly queue: KeyedQueue;
  private readonly attempts: number;
  private readonly unborn: FoldedRecord<State>;

  constructor(
    private readonly aggregate: Aggregate<State, Event>,
    private readonly store: EventStore,
    options: CommandHandlerOptions = {},
  ) {
    this.cache = options.cache ?? new RecordCache();
    this.queue = options.queue ?? new KeyedQueue();
    this.attempts = options.attempts ?? 8;
    this.unborn = unborn(aggregate);
  }

  /**
   * One command, one effect, however often its keyed request is sent.
   *
   * @throws Refusal, RecordNotFound, RecordExists, VersionMismatch, IdempotencyKeyReused: nothing was written
   * @throws Overloaded, StoreOverloaded: nothing was written; retriable
   * @throws StoreUnavailable: whether something was written is not known; retriable under the same key
   */
  async handle(order: CommandOrder): Promise<CommandOutcome<State>> {
    const id = order.id ?? this.idOfNew(order);
    try {
      const outcome = await this.carryOut(order, id);
      if (outcome.events.length > 0 || !order.request) return outcome;
      return (await this.firstAnswer(order, id)) ?? outcome;
    } catch (error) {
      // The log recognises a repeated append by itself; only where nothing is appended must it be asked.
      const first = saysNo(error) && (await this.firstAnswer(order, id));
      if (first) return first;
      throw error;
    }
  }

  private async firstAnswer({ actor, request }: CommandOrder, id: string): Promise<CommandOutcome<never> | undefined> {
    return request && firstAnswer(this.store, streamOf(this.aggregate.category, id), actor, request);
  }

  private async carryOut(order: CommandOrder, id: string): Promise<CommandOutcome<State>> {
    const { type, data, now, actor, roles } = order;
    const bare: BareCommand = { type, id, data, now, actor, roles };
    const lookups = await order.lookups?.(bare);
    const command: Command = { type, id, data, now, actor, roles, lookups };
    return this.queue.run(streamOf(this.aggregate.category, id), () => this.decideAndAppend(order, command));
  }

  private idOfNew({ creates, request, actor }: CommandOrder): string {
    const { category } = this.aggregate;
    if (!creates) throw new RecordNotFound(this.called, '(no id given)');
    return newRecordId(category, actor, request?.key);
  }

  private async decideAndAppend(order: CommandOrder, command: Command): Promise<CommandOutcome<State>> {
    const streamId = streamOf(this.aggregate.category, command.id);
    for (let attempt = 1; ; attempt += 1) {
      const { record, facts } = await this.decide(order, command, streamId);
      if (facts.length === 0) return outcomeOf(command.id, record, []);
      try {
        const appended = await this.store.append(streamId, record.head, newEvents(order, facts));
        return this.remember(order, command.id, streamId, record, appended);
      } catch (error) {
        // Also when the outcome is unknown: what is cached must not be taken for the present.
        this.cache.delete(streamId);
        if (!(error instanceof WrongExpectedVersion)) throw error;
        const name = this.nameOf(record, command);
        if (order.expectedVersion !== undefined) throw new VersionMismatch(name, order.expectedVersion, error.actual);
        if (attempt >= this.attempts)
          throw new Overloaded(`The ${name} changed ${attempt} times while it was decided on. Try again soon.`);
      }
    }
  }

  private async decide(order: CommandOrder, command: Command, streamId: string): Promise<Decided<State>> {
    const known = order.id === undefined ? this.unborn : this.cache.get<State>(streamId);
    if (known) {
      const facts = attempted(() => this.factsOf(order, command, known));
      if (facts?.length) return { record: known, facts };
      // A no, or a nothing-to-do, may rest on a state that another process has moved on from: look again.
    }
    const record = await this.load(streamId, known);
    return { record, facts: this.factsOf(order, command, record) };
  }

  private factsOf(order: CommandOrder, command: Command, record: FoldedRecord<State>): readonly Fact<Event>[] {
    const { category, decisions } = this.aggregate;
    const { revision } = record.head;
    if (revision === 0 && !order.creates) throw new RecordNotFound(this.called, command.id);
    if (revision > 0 && order.creates === true) throw new RecordExists(this.called, command.id);

    const decision = Object.hasOwn(decisions, order.type) ? decisions[order.type] : undefined;
    if (!decision) throw new TypeError(`${category} has no decision for ${order.type}.`);
    const facts = decision(command, record.state);
    // Last, as HTTP has it: a version says something of the record, which is not for whom the decision turns away.
    if (order.expectedVersion !== undefined && revision !== order.expectedVersion)
      throw new VersionMismatch(this.nameOf(record, command), order.expectedVersion, revision);
    return Array.isArray(facts) ? facts : [facts as Fact<Event>];
  }

  private nameOf({ state }: FoldedRecord, { id }: Command): string {
    return `${this.called} ${numberIn(state) ?? id}`;
  }

  private get called(): string {
    return this.aggregate.called ?? this.aggregate.category;
  }

  private async load(streamId: string, known = this.unborn): Promise<FoldedRecord<State>> {
    const events = await this.store.readStream(streamId, { after: known.head.revision });
    const record = foldOn(this.aggregate, known, events);
    if (record !== this.unborn) this.cache.set(streamId, record);
    return record;
  }

  private remember(
    order: CommandOrder,
    id: string,
    streamId: string,
    before: FoldedRecord<State>,
    appended: Appended,
  ): CommandOutcome<State> {
    if (appended.repeated) {
      this.cache.delete(streamId);
      return repeatedOutcome(order.actor, order.request, appended.events);
    }
    const record = foldOn(this.aggregate, before, appended.events);
    this.cache.set(streamId, record);
    return outcomeOf(id, record, appended.events);
  }
}

const outcomeOf = <State>(
  id: string,
  record: FoldedRecord<State>,
  events: CommandOutcome['events'],
): CommandOutcome<State> => ({
  id,
  version: record.head.revision,
  position: record.position,
  events,
  state: record.state,
  repeated: false,
});

function attempted<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** An answer that a repeated request may get although it was carried out before. */
const saysNo = (error: unknown): boolean => !NO_ANSWER.some((kind) => error instanceof kind);

const NO_ANSWER = [StoreUnavailable, StoreOverloaded, Overloaded, IdempotencyKeyReused];
