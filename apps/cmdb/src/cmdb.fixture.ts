import { cmdbContracts } from '@opsledger/contracts';
import { ADA, person, runningServices, type RunningServices } from '@opsledger/service-testing';
import { cmdbService } from './cmdb.service';

export { ADA };
export const CONNIE = person('p-connie', 'Connie Config', 'config-manager');

export type RunningCmdb = RunningServices;

/** The configuration database, in the hands of Connie unless told. */
export async function runningCmdb(): Promise<RunningCmdb> {
  const running = await runningServices([{ definition: cmdbService, contracts: cmdbContracts }]);
  return {
    ...running,
    command: (type, id, data, by = CONNIE) => running.command(type, id, data, by),
    query: (type, params, by = CONNIE, position = 'latest') => running.query(type, params, by, position),
  };
}
