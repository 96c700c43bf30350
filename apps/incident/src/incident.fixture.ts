import { ALWAYS } from '@opsledger/business-time';
import { incidentContracts, type Reference } from '@opsledger/contracts';
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
import { notFound } from '@opsledger/service-kit';
import { incidentService } from './incident.service';

export { ADA, CARLA, ROOT, referenceTo };
export const SAM = person('p-sam', 'Sam Stranger', 'requester');
export const NETWORK: Reference = { id: 't-network', name: 'Network' };

/** Knows one team with one member, and three people. */
const directory = answering('directory', {
  CheckMembership: ({ teamId, personId }: { teamId: string; personId?: string }) => {
    const isAda = personId === ADA.actor.id;
    return { team: teamId === NETWORK.id ? NETWORK : null, person: isAda ? referenceTo(ADA) : null, member: isAda };
  },
  GetPerson: ({ id }: { id: string }) => {
    const known = [ADA, CARLA, SAM].find(({ actor }) => actor.id === id);
    if (!known) throw notFound(`There is no person ${id}.`);
    return referenceTo(known);
  },
});

/** Has one calendar, on which time always counts. */
const serviceLevels = answering('sla', {
  GetSlaCalendar: () => ({ versions: [{ version: 1, definition: ALWAYS }] }),
});

/** Has one problem. */
export const LEAK: Reference = { id: '00000000-0000-4000-8000-0000000000bb', name: 'PRB0000001' };
const problems = answering('problem', {
  GetProblem: ({ id }: { id: string }) => {
    if (id.toUpperCase() !== LEAK.name) throw notFound(`There is no problem ${id}.`);
    return { id: LEAK.id, number: LEAK.name };
  },
});

export interface RunningIncidents extends RunningServices {
  /** Records what happened to a clock of an incident, as service level management would. */
  promised(id: string, type: string, clock: object): Promise<void>;
}

/** The incident service, with what it asks of others. */
export async function runningIncidents(): Promise<RunningIncidents> {
  const running = await runningServices(
    [{ definition: incidentService, contracts: incidentContracts }],
    [directory, serviceLevels, problems],
  );
  const promised = (id: string, type: string, stood: object) => {
    const data = { record: 'incident', kind: 'SLA', target: 'resolution', verdict: null, ...stood };
    return running.state('slaclocks', id, { type, data });
  };
  return { ...running, promised };
}
