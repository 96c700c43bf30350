import type { CommandContract } from './command';
import type { EventContract } from './event';
import type { QueryContract } from './query';

/** Everything one service publishes; routes, OpenAPI, AsyncAPI and validation are generated from it. */
export interface ServiceContracts {
  readonly service: string;
  /** Heading in the reference, e.g. `Incidents`. */
  readonly title: string;
  readonly events: readonly EventContract[];
  readonly commands: readonly CommandContract[];
  readonly queries: readonly QueryContract[];
}
