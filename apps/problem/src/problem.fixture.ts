import { problemContracts, type Reference, type Role } from '@opsledger/contracts';
import { NO_STREAM, PostgresEventStore, streamOf, type Actor } from '@opsledger/event-store';
import type { CommandMessage, CommandReceipt, Recipient } from '@opsledger/service-kit';
import { serviceProcess } from '@opsledger/service-testing';
import { fakeClock, testDatabase, type FakeClock } from '@opsledger/testing';
import { problemService } from './problem.service';

const MANAGER: Actor = { id: 'p-mona', name: 'Mona Manager', kind: 'person' };
const ROLES: readonly Role[] = ['problem-manager'];
export const MONA: Reference = { id: MANAGER.id, name: MANAGER.name };
export const NETWORK: Reference = { id: 't-network', name: 'Network' };

/** Knows one team with one member. */
const directory: Recipient = {
  name: 'directory',
  command: () => Promise.reject(new Error('No commands.')),
  query: async ({ params }) => {
    const { teamId, personId } = params as { teamId: string; personId?: string };
    const isMona = personId === MONA.id;
    return { team: teamId === NETWORK.id ? NETWORK : null, person: isMona ? MONA : null, member: isMona };
  },
};

interface ToldIncident extends Reference {
  readonly openedAt: string;
  readonly category: string | null;
}

/** The problem service as it runs in production, on a database of its own, with incidents that are told to it. */
export interface RunningProblems {
  readonly clock: FakeClock;
  /** Commands that incidents were sent. */
  readonly ordered: readonly CommandMessage[];
  command(type: string, id: string | undefined, data?: object): Promise<CommandReceipt>;
  query<Answer = any>(type: string, params?: object): Promise<Answer>;
  /** An incident there is, opened now. */
  incident(category?: string): ToldIncident;
  /** Records a fact of another service. */
  told(stream: string, type: string, data: object): Promise<void>;
  /** What happens to an incident when it is linked, or no longer. */
  linked(
    incident: Reference,
    kind: string,
    target: Reference,
    type?: 'IncidentLinked' | 'IncidentUnlinked',
  ): Promise<void>;
  timers(): Promise<readonly { readonly key: string; readonly due: Date }[]>;
  /** Resolves when everything has been done that is due by the clock. */
  settle(): Promise<void>;
  /** Ends this process and starts it again, as late as the clock says by then. */
  restart(meanwhile: () => void): Promise<void>;
  stop(): Promise<void>;
}

async function instance(url: string, clock: FakeClock, incidentService: Recipient) {
  const store = await PostgresEventStore.open({ url, clock: clock.now });
  const hosted = [{ definition: problemService, contracts: problemContracts }];
  const running = await serviceProcess({ store, url, clock, hosted, others: [directory, incidentService] });
  return { ...running, store };
}

export async function runningProblems(): Promise<RunningProblems> {
  const testDb = await testDatabase();
  const clock = fakeClock();
  const incidents: ToldIncident[] = [];
  const ordered: CommandMessage[] = [];
  const answer = ({ id, name, openedAt }: ToldIncident) => ({ id, number: name, openedAt });

  const incidentService: Recipient = {
    name: 'incident',
    command: async (message) => {
      ordered.push(message);
      const { kind, target } = message.data as { kind?: string; target: Reference };
      const one = incidents.find(({ id }) => id === message.id);
      if (message.type === 'LinkIncident' && one) await linked(one, kind!, target);
      return { id: message.id!, version: 1, position: await running.store.head(), recorded: 1 };
    },
    query: async ({ type, params }) => {
      const { id, ids, from, to, atLeast } = params as Record<string, any>;
      if (type === 'GetIncident') return answer(incidents.find((it) => it.id === id)!);
      const within = incidents.filter(({ openedAt }) => openedAt >= from && openedAt <= to);
      if (type === 'FindOpenedIncidents') return { incidents: within.filter((it) => ids.includes(it.id)).map(answer) };
      const categories = [...new Set(within.flatMap(({ category }) => category ?? []))];
      const clusters = categories
        .map((category) => ({ category, incidents: within.filter((it) => it.category === category).map(answer) }))
        .filter((it) => it.incidents.length >= atLeast);
      return { clusters };
    },
  };
  let running = await instance(testDb.url, clock, incidentService);
  let latest: string | undefined;

  async function told(stream: string, type: string, data: object): Promise<void> {
    const last = (await running.store.readStream(stream)).at(-1);
    const metadata = { actor: MANAGER, correlationId: 'spec' };
    const event = { id: crypto.randomUUID(), type, data, occurredAt: clock.now().toISOString(), metadata };
    latest = (await running.store.append(stream, last ?? NO_STREAM, [event])).position;
  }
  const linked: RunningProblems['linked'] = (incident, kind, target, type = 'IncidentLinked') =>
    told(streamOf('incident', incident.id), type, { keys: { number: incident.name }, kind, target });

  return {
    clock,
    ordered,
    async command(type, id, data = {}) {
      const now = clock.now().toISOString();
      const by = { actor: MANAGER, roles: ROLES };
      const receipt = await running.services.command({
        service: 'problem',
        type,
        id,
        data,
        now,
        correlationId: 'spec',
        ...by,
      });
      latest = receipt.position;
      return receipt;
    },
    query: (type, params = {}) =>
      running.services.query({
        service: 'problem',
        type,
        params: { ...params },
        actor: MANAGER,
        roles: ROLES,
        ...(latest && { position: latest }),
      }) as Promise<any>,
    incident(category) {
      const one = {
        id: crypto.randomUUID(),
        name: `INC${incidents.length + 1}`,
        openedAt: clock.now().toISOString(),
        category: category ?? null,
      };
      incidents.push(one);
      return one;
    },
    told,
    linked,
    timers: async () =>
      (await running.database.pool.query(`select key, due from opsledger.timers where process = 'detect-trends'`)).rows,
    async settle() {
      await running.settle();
      latest = await running.store.head();
    },
    async restart(meanwhile) {
      await running.stop();
      meanwhile();
      running = await instance(testDb.url, clock, incidentService);
    },
    async stop() {
      await running.stop();
      await testDb.close();
    },
  };
}
