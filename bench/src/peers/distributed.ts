import { publishedContracts } from '@opsledger/contracts';
import { start, TOKEN, type Peer } from './processes';

/** A broker, and topics on it that nobody else uses. */
export interface OnKafka {
  readonly brokers: string;
  readonly prefix: string;
}

const common = ({ brokers, prefix }: OnKafka) => ({
  KAFKA_BROKERS: brokers,
  KAFKA_TOPIC_PREFIX: prefix,
  HOST: '127.0.0.1',
  LOG_LEVEL: 'error',
  NODE_ENV: 'production',
});

/** Every service as a process of its own, as `npm run start:distributed` runs it. */
export const startDistributed = (dataDir: string, kafka: OnKafka, ...options: readonly string[]): Promise<Peer> =>
  start(
    'apps/suite/dist/distributed/main.js',
    { ...common(kafka), OPSLEDGER_DATA: dataDir, OPSLEDGER_TOKEN: TOKEN },
    '/health/ready',
    // The supervisor hands its own flags on to a dozen processes.
    { flags: [], options, within: 180_000 },
  );

/** Nobody listens there. */
const NOWHERE = '127.0.0.1:1';

/** The relay alone on a log. It publishes events; states wait, for there is no service to be asked for them. */
export const startRelay = (databaseUrl: string, kafka: OnKafka): Promise<Peer> =>
  start(
    'apps/relay/dist/main.js',
    {
      ...common(kafka),
      LOG_LEVEL: 'silent',
      DATABASE_URL: databaseUrl,
      OPSLEDGER_SERVICES: publishedContracts.map(({ service }) => `${service}=${NOWHERE}`).join(';'),
    },
    '/health/live',
    { flags: [] },
  );
