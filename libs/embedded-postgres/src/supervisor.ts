import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './ports';
import { disownPidFile, readPidFile } from './pid-file';
import { clearOrphans, findRunning, launch, terminate, type Cluster, type Postmaster } from './postmaster';
import { isAlive } from './processes';

/** Where the supervisor tells what it does; pino's shape. */
export interface SupervisorLog {
  info(message: string): void;
  warn(message: string): void;
}

const ATTEMPTS = 6;
const LONGEST_PAUSE_MS = 10_000;
const ORPHAN_PATIENCE_MS = 3_000;
const STOP_MS = 15_000;

const pauseAfter = (failures: number) => Math.min(100 * 2 ** failures, LONGEST_PAUSE_MS);

/** Keeps one server running: finds or starts it, starts it again when it dies, stops it when told. */
export class Supervisor {
  private server!: Postmaster;
  private readonly ending = new AbortController();
  private readonly listeners = new Set<() => void>();
  private supervision: Promise<void> = Promise.resolve();

  private constructor(
    private readonly cluster: Cluster,
    private readonly log: SupervisorLog,
    /** Fixed once started: clients hold it in their URL. */
    public port: number,
  ) {}

  /** Once the signal aborts it waits for no server any more and leaves none that it has started. */
  static async start(
    cluster: Cluster,
    preferredPort: number,
    log: SupervisorLog,
    signal: AbortSignal,
  ): Promise<Supervisor> {
    const supervisor = new Supervisor(cluster, log, preferredPort);
    if (!(await supervisor.adopt(signal))) await supervisor.startPatiently(signal);
    supervisor.supervision = supervisor.supervise();
    return supervisor;
  }

  get pid(): number {
    return this.server.pid;
  }

  onRestart(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Leaves the server running for the next start to find. */
  async release(): Promise<void> {
    this.ending.abort();
    await this.supervision;
  }

  async stop(withinMs = STOP_MS): Promise<void> {
    await this.release();
    const { pid } = this.server;
    if ((await terminate(this.cluster, this.server, withinMs)) === 'killed')
      this.log.warn(
        `PostgreSQL (pid ${pid}) did not end within ${withinMs / 1_000} seconds and was killed; the next start recovers what it had committed`,
      );
  }

  private async adopt(signal: AbortSignal): Promise<boolean> {
    const running = await findRunning(this.cluster.directory, signal);
    if (!running) return false;
    this.log.info(`PostgreSQL was left running (pid ${running.pid}); using it`);
    this.server = running;
    this.port = running.port;
    return true;
  }

  /** A first start may lose the race for its port, or meet the remains of a server killed with us. */
  private async startPatiently(signal: AbortSignal): Promise<void> {
    for (let failures = 0; ; failures++) {
      this.port = await freePort(this.port);
      try {
        return await this.startOnce(signal);
      } catch (error) {
        if (signal.aborted || failures + 1 === ATTEMPTS) throw error;
        await delay(pauseAfter(failures), undefined, { signal });
      }
    }
  }

  private async startOnce(signal: AbortSignal): Promise<void> {
    const { directory } = this.cluster;
    await clearOrphans(directory, ORPHAN_PATIENCE_MS);
    const left = readPidFile(directory);
    if (left && isAlive(left.pid)) disownPidFile(directory);
    this.server = await launch(this.cluster, this.port, signal);
  }

  private async supervise(): Promise<void> {
    const ended = new Promise<void>((resolve) => this.ending.signal.addEventListener('abort', () => resolve()));
    for (;;) {
      await Promise.race([this.server.gone, ended]);
      if (this.ending.signal.aborted) return;
      this.log.warn(`PostgreSQL (pid ${this.server.pid}) ended unexpectedly; starting it again`);
      if (!(await this.restart())) return;
      this.log.info(`PostgreSQL is back (pid ${this.server.pid})`);
      this.listeners.forEach((listener) => listener());
    }
  }

  /** Tries until it runs again or we are told to stop. */
  private async restart(): Promise<boolean> {
    for (let failures = 0; !this.ending.signal.aborted; failures++) {
      try {
        await this.startOnce(this.ending.signal);
        return true;
      } catch (error) {
        this.log.warn((error as Error).message);
        await delay(pauseAfter(failures), undefined, { signal: this.ending.signal }).catch(() => undefined);
      }
    }
    return false;
  }
}
