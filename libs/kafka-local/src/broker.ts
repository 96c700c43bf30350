import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { DEPLOY } from './class-path';
import { KafkaLocalError } from './kafka-local-error';
import type { NodeLayout } from './layout';
import type { Watchdog } from './watchdog';

/** What one node is started with, and what ends it when this process is killed. */
export interface BrokerSetup {
  readonly java: string;
  readonly classPath: string;
  readonly clusterId: string;
  readonly properties: string;
  /** Further arguments of the tool that makes a node's files. */
  readonly formatArguments: readonly string[];
  /** Arguments of the virtual machine, the size of the heap above all. */
  readonly javaArguments: readonly string[];
  readonly watchdog: Watchdog;
}

const STOP_MS = 15_000;
const LOG_LIMIT = 10 * 1024 * 1024;

/** One node's process, on files of its own. */
export class Broker {
  private running?: { pid: number; child: ChildProcess; gone: Promise<void>; ended: boolean; told: boolean };
  private readonly log: string;
  private logged = 0;
  /** Told of its end when nobody has asked for it. */
  onLost?: (pid: number) => void;

  constructor(
    readonly node: NodeLayout,
    private readonly setup: BrokerSetup,
  ) {
    this.log = join(node.directory, 'kafka.log');
  }

  get pid(): number | undefined {
    return this.running?.ended === false ? this.running.pid : undefined;
  }

  start(): void {
    const { java, classPath, properties, watchdog } = this.setup;
    if (this.pid !== undefined) throw new KafkaLocalError(`Kafka node ${this.node.id} runs already.`);
    mkdirSync(this.node.directory, { recursive: true });
    this.endLeftover();
    const file = join(this.node.directory, 'server.properties');
    writeFileSync(file, properties);
    this.format(file);
    if (existsSync(this.log) && statSync(this.log).size > LOG_LIMIT) renameSync(this.log, `${this.log}.1`);
    // A file, not a pipe: a broker that outlives us for a moment must not break over it.
    const log = openSync(this.log, 'a');
    this.logged = statSync(this.log).size;
    const child = spawn(java, [...this.virtualMachine(), '-cp', classPath, 'kafka.Kafka', file], {
      stdio: ['ignore', log, log],
      cwd: this.node.directory,
      // Ctrl-C in the terminal is for us, who stop it in order.
      detached: true,
    });
    closeSync(log);
    child.unref();
    const { pid } = child;
    if (pid === undefined)
      throw new KafkaLocalError(`Kafka node ${this.node.id} could not be started: ${java} cannot be run.`);
    watchdog.watch(pid);
    writeFileSync(this.pidFile, String(pid));
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const running = { pid, child, gone, ended: false, told: false };
    this.running = running;
    void gone.then(() => {
      running.ended = true;
      watchdog.forget(pid);
      if (this.running === running) rmSync(this.pidFile, { force: true });
      if (!running.told) this.onLost?.(pid);
    });
  }

  /** @throws KafkaLocalError when the process has ended */
  requireRunning(): void {
    if (this.pid !== undefined) return;
    throw new KafkaLocalError(`Kafka node ${this.node.id} ended: ${this.lastFailure()} (log: ${this.log})`);
  }

  /** Ends it in order; harsher when that takes too long. */
  async stop(): Promise<void> {
    if (!this.running || this.running.ended) return;
    const { pid, child, gone } = this.running;
    this.running.told = true;
    // Until now it did not keep our process from ending; its end is to be seen.
    child.ref();
    send(pid, 'SIGTERM');
    const timer = new AbortController();
    const late = delay(STOP_MS, undefined, { signal: timer.signal }).then(() => send(pid, 'SIGKILL'));
    await gone;
    timer.abort();
    await late.catch(() => undefined);
  }

  /** Ends it as a power failure would. */
  async kill(): Promise<void> {
    if (!this.running || this.running.ended) return;
    this.running.told = true;
    this.running.child.ref();
    send(this.running.pid, 'SIGKILL');
    await this.running.gone;
  }

  private virtualMachine(): string[] {
    return [
      ...this.setup.javaArguments,
      `-Dlog4j2.configurationFile=${pathToFileURL(join(DEPLOY, 'log4j2.properties'))}`,
    ];
  }

  private get pidFile(): string {
    return join(this.node.directory, 'kafka.pid');
  }

  /** A broker whose parent and watchdog were both killed still holds its files. */
  private endLeftover(): void {
    if (!existsSync(this.pidFile)) return;
    const pid = Number(readFileSync(this.pidFile, 'utf8'));
    if (commandOf(pid).includes(join(this.node.directory, 'server.properties'))) {
      send(pid, 'SIGKILL');
      while (commandOf(pid).includes(this.node.directory))
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
    rmSync(this.pidFile, { force: true });
  }

  private format(file: string): void {
    if (existsSync(join(this.node.directory, 'data', 'meta.properties'))) return;
    const { java, classPath, clusterId, formatArguments } = this.setup;
    const { status, stdout, stderr, error } = spawnSync(
      java,
      [
        ...this.virtualMachine(),
        '-cp',
        classPath,
        'kafka.tools.StorageTool',
        'format',
        '-t',
        clusterId,
        '-c',
        file,
        '-g',
        ...formatArguments,
      ],
      { encoding: 'utf8', timeout: 60_000 },
    );
    if (status !== 0)
      throw new KafkaLocalError(
        `Kafka could not prepare ${this.node.directory}: ${error?.message ?? lastLine(stderr || stdout)}`,
      );
  }

  private lastFailure(): string {
    const lines = readFileSync(this.log).subarray(this.logged).toString('utf8').split('\n').filter(Boolean);
    const failure = lines.findLast((line) => /(FATAL|ERROR|Exception|Error:)/.test(line)) ?? lines.at(-1);
    return failure?.replace(/^\S+ \S+ (FATAL|ERROR) /, '').slice(0, 300) ?? 'it said nothing';
  }
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The command line of a process; empty when it is gone, or where that cannot be told. */
function commandOf(pid: number): string {
  if (!(pid > 0) || process.platform === 'win32') return '';
  return spawnSync('ps', ['-o', 'command=', '-ww', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
}
