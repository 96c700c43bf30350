import type { ServiceContracts } from '@opsledger/contracts';
import type { EventSource } from '@opsledger/event-bus';
import type { HealthReport, Logger, Operations, Services } from '@opsledger/service-kit';

/** What the host gives the gateway; ports only, so that services may run here or elsewhere. */
export interface GatewayOptions {
  readonly services: Services;
  /** The language the gateway speaks: every route, role and schema comes from here. */
  readonly contracts: readonly ServiceContracts[];
  /** The log, for feeds. */
  readonly events: EventSource;
  readonly operations: Pick<Operations, 'readers' | 'rebuild' | 'parked' | 'retryParked'>;
  readonly health: { live(): HealthReport; ready(): Promise<HealthReport> };
  /** Prometheus text. */
  readonly metrics: () => Promise<string>;
  readonly logger: Logger;
  readonly clock: () => Date;
  readonly limits?: Partial<GatewayLimits>;
}

/** What one client, or all together, may ask at once. */
export interface GatewayLimits {
  /** Requests being worked on; more are answered 503. */
  readonly inFlight: number;
  /** Requests per second and token, averaged over some seconds; 0: no limit. */
  readonly perTokenPerSecond: number;
  /** Feeds open at a time. */
  readonly feeds: number;
  /** Milliseconds between two heartbeats of a feed. */
  readonly heartbeat: number;
}

export const DEFAULT_LIMITS: GatewayLimits = { inFlight: 2_000, perTokenPerSecond: 0, feeds: 200, heartbeat: 15_000 };

/** Bytes of a request body. */
export const BODY_LIMIT = 1024 * 1024;
