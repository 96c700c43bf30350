import type { ServiceContracts } from '@opsledger/contracts';
import type { Clock, EventStore } from '@opsledger/event-store';
import type { Pool } from 'pg';
import type { Logger } from '../logging/logger';
import type { Services } from '../rpc/messages';
import type { ServiceDefinition } from './service-definition';

/** What a service needs to see to its own first things. */
export interface ProvisionParts {
  readonly store: EventStore;
  readonly services: Services;
  readonly clock: Clock;
  readonly pool: Pool;
  readonly logger: Logger;
  /** The operator's own access token, when there is one. */
  readonly chosenToken?: string;
}

/** What was made for a new installation that somebody must be told of. */
export interface Provided {
  /** An administrator's token that was made just now; nobody can tell it again. */
  readonly newToken?: string;
}

/** A service as a process hosts it. */
export interface HostedService {
  readonly definition: ServiceDefinition;
  readonly contracts: ServiceContracts;
  /** Prepares the database, before anything is read or written; one process at a time. */
  readonly prepare?: (parts: Pick<ProvisionParts, 'pool' | 'logger'>) => Promise<void>;
  /** Sees to what a new installation needs, when the service runs; one process at a time, at every start. */
  readonly provide?: (parts: ProvisionParts) => Promise<Provided | void>;
}
