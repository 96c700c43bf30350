import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startLocalKafka } from '@opsledger/kafka-local';
import type { Row } from '../report';
import { benchCatchUp } from './kafka-catch-up';
import { benchRelay } from './kafka-relay';
import { benchDistributed } from './kafka-services';

interface Sizes {
  readonly seconds: number;
  /** Events that the log has before the relay starts. */
  readonly backlog: number;
  /** Events that a reader has not seen when it starts. */
  readonly behind: number;
}

/**
 * Services as processes of their own on one broker of this machine, and what carries events between them. Figures are
 * told part by part: what fails takes nothing away from what was measured, nor from what can still be.
 *
 * @throws Error that names the parts that failed, when all have had their turn
 */
export async function benchKafka(
  directory: string,
  { seconds, backlog, behind }: Sizes,
  measured: (rows: readonly Row[]) => void,
): Promise<void> {
  // As above it: PostgreSQL may be another user, who must be able to pass through.
  mkdirSync(directory, { mode: 0o711 });
  const kafka = await startLocalKafka({ dataDir: join(directory, 'broker'), heapMb: 384 });
  const { brokers } = kafka;
  const parts: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
    services: () => benchDistributed(directory, brokers, seconds, 1),
    'services, one of them twice': () => benchDistributed(directory, brokers, seconds, 2),
    relay: () => benchRelay(join(directory, 'log'), brokers, backlog),
    'catching up': () => benchCatchUp(brokers, behind),
  };
  const failures: string[] = [];
  try {
    for (const [part, measure] of Object.entries(parts))
      try {
        measured(await measure());
      } catch (error) {
        failures.push(`${part}: ${(error as Error).message}`);
      }
  } finally {
    await kafka.stop();
  }
  if (failures.length > 0) throw new Error(`kafka, not measured: ${failures.join('; ')}`);
}
