import { rmSync } from 'node:fs';
import { eventually, temporaryDirectory } from '@opsledger/testing';
import { startDistributed } from './distributed-process';
import { startSuite, type SuiteProcess } from './suite-process';

/** One story through all services: what broke, who was hit, which change did it, what helps, and how it all hangs together. */

const directories: string[] = [];
afterAll(() => directories.forEach((directory) => rmSync(directory, { recursive: true, force: true })));

function newDirectory(): string {
  const directory = temporaryDirectory();
  directories.push(directory);
  return directory;
}

const waysToRun: readonly (readonly [string, (environment: Record<string, string>) => Promise<SuiteProcess>])[] = [
  ['in one process', (environment) => startSuite(environment)],
  ['as a process each', (environment) => startDistributed(environment, '--no-kafka', '--replicas', 'incident=2')],
  ['as a process each, with Kafka', (environment) => startDistributed(environment)],
];

let suite: SuiteProcess;
let token: string | undefined;

async function call(method: 'GET' | 'POST', path: string, body?: object): Promise<any> {
  const response = await suite.fetch(`/v1/${path}`, {
    method,
    ...(body && { body: JSON.stringify(body) }),
    ...(token !== undefined && { token }),
  });
  const answer = (await response.json()) as any;
  if (response.status >= 400) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}
const post = (path: string, body: object = {}) => call('POST', path, body);
const get = (path: string) => call('GET', path);

/** What `work` does is done by that person. */
async function as<T>(person: { token: string }, work: () => Promise<T>): Promise<T> {
  token = person.token;
  try {
    return await work();
  } finally {
    token = undefined;
  }
}

async function somebody(name: string, ...roles: string[]) {
  const { id } = await post('people', { name, roles });
  const { token: theirs } = await post('access-tokens', { label: name, person: id, roles });
  return { id, name, token: theirs as string };
}

const item = async (name: string, className: string, more: object = {}) => {
  const { id } = await post('configuration-items', { name, class: className, ...more });
  return { id: id as string, name };
};

test.each(waysToRun)(
  'an outage, %s: from configuration and change to workaround, article and timeline',
  async (_, start) => {
    suite = await start({ OPSLEDGER_DATA: newDirectory() });
    const mona = await somebody('Mona Manager', 'change-manager', 'problem-manager', 'config-manager', 'agent');
    const adam = await somebody('Adam Approver', 'cab-member');
    const [kim, kurt] = [
      await somebody('Kim Writer', 'knowledge-editor'),
      await somebody('Kurt Reader', 'knowledge-editor'),
    ];
    const carla = await somebody('Carla Caller', 'requester');

    const shop = await item('Web shop', 'business_service', { criticality: 'critical' });
    const orders = await item('orders-db', 'database');
    await post(`configuration-items/${shop.id}/relate`, { kind: 'depends_on', targetId: orders.id });

    // A change is approved by the one who is asked, carried out, and goes wrong.
    const plannedStart = new Date(Date.now() + 60_000).toISOString();
    const plannedEnd = new Date(Date.now() + 3_600_000).toISOString();
    const change = await as(mona, async () => {
      const drafted = await post('changes', {
        type: 'normal',
        title: 'New index on orders',
        plannedStart,
        plannedEnd,
        implementationPlan: 'Create it.',
        testPlan: 'Compare plans.',
        backOutPlan: 'Drop it.',
        cis: [orders],
      });
      await post(`changes/${drafted.id}/submit`);
      const { id, name } = adam;
      const groups = [{ name: 'Database board', quorum: { kind: 'all' }, approvers: [{ id, name }] }];
      await post(`changes/${drafted.id}/request-approval`, { groups });
      return drafted;
    });
    const assessed = await get(`changes/${change.id}`);
    const live = assessed.riskAssessment.contributions.filter(({ points }: { points: number }) => points > 0);
    expect(live.length).toBeGreaterThan(0);
    await expect(as(mona, () => post(`changes/${change.id}/answer-approval`, { answer: 'approved' }))).rejects.toThrow(
      '4',
    );
    await as(adam, () => post(`changes/${change.id}/answer-approval`, { answer: 'approved' }));
    await as(mona, async () => {
      await post(`changes/${change.id}/schedule`);
      await post(`changes/${change.id}/implement`);
      await post(`changes/${change.id}/finish`, { result: 'backed_out', notes: 'Orders were locked.' });
    });

    // The incident is about the shop; what it needs was touched a moment ago.
    const incident = await post('incidents', {
      title: 'Orders time out in the web shop',
      description: 'The checkout hangs.',
      impact: 1,
      urgency: 1,
      category: 'shop',
      service: shop,
      caller: { id: carla.id, name: carla.name },
    });
    await eventually(async () => {
      const { affectedServices, suspects, unanswered } = await get(`incidents/${incident.id}/insights`);
      expect(unanswered).toEqual([]);
      expect(affectedServices).toMatchObject([{ service: shop, criticality: 'critical' }]);
      expect(suspects).toMatchObject([{ kind: 'recent_change', record: { name: change.number }, on: orders }]);
    });
    await eventually(async () => {
      const { items } = await get(`changes/${change.id}/aftermath`);
      expect(items).toMatchObject([{ incident: { name: incident.number }, linked: false }]);
    });
    const link = { kind: 'caused_by_change', target: { id: change.id, name: change.number } };
    await post(`incidents/${incident.id}/links`, link);

    // A problem stands behind it; its workaround reaches the incident and drafts an article.
    const problem = await as(mona, async () => {
      const logged = await post('problems', {
        title: 'Index creation locks orders',
        description: 'Orders hang while an index is made.',
        impact: 1,
        urgency: 2,
        category: 'shop',
        service: shop,
        incidents: [{ id: incident.id, name: incident.number }],
      });
      await post(`problems/${logged.id}/workaround`, { workaround: 'Drop the index, restart the pool.' });
      return logged;
    });
    await eventually(async () => {
      expect(await get(`incidents/${incident.id}`)).toMatchObject({
        workarounds: [{ workaround: 'Drop the index, restart the pool.' }],
        links: expect.arrayContaining([{ kind: 'problem', target: { id: problem.id, name: problem.number } }]),
      });
      expect(await get(`problems/${problem.id}`)).toMatchObject({ knownError: true, incidentCount: 1 });
    });
    const article = await eventually(async () => {
      const { items } = await get('knowledge?state=draft');
      expect(items).toHaveLength(1);
      return items[0];
    });

    // Written by one, published by another; internal until somebody says otherwise.
    await as(kim, async () => {
      await post(`knowledge/${article.id}/revise`, { audience: 'public' });
      await post(`knowledge/${article.id}/submit`);
    });
    await expect(as(kim, () => post(`knowledge/${article.id}/publish`))).rejects.toThrow('author');
    await expect(as(carla, () => get(`knowledge/${article.id}`))).rejects.toThrow('404');
    await as(kurt, () => post(`knowledge/${article.id}/publish`));
    await eventually(async () => {
      const { items } = await as(carla, () => get('knowledge/search?q=indx%20creation'));
      expect(items).toMatchObject([{ id: article.id }]);
    });
    const knowledge = { id: article.id, name: article.number };
    await post(`incidents/${incident.id}/resolve`, { code: 'workaround', notes: 'Index dropped.', knowledge });
    await eventually(async () => expect((await get(`knowledge/${article.id}`)).use).toMatchObject({ resolved: 1 }));

    // Everything hangs together, whichever end one starts from, and only for those who may see it.
    await eventually(async () => {
      const { records, items } = await get(`timeline?subject=${change.number}`);
      const names = records.map(({ name }: { name: string }) => name);
      expect(names).toEqual(expect.arrayContaining([change.number, incident.number, problem.number]));
      const facts: string[] = items.map(({ fact }: { fact: string }) => fact);
      const order = ['ChangeImplementationStarted', 'IncidentLogged', 'ProblemLogged', 'IncidentResolved'];
      const places = order.map((fact) => facts.indexOf(fact));
      expect([...places].sort((one, other) => one - other)).toEqual(places);
      expect(items.every(({ by, at }: any) => by.name && at)).toBe(true);
    });
    await expect(as(carla, () => get(`timeline?subject=${incident.number}`))).rejects.toThrow('403');
    expect(await suite.end('SIGTERM')).toEqual({ code: 0, signal: null });
  },
  180_000,
);
