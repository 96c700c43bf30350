import { setTimeout as delay } from 'node:timers/promises';
import type { Broker } from './broker';

/** Where it is told that a node ended and was started again; pino's shape. */
export interface KafkaLog {
  info(message: string): void;
  warn(message: string): void;
}

const LONGEST_PAUSE_MS = 10_000;

const pauseAfter = (failures: number) => Math.min(200 * 2 ** failures, LONGEST_PAUSE_MS);

/** Starts a node again whenever it ends without having been told to, at once at first, until the signal aborts. */
export function keepRunning(
  broker: Broker,
  answers: (signal: AbortSignal) => Promise<void>,
  log: KafkaLog,
  signal: AbortSignal,
): void {
  const { id } = broker.node;
  let reviving = false;
  const revive = async (): Promise<void> => {
    for (let failures = 0; !signal.aborted; failures++)
      try {
        await delay(pauseAfter(failures), undefined, { signal });
        broker.start();
        await answers(signal);
        return log.info(`Kafka node ${id} is back (pid ${broker.pid})`);
      } catch (error) {
        await broker.kill();
        if (!signal.aborted) log.warn((error as Error).message);
      }
  };
  broker.onLost = (pid) => {
    // One that ends again while it starts is in those hands already.
    if (reviving || signal.aborted) return;
    reviving = true;
    log.warn(`Kafka node ${id} (pid ${pid}) ended unexpectedly; starting it again`);
    void revive().finally(() => (reviving = false));
  };
}
