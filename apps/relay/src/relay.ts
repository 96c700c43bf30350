import type { ServiceContracts } from '@opsledger/contracts';
import type { EventSource } from '@opsledger/event-bus';
import {
  DeadLetterRunner,
  PublisherRunner,
  type DeadLetterStatus,
  type PublisherStatus,
} from '@opsledger/event-sourcing';
import type { Clock } from '@opsledger/event-store';
import type { Logger, Metrics, Services } from '@opsledger/service-kit';
import type { Pool } from 'pg';
import type { Outlets } from './outlets';
import { stateKinds } from './states/state-kinds';
import { StatePublisher } from './states/state-publisher';

export interface RelayOptions {
  readonly outlets: Outlets;
  /** Its owner listens to the pool's `error` event. */
  readonly pool: Pool;
  /** The log itself: what is read back from where it is published would go round in circles. */
  readonly source: EventSource;
  /** Asked for the states of records. */
  readonly services: Services;
  readonly contracts: readonly ServiceContracts[];
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

export interface RelayStatus {
  readonly publishers: readonly PublisherStatus[];
  readonly deadLetters: DeadLetterStatus;
}

/** Tells the world outside what happens: events, states of records, dead letters, each at its own pace. */
export interface Relay {
  readonly name: 'relay';
  /** Begins to publish; a broker that is away is waited for. */
  start(): Promise<void>;
  /** Resolves when nothing is sent any more. */
  stop(): Promise<void>;
  status(): Promise<RelayStatus>;
}

/** A state is asked for once a batch, which costs as much as a request: changes of a record gather, and commands go first. */
const STATES = { limit: 500, gatherMs: 250, patienceMs: 2_000 };

export function createRelay(options: RelayOptions): Relay {
  const { outlets, pool, source, services, contracts, clock, logger, metrics } = options;
  const common = { pool, source, clock, log: logger };
  const leftOut = metrics.counter(
    'opsledger_relay_states_left_out_total',
    'Changes of records whose state could not be asked for',
    ['service'],
  );
  const kinds = stateKinds(contracts);
  const publishers = [
    new PublisherRunner({ ...common, name: 'relay-events', open: outlets.events }),
    new PublisherRunner({
      ...common,
      name: 'relay-states',
      ...STATES,
      open: async () =>
        new StatePublisher({
          kinds,
          services,
          logger,
          outlet: await outlets.states(),
          onLeftOut: (service) => leftOut.inc({ service }),
        }),
    }),
  ];
  const deadLetters = new DeadLetterRunner({ open: outlets.deadLetters, pool, log: logger });
  metrics.watch(async () => publishers.map((publisher) => publisher.status()));

  return {
    name: 'relay',
    async start() {
      await Promise.all(publishers.map((publisher) => publisher.start()));
      deadLetters.start();
    },
    async stop() {
      await Promise.all([...publishers.map((publisher) => publisher.stop()), deadLetters.stop()]);
    },
    status: async () => ({
      publishers: publishers.map((publisher) => publisher.status()),
      deadLetters: await deadLetters.status(),
    }),
  };
}
