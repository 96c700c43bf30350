import { runProcess } from '@opsledger/service-host';
import { readRelayEnvironment, relayEnvironmentSchema } from './environment';
import { startRelay } from './start-relay';

void runProcess({
  about: 'Publishes what the log of Opsledger holds to Kafka: events, states of records, dead letters.',
  schema: relayEnvironmentSchema,
  read: readRelayEnvironment,
  start: startRelay,
});
