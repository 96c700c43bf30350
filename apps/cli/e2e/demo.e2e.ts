import { runningSuite, type RunningSuite } from './running-suite';

const SIZE = ['--size', '60'];

let suite: RunningSuite;
beforeAll(async () => {
  suite = await runningSuite();
});
afterAll(() => suite.stop());

const total = async () =>
  (await suite.ask<{ rows: Record<string, number>[] }>('/v1/reports/incidents?from=2000-01-01&to=2099-01-01')).rows[0]!;

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
