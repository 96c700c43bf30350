import type { EventSource } from '@opsledger/event-bus';
import { ProcessRunner, ProjectionRunner, type People } from '@opsledger/event-sourcing';
import type { Clock } from '@opsledger/event-store';
import type { Pool } from 'pg';
import type { Logger } from '../logging/logger';
import type { Services } from '../rpc/messages';
import type { Readers } from '../service/infrastructure';
import { orderSender } from './order-sender';

/** What projections and processes are run with. */
export interface PostgresReadersOptions {
  /** Its owner listens to the pool's `error` event. */
  readonly pool: Pool;
  readonly source: EventSource;
  /** Where processes send their orders. */
  readonly services: Services;
  readonly clock: Clock;
  /** Those whom patient readers let go first, where no other process answers questions about the same data. */
  readonly people?: People;
  readonly logger: Logger;
}

/** Projections and processes kept in PostgreSQL: one active runner of each among all that share the database. */
export const postgresReaders = ({
  pool,
  source,
  services,
  clock,
  people,
  logger: log,
}: PostgresReadersOptions): Readers => ({
  projection: (projection) => new ProjectionRunner({ projection, pool, source, log, clock, people }),
  process: (process) => {
    const send = orderSender(process.name, services, clock);
    return new ProcessRunner({ process, pool, source, send, clock, people, log });
  },
});
