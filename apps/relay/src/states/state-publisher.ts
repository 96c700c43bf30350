import type { LinkedEvent, Publisher } from '@opsledger/event-sourcing';
import type { RecordedEvent } from '@opsledger/event-store';
import { Problem, serviceActor, type Logger, type Services } from '@opsledger/service-kit';
import type { RecordState } from './record-state';
import type { StateKind } from './state-kinds';

/** Where states are told, for one term of leadership: what an earlier leader still sends must not come after it opened. */
export interface StateOutlet {
  /** Resolves when all are acknowledged. */
  send(states: readonly RecordState[]): Promise<void>;
  close(): Promise<void>;
}

interface StatePublisherOptions {
  readonly kinds: ReadonlyMap<string, StateKind>;
  readonly services: Services;
  readonly outlet: StateOutlet;
  readonly logger: Logger;
  /** Told of a record whose state cannot be asked for. */
  readonly onLeftOut?: (service: string) => void;
}

/** Queries at once. */
const WIDTH = 8;
const ASKING = serviceActor('relay');

/** Turns facts into states: asks once a batch for each record that has changed, as an administrator sees it. */
export class StatePublisher implements Publisher {
  constructor(private readonly options: StatePublisherOptions) {}

  async publish(batch: readonly LinkedEvent[]): Promise<void> {
    const { kinds, outlet } = this.options;
    const latest = new Map<string, RecordedEvent>();
    for (const { event } of batch) if (kinds.has(event.category)) latest.set(event.streamId, event);
    const states: RecordState[] = [];
    const events = [...latest.values()];
    for (let start = 0; start < events.length; start += WIDTH) {
      const answers = await Promise.all(events.slice(start, start + WIDTH).map((event) => this.stateAfter(event)));
      states.push(...answers.filter((state) => state !== undefined));
    }
    if (states.length > 0) await outlet.send(states);
  }

  close(): Promise<void> {
    return this.options.outlet.close();
  }

  private async stateAfter(event: RecordedEvent): Promise<RecordState | undefined> {
    const { kinds, services, logger, onLeftOut } = this.options;
    const { service, query: type, takesId } = kinds.get(event.category)!;
    try {
      const state = await services.query({
        service,
        type,
        params: takesId ? { id: event.subject } : {},
        actor: ASKING,
        roles: ['admin'],
        correlationId: event.metadata.correlationId,
        position: event.position,
      });
      return { service, event, state: state as object };
    } catch (error) {
      if (isGone(error)) return { service, event, state: null };
      if (!isRefused(error)) throw error;
      // Asking again would be answered alike, and would hold up the states of all other records.
      logger.error(
        { err: error, service, query: type, subject: event.subject },
        'State left out: it cannot be asked for',
      );
      onLeftOut?.(service);
      return undefined;
    }
  }
}

const isGone = (error: unknown): boolean =>
  error instanceof Problem && error.status === 404 && error.code !== 'unknown-query';
const isRefused = (error: unknown): boolean =>
  error instanceof Problem && error.status < 500 && error.code !== 'unknown-query';
