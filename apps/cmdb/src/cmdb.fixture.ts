import { cmdbContracts, type Reference } from '@opsledger/contracts';
import { ADA, answering, person, referenceTo, runningServices, type RunningServices } from '@opsledger/service-testing';
import { cmdbService } from './cmdb.service';

export { ADA };
export const CONNIE = person('p-connie', 'Connie Config', 'config-manager');

export const NETWORK: Reference = { id: 't-network', name: 'Network' };

/** Knows one team and one person. */
const directory = answering('directory', {
  CheckMembership: ({ teamId, personId }: { teamId: string; personId?: string }) => ({
    team: teamId === NETWORK.id ? NETWORK : null,
    person: personId === ADA.actor.id ? referenceTo(ADA) : null,
    member: false,
  }),
});

export type RunningCmdb = RunningServices;

/** The configuration database, in the hands of Connie unless told. */
export async function runningCmdb(): Promise<RunningCmdb> {
  const running = await runningServices([{ definition: cmdbService, contracts: cmdbContracts }], [directory]);
  return {
    ...running,
    command: (type, id, data, by = CONNIE) => running.command(type, id, data, by),
    query: (type, params, by = CONNIE, position = 'latest') => running.query(type, params, by, position),
  };
}
