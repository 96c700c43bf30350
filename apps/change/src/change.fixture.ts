import { changeContracts, type Reference } from '@opsledger/contracts';
import { notFound } from '@opsledger/service-kit';
import {
  ADA,
  CARLA,
  ROOT,
  answering,
  person,
  referenceTo,
  runningServices,
  type RunningServices,
} from '@opsledger/service-testing';
import { changeService } from './change.service';

export { ADA, CARLA, ROOT, referenceTo };
export const MAX = person('p-max', 'Max Manager', 'change-manager');
export const CAB1 = person('p-cab1', 'Cab One', 'cab-member');
export const CAB2 = person('p-cab2', 'Cab Two', 'cab-member');
export const NETWORK: Reference = { id: 't-network', name: 'Network' };

/** Knows one team with one member. */
const directory = answering('directory', {
  CheckMembership: ({ teamId, personId }: { teamId: string; personId?: string }) => {
    const isAda = personId === ADA.actor.id;
    return { team: teamId === NETWORK.id ? NETWORK : null, person: isAda ? referenceTo(ADA) : null, member: isAda };
  },
});

/** What is downstream of items by id, as long as a spec says so. */
export const needs = new Map<string, readonly Reference[]>();

/** Knows that `ci-db` is needed by a live service, and by `ci-web`. */
const cmdb = answering('cmdb', {
  GetImpact: ({ id, direction }: { id: string; direction: string }) => {
    if (id === 'ci-web') return { nodes: direction === 'downstream' ? [{ id: 'ci-db', name: 'db' }] : [] };
    if (needs.has(id)) return { nodes: direction === 'downstream' ? needs.get(id) : [] };
    if (id !== 'ci-db') throw notFound('No such item.');
    const nodes = [
      { id: 's-mail', name: 'Mail', service: true, live: true, criticality: 'critical' },
      { id: 'ci-web', name: 'web', service: false, live: true, criticality: null },
    ];
    return { nodes: direction === 'upstream' ? nodes : [] };
  },
});

export interface RunningChanges extends RunningServices {
  /** Records a fact of another service. */
  happened(category: string, id: string, type: string, data: object): Promise<void>;
}

/** The change service, with what it asks of others. */
export async function runningChanges(): Promise<RunningChanges> {
  const running = await runningServices([{ definition: changeService, contracts: changeContracts }], [directory, cmdb]);
  return { ...running, happened: (category, id, type, data) => running.state(category, id, { type, data }) };
}
