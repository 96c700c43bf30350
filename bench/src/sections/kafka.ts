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

/** Services as processes of their own on one broker of this machine, and what carries events between them. */
export async function benchKafka(directory: string, { seconds, backlog, behind }: Sizes): Promise<Row[]> {
  // As above it: PostgreSQL may be another user, who must be able to pass through.
  mkdirSync(directory, { mode: 0o711 });
  const kafka = await startLocalKafka({ dataDir: join(directory, 'broker'), heapMb: 384 });
  const { brokers } = kafka;
  try {
    return [
      ...(await benchDistributed(directory, brokers, seconds)),
      ...(await benchRelay(join(directory, 'log'), brokers, backlog)),
      ...(await benchCatchUp(brokers, behind)),
    ];
  } finally {
    await kafka.stop();
  }
}
