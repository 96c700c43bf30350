import 'reflect-metadata';
import { publishedContracts } from '@opsledger/contracts';
import { gatewayEnvironmentSchema, readGatewayEnvironment, runProcess } from '@opsledger/service-host';
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
});
