import { NO_STREAM, PostgresEventStore, streamOf, type RecordedEvent } from '@opsledger/event-store';
import type { CommandReceipt, Database, Recipient, Services } from '@opsledger/service-kit';
import { fakeClock, testDatabase, type FakeClock } from '@opsledger/testing';
import { serviceProcess, type Hosted } from './service-process';
import { ADA, type Somebody } from './somebody';

/** A fact that a spec states in the name of a service that does not run in it. */
export interface StatedFact {
  readonly type: string;
  readonly data: object;
  /** By the clock of the spec unless told. */
  readonly occurredAt?: string;
}

/** Services as they run in production, on a database of their own and a clock that stands still. */
export interface RunningServices {
  readonly clock: FakeClock;
  readonly store: PostgresEventStore;
  readonly database: Database;
  /** As other parts of a process reach them. */
  readonly services: Services;
  /** @throws Problem */
  command(type: string, id: string | undefined, data?: object, by?: Somebody): Promise<CommandReceipt>;
  /** Sees everything this fixture's commands did, unless told to ask without a position. */
  query<Answer = any>(type: string, params?: object, by?: Somebody, position?: 'latest' | 'none'): Promise<Answer>;
  /** Records facts of another service's record. */
  state(category: string, subject: string, ...facts: readonly StatedFact[]): Promise<void>;
  /** Everything the log says of a record. */
  told(category: string, subject: string): Promise<readonly RecordedEvent[]>;
  /** Resolves when all processes have done what is due by the clock. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Runs one service or several on real PostgreSQL.
 *
 * @param others the services they ask that do not run here
 */
export async function runningServices(
  hosted: readonly Hosted[],
  others: readonly Recipient[] = [],
): Promise<RunningServices> {
  const testDb = await testDatabase();
  const clock = fakeClock();
  const store = await PostgresEventStore.open({ url: testDb.url, clock: clock.now });
  const running = await serviceProcess({ store, url: testDb.url, clock, hosted, others });
  const { database, services } = running;

  const commands = hosted.flatMap(({ contracts }) => contracts.commands);
  const queries = hosted.flatMap(({ contracts }) => contracts.queries);
  const contractOf = <Contract extends { name: string }>(contracts: readonly Contract[], type: string): Contract => {
    const contract = contracts.find(({ name }) => name === type);
    if (!contract) throw new TypeError(`No service of this spec has a contract ${type}.`);
    return contract;
  };

  let latest: string | undefined;
  return {
    clock,
    store,
    database,
    services,
    async command(type, id, data = {}, by = ADA) {
      const { service, category } = contractOf(commands, type);
      const now = clock.now().toISOString();
      const receipt = await services.command({ service, type, category, id, data, now, correlationId: 'spec', ...by });
      // What recorded nothing answers with the position of its record, which others may have left behind.
      if (latest === undefined || receipt.position > latest) latest = receipt.position;
      return receipt;
    },
    query: (type, params = {}, by = ADA, position = 'latest') => {
      const { service } = contractOf(queries, type);
      const seen = position === 'latest' && latest ? { position: latest } : {};
      return services.query({ service, type, params: { ...params }, ...by, ...seen }) as Promise<any>;
    },
    async state(category, subject, ...facts) {
      const streamId = streamOf(category, subject);
      const last = (await store.readStream(streamId)).at(-1);
      const metadata = { actor: ADA.actor, correlationId: 'spec' };
      const events = facts.map(({ type, data, occurredAt = clock.now().toISOString() }) => ({
        id: crypto.randomUUID(),
        type,
        data,
        occurredAt,
        metadata,
      }));
      latest = (await store.append(streamId, last ?? NO_STREAM, events)).position;
    },
    told: (category, subject) => store.readStream(streamOf(category, subject)),
    async settle() {
      latest = await running.settle();
    },
    async stop() {
      await running.stop();
      await testDb.close();
    },
  };
}
