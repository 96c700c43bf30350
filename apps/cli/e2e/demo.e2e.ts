import { eventually } from '@opsledger/testing';
import { runningSuite, type RunningSuite } from './running-suite';

const SIZE = ['--size', '60'];

let suite: RunningSuite;
beforeAll(async () => {
  suite = await runningSuite();
});
afterAll(() => suite.stop());

const total = async () =>
  (await suite.ask<{ rows: Record<string, number>[] }>('/v1/reports/incidents?from=2000-01-01&to=2099-01-01')).rows[0]!;

test('a demo stops at the first Ctrl-C and says how to go on', async () => {
  const { child, ended } = suite.opsledger('demo', ...SIZE);
  let said = '';
  child.stderr!.on('data', (part: Buffer) => (said += part.toString()));
  // By then somebody has a token of their own.
  await eventually(async () => expect(said).toContain('Telling changes'), { timeoutMs: 60_000, intervalMs: 5 });
  child.kill('SIGINT');
  expect(await ended).toMatchObject({
    code: 130,
    out: '',
    err: expect.stringContaining('Interrupted: the same command goes on where this one ended.'),
  });
});

test('a demo tells as many incidents as asked for; told again it adds nothing', async () => {
  const first = await suite.opsledger('demo', ...SIZE).ended;
  expect(first).toMatchObject({ code: 0, out: expect.stringContaining('60 incidents of the year up to') });
  await suite.caughtUp();
  const before = await total();
  const second = await suite.opsledger('demo', ...SIZE).ended;
  expect(second).toMatchObject({ code: 0, out: expect.stringMatching(/^Nothing new: 60 incidents.*were there\.\n$/) });
  await suite.caughtUp();
  expect(before).toMatchObject({ opened: 60 });
  expect(await total()).toEqual(before);
});

test('records of one year hang together', async () => {
  const list = async <Item>(path: string) => (await suite.ask<{ items: Item[] }>(`/v1/${path}limit=500`)).items;
  const items = await list<{ id: string }>('configuration-items?');
  expect(items.length).toBeGreaterThan(60);
  const isItem = new Set(items.map(({ id }) => id));
  const changes = await list<{ id: string; type: string; state: string; approval: string | null }>('changes?');
  expect(new Set(changes.map(({ type }) => type))).toEqual(new Set(['normal', 'standard', 'emergency']));
  const done = changes.filter(({ type, state }) => type !== 'standard' && state === 'closed');
  expect(done.length).toBeGreaterThan(2);
  expect(new Set(done.map(({ approval }) => approval))).toEqual(new Set(['approved']));
  const problems = await list<{ id: string; knownError: boolean; incidentCount: number }>('problems?');
  expect(problems.some(({ knownError, incidentCount }) => knownError && incidentCount > 0)).toBe(true);
  const articles = await list<{ title: string; state: string }>('knowledge?');
  const own = articles.filter(({ title }) => title.startsWith('How to: '));
  expect(own.length).toBeGreaterThan(0);
  expect(new Set(own.map(({ state }) => state))).toEqual(new Set(['published']));
  const known = new Set([...isItem, ...changes.map(({ id }) => id), ...problems.map(({ id }) => id)]);
  for (const { id } of await list<{ id: string }>('incidents?')) {
    const { service, links } = await suite.ask<{
      service: { id: string };
      links: { kind: string; target: { id: string } }[];
    }>(`/v1/incidents/${id}`);
    expect(isItem).toContain(service.id);
    for (const { kind, target } of links) if (kind !== 'knowledge') expect(known).toContain(target.id);
  }
});

test('every report of the year shows something, and deployments that failed are repaired', async () => {
  type Row = Record<string, number | string | null>;
  const report = async (path: string) =>
    (await suite.ask<{ rows: Row[] }>(`/v1/reports/${path}from=2000-01-01&to=2099-01-01`)).rows;
  const [dora] = await report('dora?environment=production&by=environment&');
  expect(dora!.deploymentFrequencyNumerator).toBeGreaterThan(0);
  expect(dora!.unrecovered).toBe(0);
  const failing = (await report('dora?')).filter(({ changeFailRateNumerator }) => Number(changeFailRateNumerator) > 0);
  expect(failing.length).toBeGreaterThan(0);
  const [configuration] = await report('cmdb?');
  const { unauthorisedNumerator, configurationChanges, items, accuracyDenominator } = configuration!;
  expect(unauthorisedNumerator).toBeGreaterThan(3);
  expect(configurationChanges).toBeGreaterThan(Number(unauthorisedNumerator));
  expect(items).toBeGreaterThan(60);
  expect(accuracyDenominator).toBeGreaterThan(20);
  const [knowledge] = await report('knowledge?');
  const { published, views, helpfulnessDenominator, reuseDenominator } = knowledge!;
  for (const figure of [published, views, helpfulnessDenominator, reuseDenominator]) expect(figure).toBeGreaterThan(0);
  const [changes] = await report('changes?');
  expect(changes!.unauthorisedNumerator).toBe(unauthorisedNumerator);
  expect(changes!.backedOutNumerator).toBeGreaterThan(0);
  const { items: releases } = await suite.ask<{ items: { state: string }[] }>('/v1/releases?limit=500');
  expect(releases.some(({ state }) => state === 'reviewed' || state === 'rolled_back')).toBe(true);
});

test('nobody of the demo keeps a token or the rights of an administrator', async () => {
  const { items: tokens } = await suite.ask<{ items: { label: string; revokedAt: string | null }[] }>(
    '/v1/access-tokens',
  );
  const own = tokens.filter(({ label }) => label === 'opsledger demo');
  expect(own.filter(({ revokedAt }) => revokedAt === null)).toEqual([]);
  const { items: people } = await suite.ask<{ items: { roles: string[] }[] }>('/v1/people?limit=500');
  expect(people.filter(({ roles }) => roles.includes('admin'))).toEqual([]);
});

test('the log is printed to its end, and filtered', async () => {
  const types = (await suite.log('--type', 'IncidentLogged')).map(({ type }) => type);
  expect(types).toEqual(new Array(60).fill('opsledger.incident.IncidentLogged.v1'));
});

test('every read model is rebuilt on demand', async () => {
  const { code, out } = await suite.opsledger('rebuild', '--all').ended;
  expect(out).toContain('incident-list');
  expect(out).toContain(': rebuilt.');
  expect(code).toBe(0);
});
