import { SILENT, type Log } from '@opsledger/event-sourcing';
import { seldom } from '@opsledger/service-kit';
import { Kafka, logLevel, type LogEntry, type SASLOptions } from 'kafkajs';
import { brokerSockets } from './broker-sockets';
import { requireConsistent, type KafkaEnvironment } from './kafka-environment';
import { readTlsFiles } from './tls-files';

/** Variables that say how brokers are reached; all but their addresses may be left out. */
export type ConnectionSettings = Pick<KafkaEnvironment, 'KAFKA_BROKERS'> &
  Partial<Omit<KafkaEnvironment, 'KAFKA_BROKERS'>>;

/**
 * A client for the brokers that the environment names; nothing is connected yet. Tries are few and short: whoever uses it goes
 * on trying in its own way and says so.
 *
 * @throws InvalidEnvironment for variables that do not fit together, or files that are not what they should be
 */
export function connectKafka(settings: ConnectionSettings, clientId: string, log: Log = SILENT): Kafka {
  requireConsistent(settings as KafkaEnvironment);
  if (settings.KAFKA_TLS) readTlsFiles(settings);
  else if (settings.KAFKA_SASL_MECHANISM === 'plain')
    log.warn({}, 'KAFKA_SASL_MECHANISM=plain without KAFKA_TLS: the network can read the password');
  const { warn } = seldom(log);
  return new Kafka({
    clientId,
    brokers: brokersOf(settings),
    ssl: settings.KAFKA_TLS,
    socketFactory: brokerSockets(settings),
    sasl: saslOf(settings),
    connectionTimeout: 3_000,
    authenticationTimeout: 5_000,
    requestTimeout: 30_000,
    retry: { retries: 5, initialRetryTime: 100, maxRetryTime: 2_000 },
    logLevel: logLevel.WARN,
    // The library calls an error whatever it tries again; what matters comes to us as a rejection.
    logCreator: () => (entry) => {
      if (!isChosen(entry)) warn(fieldsOf(entry), `Kafka client: ${entry.log.message}`);
    },
  });
}

/**
 * Told when a producer is made whose retries are few, as ours are on purpose: after its first failure it is used up, so that
 * nothing is doubled or lost by giving up.
 */
const isChosen = ({ log: { message } }: LogEntry): boolean =>
  message.startsWith('Limiting retries for the idempotent producer');

/** The brokers that the environment names, each `host:port`. */
export const brokersOf = ({ KAFKA_BROKERS }: Pick<KafkaEnvironment, 'KAFKA_BROKERS'>): string[] =>
  KAFKA_BROKERS.split(',').map((broker) => broker.trim());

function saslOf(settings: ConnectionSettings): SASLOptions | undefined {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = settings;
  return mechanism && username && password ? { mechanism, username, password } : undefined;
}

function fieldsOf({ namespace, log: { broker, error, groupId, retryCount } }: LogEntry): object {
  return { namespace, broker, error, groupId, retryCount };
}
