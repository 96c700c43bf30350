import { setTimeout as delay } from 'node:timers/promises';
import {
  Problem,
  type CommandMessage,
  type CommandReceipt,
  type Logger,
  type Metrics,
  type QueryMessage,
  type Services,
} from '@opsledger/service-kit';
import type { Secrets } from '../admission/secret';
import { CALLS } from '../wire';
import { RemoteService, type CallLimits } from './remote-service';
import { Replicas, type ReplicasOptions } from './replicas';
import type { ServiceAddresses } from './service-addresses';

/** Everything about patience with other processes; times in milliseconds. */
export type RpcLimits = CallLimits & Omit<ReplicasOptions, 'logger' | 'resolve' | 'secrets' | 'ending'>;

/**
 * In force where nobody sets others: a call outlasts the restart of a service, an outage is told after three seconds
 * and one more attempt.
 */
export const DEFAULT_RPC_LIMITS: RpcLimits = {
  timeout: 35_000,
  inFlight: 1_000,
  attempts: 4,
  grace: 3_000,
  tryWithin: 250,
  connectTimeout: 2_000,
  heartbeat: 2_000,
  silence: 6_000,
  redial: [50, 2_000],
  overdueInARow: 5,
  leaveOut: 5_000,
  resolveEvery: 5_000,
};

const LOOK_MS = 50;

/**
 * Where services are, how patient one is with them, and what is told of it; `resolve` stands in for the system's in
 * specs.
 */
export interface RemoteServicesOptions {
  readonly addresses: ServiceAddresses;
  readonly logger: Logger;
  readonly metrics?: Metrics;
  readonly limits?: Partial<RpcLimits>;
  /** What the services must know, and want to be shown. */
  readonly secrets?: Secrets;
  readonly resolve?: ReplicasOptions['resolve'];
  /** Aborts when this process ends: services that go then are not told of. */
  readonly ending?: AbortSignal;
}

/** Services that run in other processes, each behind its name. */
export class RemoteServices implements Services {
  private readonly services: ReadonlyMap<string, RemoteService>;

  constructor({ addresses, logger, metrics, limits, secrets, resolve, ending }: RemoteServicesOptions) {
    const options = { ...DEFAULT_RPC_LIMITS, ...limits };
    const calls = metrics?.counter(
      'opsledger_rpc_calls_total',
      'Calls to services in other processes, by what came of them',
      ['service', 'outcome'],
    );
    const serviceAt = (name: string) => {
      const replicas = new Replicas(name, addresses.get(name)!, { ...options, secrets, logger, resolve, ending });
      return new RemoteService(replicas, options, (outcome) => calls?.inc({ service: name, outcome }));
    };
    this.services = new Map([...addresses.keys()].map((name) => [name, serviceAt(name)]));
    metrics?.gauges(
      'opsledger_rpc_usable_replicas',
      'Processes of a service that are asked now: those that answer, less those left out for a while',
      'service',
      () => this.reachable(),
    );
  }

  get all(): readonly RemoteService[] {
    return [...this.services.values()];
  }

  async command(message: CommandMessage): Promise<CommandReceipt> {
    return (await this.service(message.service).call(CALLS.command, message, false)) as CommandReceipt;
  }

  async query(message: QueryMessage): Promise<unknown> {
    return this.service(message.service).call(CALLS.query, message, true);
  }

  /** Waits, bounded, until every service is reached; answers those that are not. */
  async reached(timeout: number): Promise<readonly string[]> {
    const deadline = performance.now() + timeout;
    for (;;) {
      const missing = Object.entries(this.reachable()).filter(([, count]) => count === 0);
      if (missing.length === 0 || performance.now() >= deadline) return missing.map(([name]) => name);
      await delay(LOOK_MS);
    }
  }

  /** Replicas that answer, by service. */
  reachable(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.all.map(({ replicas }) => [replicas.service, replicas.usable.length]));
  }

  /** Ends all connections; what is still waited for fails. */
  close(): void {
    for (const { replicas } of this.all) replicas.stop();
  }

  private service(name: string): RemoteService {
    const service = this.services.get(name);
    if (service) return service;
    throw new Problem(503, 'service-not-here', 'Service not here', `No service ${name} is known to this process.`);
  }
}
