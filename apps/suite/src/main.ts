import 'reflect-metadata';
import { runProcess } from '@opsledger/service-host';
import { announcement } from './announcement';
import { readEnvironment, suiteEnvironmentSchema } from './environment';
import { startSuite } from './start-suite';

void runProcess({
  about: 'Opsledger: every service and the gateway in one process.',
  schema: suiteEnvironmentSchema,
  read: readEnvironment,
  start: async (environment, logger, teardown, signal) => {
    const announced = await startSuite(environment, logger, teardown, signal);
    console.log(announcement(announced));
    return announced;
  },
});
