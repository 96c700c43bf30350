import { rmSync } from 'node:fs';
import { eventually, temporaryDirectory } from '@opsledger/testing';
import { isRunning, startDistributed, type DistributedProcess } from './distributed-process';
import { spawnSuite } from './suite-process';
import { join } from 'node:path';

const dataDir = temporaryDirectory();
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const start = (...options: string[]) => startDistributed({ OPSLEDGER_DATA: dataDir }, '--no-kafka', ...options);
const body = JSON.stringify({ title: 'Payments are slow', impact: 2, urgency: 2 });
const log = (suite: DistributedProcess) => suite.fetch('/v1/incidents', { method: 'POST', body });
const LONG = { timeoutMs: 60_000 };
jest.setTimeout(400_000);

test('a process each, with replicas; told to stop, all of them end in good order', async () => {
  const suite = await start('--replicas', 'incident=2');
  const services = suite.members().map(({ service }) => service);
  expect(services.filter((service) => service === 'incident')).toHaveLength(2);
  expect(new Set(services).size).toBe(10);

  const { items, unanswered } = (await (await suite.fetch('/v1/projections')).json()) as any;
  expect(unanswered).toEqual([]);
  const lists = items.filter(({ name }: { name: string }) => name === 'incident-list');
  expect(lists).toMatchObject([{ service: 'incident', state: 'live' }]);
  expect((await suite.fetch('/v1/projections/incident-list/rebuild', { method: 'POST', body: '{}' })).status).toBe(202);

  const before = suite.members();
  expect(await suite.end('SIGTERM')).toEqual({ code: 0, signal: null });
  expect(before.filter(({ pid }) => isRunning(pid))).toEqual([]);
});

test('a service that is killed: a 503 names it or the call waits, then it is back', async () => {
  const suite = await start();
  expect((await log(suite)).status).toBe(201);
  const [killed] = suite.kill('incident');
  const seen = new Set<number>();
  await eventually(async () => {
    const response = await log(suite);
    seen.add(response.status);
    if (response.status === 503) {
      expect(response.headers.get('retry-after')).toBe('2');
      expect(await response.json()).toMatchObject({
        type: 'urn:opsledger:problem:service-unavailable',
        service: 'incident',
      });
    }
    expect(response.status).toBe(201);
    expect(suite.members('incident').map(({ pid }) => pid)).not.toEqual([killed]);
  }, LONG);
  expect([...seen].every((status) => status === 201 || status === 503)).toBe(true);
  expect((await suite.fetch('/v1/people')).status).toBe(200);
  await suite.end('SIGTERM');
});

test('a supervisor that is killed leaves nobody behind, and the next one takes over', async () => {
  const suite = await start();
  const { id } = (await (await log(suite)).json()) as { id: string };
  const members = suite.members();
  await suite.end('SIGKILL');
  await eventually(() => expect(members.filter(({ pid }) => isRunning(pid))).toEqual([]), LONG);

  const again = await start();
  expect((await again.fetch(`/v1/incidents/${id}`)).status).toBe(200);
  await again.end('SIGTERM');
});

test.each([
  [['--replicas', 'incidents=2'], /--replicas names incidents: there are directory, incident, /],
  [['--replicas', 'incident=0'], /--replicas needs 1 to 16 for incident/],
  [['--fast'], /There is no option --fast/],
])('%s is refused with what there is', async (options, message) => {
  const main = join(__dirname, '..', 'dist', 'distributed', 'main.js');
  const { ended, output } = spawnSuite({ OPSLEDGER_DATA: dataDir }, { main, options });
  expect((await ended).code).toBe(1);
  expect(output().trim()).toMatch(message);
});
