import { join } from 'node:path';
import { load } from '../load/load';
import { startDistributed } from '../peers/distributed';
import { TOKEN, type Peer } from '../peers/processes';
import type { Row } from '../report';
import { benchLatency } from './kafka-latency';
import { settled } from './records';

const CONNECTIONS = 32;
/** Compiles what is measured; a dozen processes on few cores take that long, and alike whatever their number. */
const WARM_UP_S = 15;

/**
 * Creates through the gateway: how many there can be by processes of the service, and, where there is one, how soon others
 * hear of them.
 */
export async function benchDistributed(
  directory: string,
  brokers: string,
  seconds: number,
  replicas: number,
): Promise<Row[]> {
  const on = { brokers, prefix: `bench-${replicas}` };
  const suite = await startDistributed(join(directory, `suite-${replicas}`), on, '--replicas', `incident=${replicas}`);
  try {
    await creates(suite, WARM_UP_S);
    await settled(suite);
    const throughput = await benchCreates(suite, replicas, seconds);
    if (replicas > 1) return throughput;
    await settled(suite);
    return [...(await benchLatency(suite, on, seconds)), ...throughput];
  } finally {
    await suite.stop();
  }
}

const creates = (suite: Peer, seconds: number) =>
  load({
    url: suite.url,
    paths: ['/v1/incidents'],
    method: 'POST',
    connections: CONNECTIONS,
    seconds,
    body: 'incident',
    headers: { authorization: `Bearer ${TOKEN}` },
  });

async function benchCreates(suite: Peer, replicas: number, seconds: number): Promise<Row[]> {
  const { perSecond, p50, p99, requests, failed } = await creates(suite, seconds);
  const section = `Distributed: creates, ${CONNECTIONS} connections`;
  const by = `incident service of ${replicas} ${replicas === 1 ? 'process' : 'processes'}`;
  return [
    { section, what: by, figure: (perSecond * (requests - failed)) / requests, unit: 'creates/s' },
    { section, what: `${by}, p50`, figure: p50, unit: 'ms' },
    { section, what: `${by}, p99`, figure: p99, unit: 'ms' },
    ...(failed > 0 ? [{ section, what: `${by}, not answered with 2xx`, figure: failed, unit: 'requests' }] : []),
  ];
}
