import 'reflect-metadata';
import { gatewayEnvironmentSchema, readGatewayEnvironment, runProcess } from '@opsledger/service-host';
import { publishedContracts, startGateway } from './start-gateway';

void runProcess({
  about: 'The public door of Opsledger, in front of services that run elsewhere.',
  schema: gatewayEnvironmentSchema,
  read: (variables) =>
    readGatewayEnvironment(
      variables,
      publishedContracts.map(({ service }) => service),
    ),
  start: startGateway,
});
