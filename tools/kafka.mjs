import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { clearInterval, setInterval } from 'node:timers';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { startLocalKafka } = createRequire(import.meta.url)(join(root, 'libs', 'kafka-local', 'dist', 'index.js'));

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '1' },
    port: { type: 'string', default: '9092', short: 'p' },
    data: { type: 'string' },
  },
});
const nodes = Number(values.nodes);
const port = Number(values.port);
const dataDir = resolve(values.data ?? join(root, '.opsledger', `kafka-${nodes}`));

try {
  const ports = port === 0 ? [] : Array.from({ length: nodes }, (_, index) => port + index);
  const kafka = await startLocalKafka({
    dataDir,
    nodes,
    ports,
    heapMb: 512,
    keep: { info: console.log, warn: console.warn },
  });
  const alive = setInterval(() => {}, 60_000);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.once(signal, async () => {
      clearInterval(alive);
      await kafka.stop();
    });
  console.log(`KAFKA_BROKERS=${kafka.brokers}`);
  console.log(`Kafka runs (data: ${dataDir}); Ctrl-C ends it.`);
} catch (error) {
  console.error(error.name === 'KafkaLocalError' ? `kafka: ${error.message}` : error);
  process.exitCode = 1;
}
