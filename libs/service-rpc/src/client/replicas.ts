import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Logger } from '@opsledger/service-kit';
import { Replica, type ReplicaLimits } from './replica';
import type { Address } from './service-addresses';

/** All IP addresses of a host name, each taken for a replica; rejects when the name is not known. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/** How long a service of which nobody answers is waited for, and how its processes are found. */
export interface ReplicasOptions extends ReplicaLimits {
  /** How long a service of which nobody answers is waited for since it last did, in milliseconds; later it is not. */
  readonly grace: number;
  /** How long one more attempt to reach a service that is out may hold up a call, in milliseconds. */
  readonly tryWithin: number;
  /** How often names are resolved anew, in milliseconds. */
  readonly resolveEvery: number;
  readonly resolve?: Resolve;
  readonly logger: Logger;
  /** Aborts when this process ends: all end together then, and that one is gone is no news. */
  readonly ending?: AbortSignal;
}

/** Through the system, so that hosts files count. */
const resolveBySystem: Resolve = async (host) => (await lookup(host, { all: true })).map(({ address }) => address);

/** All processes that run one service. A name with several addresses stands for as many replicas. */
export class Replicas {
  private readonly replicas = new Map<string, Replica>();
  /** Addresses by host name, as they were found last. */
  private readonly known = new Map<string, readonly string[]>();
  private readonly resolving: NodeJS.Timeout;
  private readonly resolve: Resolve;
  private turn = 0;
  private readonly waiting = new Set<() => void>();
  private lastUsable = performance.now();
  private up = false;
  private wasUp = false;
  /** Whose secret was told to differ, and how. */
  private readonly strangers = new Map<string, string>();

  constructor(
    readonly service: string,
    private readonly addresses: readonly Address[],
    private readonly options: ReplicasOptions,
  ) {
    this.resolve = options.resolve ?? resolveBySystem;
    void this.refresh();
    this.resolving = setInterval(() => void this.refresh(), options.resolveEvery).unref();
  }

  get all(): readonly Replica[] {
    return [...this.replicas.values()];
  }

  get usable(): readonly Replica[] {
    return this.all.filter((replica) => replica.usable);
  }

  /**
   * The next in turn, one not tried yet if there is one. While nobody answers it is waited for, but only so long after
   * somebody did: a restart is bridged, an outage told as soon as one more attempt has failed.
   */
  async next(tried: ReadonlySet<Replica>, deadline: number): Promise<Replica | undefined> {
    for (;;) {
      const usable = this.usable;
      const fresh = usable.filter((replica) => !tried.has(replica));
      const choice = fresh.length > 0 ? fresh : usable;
      if (choice.length > 0) {
        this.lastUsable = performance.now();
        return choice[this.turn++ % choice.length];
      }
      const left = Math.min(deadline, this.lastUsable + this.options.grace) - performance.now();
      if (left > 0) await this.somebodyUsable(left);
      else if (!(await this.tryAllNow())) return undefined;
    }
  }

  private async tryAllNow(): Promise<boolean> {
    const tried = Promise.all(this.all.map((replica) => replica.tryNow()));
    await Promise.race([tried, this.somebodyUsable(this.options.tryWithin)]);
    return this.usable.length > 0;
  }

  /** Why nobody is asked now. */
  get reason(): string {
    return (
      this.all.map(({ address, reason }) => `${address.host}:${address.port} ${reason}`).join('; ') || 'no address'
    );
  }

  stop(): void {
    clearInterval(this.resolving);
    for (const replica of this.all) replica.stop();
    this.wakeAll();
  }

  private async refresh(): Promise<void> {
    const found = new Map<string, Address>();
    for (const { host, port } of this.addresses)
      for (const ip of isIP(host) ? [host] : await this.resolveOrKeep(host, port))
        found.set(`${ip} ${port}`, { host: ip, port });
    for (const [key, replica] of this.replicas)
      if (!found.has(key)) {
        this.replicas.delete(key);
        this.strangers.delete(addressText(replica.address));
        replica.stop();
      }
    for (const [key, address] of found) if (!this.replicas.has(key)) this.replicas.set(key, this.replicaAt(address));
  }

  /** While names cannot be resolved, what was known last is still the best guess. */
  private async resolveOrKeep(host: string, port: number): Promise<readonly string[]> {
    try {
      const found = await this.resolve(host);
      this.known.set(host, found);
      return found;
    } catch (error) {
      this.options.logger.debug({ err: error, service: this.service, host, port }, 'a host name cannot be resolved');
      return this.known.get(host) ?? [];
    }
  }

  private replicaAt(address: Address): Replica {
    return new Replica(address, this.service, this.options, {
      onUsable: () => {
        this.strangers.delete(addressText(address));
        this.tell(address);
        this.wakeAll();
      },
      onLost: (reason) => this.tell(address, reason),
      onNotAdmitted: (reason) => this.tellStranger(address, reason),
    });
  }

  /** Once until it is right: it does not heal by itself. */
  private tellStranger(address: Address, reason: string): void {
    const at = addressText(address);
    if (this.strangers.get(at) === reason) return;
    this.strangers.set(at, reason);
    this.options.logger.error(
      { service: this.service, address: at, reason },
      'a replica and this process do not know the same secret: set RPC_SECRET alike for all',
    );
  }

  /** One line when the last is lost and one when the first is back, not one per attempt. */
  private tell(address: Address, reason?: string): void {
    const up = this.usable.length > 0;
    const at = { service: this.service, address: addressText(address) };
    if (this.up && !up) {
      this.lastUsable = performance.now();
      if (!this.options.ending?.aborted)
        this.options.logger.warn({ ...at, reason }, 'no replica of the service answers');
    }
    if (!this.up && up && this.wasUp) this.options.logger.info(at, 'the service answers again');
    this.up = up;
    this.wasUp ||= up;
  }

  private somebodyUsable(timeout: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, timeout);
      this.waiting.add(wake);
    });
  }

  private wakeAll(): void {
    for (const wake of [...this.waiting]) wake();
  }
}

const addressText = ({ host, port }: Address): string => `${host}:${port}`;
