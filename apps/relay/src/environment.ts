import { publishedContracts } from '@opsledger/contracts';
import { kafkaEnvironment, type KafkaEnvironment } from '@opsledger/kafka';
import {
  gatewayEnvironmentSchema,
  port,
  readGatewayEnvironment,
  type GatewayEnvironment,
} from '@opsledger/service-host';
import { InvalidEnvironment, parseEnvironment } from '@opsledger/service-kit';
import { Type } from '@sinclair/typebox';
import { stateKinds } from './states/state-kinds';

const PORT = 8080;

/** Nobody sends a relay requests that it could limit. */
const { RATE_LIMIT: _limitsRequests, ...asGateway } = gatewayEnvironmentSchema.properties;

/** Variables of a relay that runs as a process of its own: it reaches services as a gateway does. */
export const relayEnvironmentSchema = Type.Object({
  ...asGateway,
  PORT: port(PORT, 'where health and metrics are served'),
  HOST: Type.Optional(Type.String({ description: 'address for health and metrics' })),
  ...kafkaEnvironment,
});

export type RelayEnvironment = GatewayEnvironment & KafkaEnvironment;

/** @throws InvalidEnvironment that names every variable that is wrong */
export function readRelayEnvironment(variables: NodeJS.ProcessEnv): RelayEnvironment {
  const asked = [...new Set([...stateKinds(publishedContracts).values()].map(({ service }) => service))];
  const problems: string[] = [];
  const reading = <Part extends object>(read: () => Part): Part | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof InvalidEnvironment)) throw error;
      problems.push(...error.problems);
      return undefined;
    }
  };
  const process = reading(() => readGatewayEnvironment({ PORT: String(PORT), ...withoutKafka(variables) }, asked));
  const kafka = reading(() => parseEnvironment(Type.Object(kafkaEnvironment), variables));
  if (process && kafka) return { ...process, ...kafka };
  throw new InvalidEnvironment([...new Set(problems)]);
}

/** What is said of Kafka is read once, lest a fault of it is told twice. */
const withoutKafka = (variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(variables).filter(([name]) => !Object.hasOwn(kafkaEnvironment, name)));
