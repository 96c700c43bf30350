import type { People, Process, Projection, RecordCache } from '@opsledger/event-sourcing';
import type { Clock, EventStore } from '@opsledger/event-store';
import type { Kysely } from 'kysely';
import type { Logger } from '../logging/logger';
import type { Metrics } from '../metrics/metrics';
import type { ProjectionReader, Reader } from '../readers/reader';
import type { Services } from '../rpc/messages';
import type { QueryWaits } from './views';
import type { Leases } from './reservations';
import type { ServiceContext } from './service-definition';

/** Makes what keeps a service's projections and processes running. */
export interface Readers {
  projection(projection: Projection): ProjectionReader;
  process(process: Process, service: string): Reader;
}

/** Everything a service needs from the process it runs in; which adapters these are is nobody's business. */
export interface Infrastructure {
  readonly store: EventStore;
  readonly db: Kysely<any>;
  readonly services: Services;
  readonly numbers: ServiceContext['numbers'];
  readonly leases: Leases;
  readonly readers: Readers;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly waits?: QueryWaits;
  /** Told when somebody's command or question comes in and when it is answered, where this process is the only one. */
  readonly people?: People;
  /** Folded records of all services of the process, so that together they keep to one bound; one of its own unless told. */
  readonly records?: RecordCache;
}
