import 'reflect-metadata';
import { runProcess } from '@opsledger/service-host';
import { announcement } from '../announcement';
import { distributedEnvironmentSchema, readDistributedEnvironment } from './environment';
import { readOptions } from './options';
import { SERVICE_NAMES } from './service-names';
import { startDistributed } from './start-distributed';

void runProcess({
  about:
    'Opsledger: every service and the gateway as a process of its own, kept running.\n\n' +
    'Options: --replicas incident=2,sla=2   processes per service\n' +
    '         --base-port 4000              first of the ports that services take; free ones unless told\n' +
    '         --no-kafka                    publish nothing, unless KAFKA_BROKERS says where',
  schema: distributedEnvironmentSchema,
  read: (variables) => ({
    ...readDistributedEnvironment(variables),
    options: readOptions(process.argv.slice(2), SERVICE_NAMES),
  }),
  start: async ({ options, ...environment }, logger, teardown, signal) => {
    const announced = await startDistributed(options, environment, logger, teardown, signal);
    console.log(announcement(announced));
    return announced;
  },
  // The gateway first, then the services, then PostgreSQL: each takes its own time at most.
  stopMs: 45_000,
});
