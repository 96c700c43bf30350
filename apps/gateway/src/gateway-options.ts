import type { ServiceContracts } from '@opsledger/contracts';
import type { EventSource } from '@opsledger/event-bus';
import type { HealthReport, Logger, OperationsPort, Services } from '@opsledger/service-kit';

/**
 * What the host gives the gateway; ports only, so that services may run here or elsewhere. CORS is off; a host that
 * wants it calls `enableCors` on its Nest application.
 */
export interface GatewayOptions {
  readonly services: Services;
  /** The language the gateway speaks: every route, role and schema comes from here. */
  readonly contracts: readonly ServiceContracts[];
  /** The log, for feeds. */
  readonly events: EventSource;
  readonly operations: OperationsPort;
  readonly health: { live(): HealthReport; ready(): Promise<HealthReport> };
  /** Prometheus text; served to everybody, so it may tell how much is done, never what. */
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
  /** Milliseconds after which a request without an answer is answered 503; longer than any service's own time-out. */
  readonly answerWithin: number;
  /** Feeds open at a time. */
  readonly feeds: number;
  /** Milliseconds between two heartbeats of a feed. */
  readonly heartbeat: number;
  /** Milliseconds for which a feed waits for a reader that takes nothing, before it is cut off. */
  readonly feedPatience: number;
}

export const DEFAULT_LIMITS: GatewayLimits = {
  inFlight: 2_000,
  perTokenPerSecond: 0,
  answerWithin: 60_000,
  feeds: 200,
  heartbeat: 15_000,
  feedPatience: 30_000,
};

/** Bytes of a request body. */
export const BODY_LIMIT = 1024 * 1024;
