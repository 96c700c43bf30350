import 'reflect-metadata';
import { publishedContracts } from '@opsledger/contracts';
import { CALLS_STOP_MS, gatewayEnvironmentSchema, readGatewayEnvironment, runProcess } from '@opsledger/service-host';
import { startGateway } from './start-gateway';

void runProcess({
  about: 'The public door of Opsledger, in front of services that run elsewhere.',
  schema: gatewayEnvironmentSchema,
  read: (variables) =>
    readGatewayEnvironment(
      variables,
      publishedContracts.map(({ service }) => service),
    ),
  start: startGateway,
  stopMs: CALLS_STOP_MS,
});
