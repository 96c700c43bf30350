import { setTimeout as delay } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { Broker } from './broker';
import { resolveClassPath } from './class-path';
import { locateJava } from './java';
import { KafkaLocalError } from './kafka-local-error';
import { keepRunning, type KafkaLog } from './keep-running';
import { layOut, type Layout } from './layout';
import { portsOf, scramArguments, type Listeners, type Users } from './listeners';
import { propertiesOf } from './properties';
import { Watchdog } from './watchdog';

/** What cluster is started: one node on free ports unless told, on what its folder holds. */
export interface LocalKafkaOptions {
  /** Holds a folder for each node: data, log, settings. Made when missing; what is there is used again. */
  readonly dataDir: string;
  /** 1 unless told; 3 for a cluster that survives the loss of one. */
  readonly nodes?: number;
  /** Of the nodes in their order; those not given are chosen, and kept for the next start. */
  readonly ports?: readonly number[];
  /** Heap of each node in megabytes. */
  readonly heapMb?: number;
  /** Doors for clients beside the open one, by names in capitals; on one node only. */
  readonly listeners?: Listeners;
  /** Who may log in there. Those of SCRAM are told to the cluster once, when its files are made. */
  readonly users?: Users;
  /** Settings over those in `properties.ts`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** How long it may take until the nodes answer. */
  readonly patienceMs?: number;
  /** Nodes that end by themselves are started again, which is told here; without it they stay down. */
  readonly keep?: KafkaLog;
  /** Calls the start off: nodes are ended, and the start rejects with its reason. */
  readonly signal?: AbortSignal;
}

/** A cluster that runs; nodes are numbered from 1, and the first is meant where none is named. */
export interface LocalKafka {
  /** `host:port` of every node, comma separated: KAFKA_BROKERS. */
  readonly brokers: string;
  /** The same for each of the further listeners, by its name. */
  readonly listeners: Readonly<Record<string, string>>;
  /** Process ids of the nodes that run, by the node's number. */
  readonly pids: Readonly<Record<number, number | undefined>>;
  /** Ends a node as a power failure would. */
  kill(node?: number): Promise<void>;
  /** Ends a node in order. */
  halt(node?: number): Promise<void>;
  /** Starts a node that was ended, on its data and port; resolves when it answers. */
  restart(node?: number): Promise<void>;
  stop(): Promise<void>;
}

interface Begun {
  readonly layout: Layout;
  readonly brokers: ReadonlyMap<number, Broker>;
  readonly ports: Readonly<Record<string, number>>;
}

const PATIENCE_MS = 60_000;
const POLL_MS = 100;
const ATTEMPTS = 3;

/**
 * Runs Apache Kafka on 127.0.0.1, from what Maven resolves, with Java. The nodes end with this process, however it ends.
 *
 * @throws KafkaLocalError when it cannot run here; the message is one line, with a remedy
 */
export async function startLocalKafka(options: LocalKafkaOptions): Promise<LocalKafka> {
  const { dataDir, nodes = 1, ports, heapMb = 256, settings, patienceMs = PATIENCE_MS, signal } = options;
  const { listeners = {}, users = {}, keep } = options;
  if (nodes > 1 && Object.keys(listeners).length > 0)
    throw new KafkaLocalError('Further listeners are for one node: leave them out, or `nodes`.');
  const java = locateJava();
  const classPath = await resolveClassPath();
  const watchdog = new Watchdog();
  const javaArguments = [`-Xmx${heapMb}m`, '-Xms64m', '-XX:+UseSerialGC', '-Xshare:auto', '-Djava.awt.headless=true'];

  /** Ports that were free may be taken by now. */
  const begin = async (attemptsLeft: number): Promise<Begun> => {
    const layout = await layOut(dataDir, nodes, ports);
    const doors = { listeners, users, ports: await portsOf(listeners) };
    const formatArguments = scramArguments(listeners, users);
    const { clusterId } = layout;
    const brokers = new Map(
      layout.nodes.map((node) => {
        const properties = propertiesOf(node, layout, doors, settings);
        const setup = { java, classPath, clusterId, watchdog, javaArguments, formatArguments, properties };
        return [node.id, new Broker(node, setup)];
      }),
    );
    const all = [...brokers.values()];
    try {
      for (const broker of all) broker.start();
      await answering(all, patienceMs, signal);
      return { layout, brokers, ports: doors.ports };
    } catch (error) {
      await Promise.all(all.map((broker) => broker.kill()));
      if (attemptsLeft > 0 && /already in use/i.test((error as Error).message)) return begin(attemptsLeft - 1);
      watchdog.end();
      throw error;
    }
  };
  const { layout, brokers, ports: doorPorts } = await begin(ATTEMPTS - 1);

  const brokerOf = (node = 1): Broker => {
    const broker = brokers.get(node);
    if (!broker) throw new KafkaLocalError(`There is no node ${node}; there are 1 to ${nodes}.`);
    return broker;
  };
  const stopping = new AbortController();
  if (keep)
    for (const broker of brokers.values())
      keepRunning(broker, (called) => answering([broker], patienceMs, called), keep, stopping.signal);
  const stop = async (): Promise<void> => {
    stopping.abort();
    await Promise.all([...brokers.values()].map((broker) => broker.stop()));
    watchdog.end();
  };
  return {
    brokers: layout.nodes.map(({ port }) => `127.0.0.1:${port}`).join(','),
    listeners: Object.fromEntries(Object.entries(doorPorts).map(([name, port]) => [name, `127.0.0.1:${port}`])),
    get pids() {
      return Object.fromEntries([...brokers].map(([id, { pid }]) => [id, pid]));
    },
    kill: (node) => brokerOf(node).kill(),
    halt: (node) => brokerOf(node).stop(),
    restart: async (node) => {
      const broker = brokerOf(node);
      await broker.stop();
      broker.start();
      await answering([broker], patienceMs);
    },
    stop,
  };
}

/** Waits until each of these nodes answers, and says that all of them are there. */
async function answering(brokers: readonly Broker[], patienceMs: number, signal?: AbortSignal): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (const broker of brokers)
    while (!(await answers(broker.node.port, brokers))) {
      signal?.throwIfAborted();
      broker.requireRunning();
      if (performance.now() > deadline)
        throw new KafkaLocalError(
          `Kafka node ${broker.node.id} did not answer within ${patienceMs / 1_000} s (log: ${broker.node.directory}/kafka.log).`,
        );
      await delay(POLL_MS);
    }
}

async function answers(port: number, expected: readonly Broker[]): Promise<boolean> {
  const admin = new Kafka({
    brokers: [`127.0.0.1:${port}`],
    clientId: 'opsledger-kafka-local',
    connectionTimeout: 1_000,
    requestTimeout: 5_000,
    retry: { retries: 0 },
    logLevel: logLevel.NOTHING,
  }).admin();
  try {
    await admin.connect();
    const { brokers, controller } = await admin.describeCluster();
    const there = new Set(brokers.map(({ nodeId }) => nodeId));
    return controller !== null && expected.every(({ node }) => there.has(node.id));
  } catch {
    return false;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
