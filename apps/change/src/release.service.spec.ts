import { deploymentId } from '@opsledger/contracts';
import { runningReleases, type RunningReleases } from './release.fixture';

let releases: RunningReleases;
beforeAll(async () => (releases = await runningReleases()));
afterAll(() => releases.stop());

const NOW = '2026-03-02T09:00:00.000Z';
beforeEach(() => releases.clock.set(NOW));

const SHOP = { id: 's-shop', name: 'Shop' };
const PLANS = { environment: 'production', deploymentPlan: 'Node by node.', backOutPlan: 'Back again.' };
const plan = (data: object = {}) =>
  releases.command('PlanRelease', undefined, { title: 'Autumn', service: SHOP, ...PLANS, ...data });
const aChange = async (type = 'emergency') => {
  const { id, number } = await releases.command('DraftChange', undefined, { title: 'New prices', type });
  return { id, name: number! };
};
let counter = 0;
const reported = (data: object = {}) => ({
  source: 'ci',
  externalId: `run-${(counter += 1)}`,
  service: SHOP,
  environment: 'production',
  ...data,
});
const report = (data: object) => releases.command('ReportDeployment', undefined, data);
const at = (time: string) => `2026-03-02T${time}:00.000Z`;
const idsOf = ({ items }: { items: { id: string }[] }) => items.map(({ id }) => id);

describe('a release', () => {
  test('goes its way, and is shown with its changes and deployments, by id or number', async () => {
    const { id, number } = await plan({ label: '2026.3' });
    expect(number).toMatch(/^REL\d{7}$/);
    const change = await aChange();
    await releases.command('LinkRelease', id, { kind: 'change', target: { id: change.name } });
    await releases.command('StartReleaseBuild', id);
    await releases.command('StartReleaseTest', id);
    await releases.command('FailReleaseTest', id, { findings: 'Prices are wrong.' });
    await releases.command('StartReleaseTest', id);
    releases.clock.set(at('10:00'));
    await releases.command('StartReleaseDeployment', id);
    const failed = await report(reported({ release: number, outcome: 'failed', finishedAt: at('09:30') }));
    const done = await report(reported({ release: id, outcome: 'succeeded', finishedAt: at('09:40') }));

    const shown = await releases.query('GetRelease', { id: number!.toLowerCase() });
    expect(shown).toMatchObject({
      id,
      number,
      state: 'deploying',
      label: '2026.3',
      changes: [change],
      changeCount: 1,
      testFailures: [{ findings: 'Prices are wrong.' }],
      deployments: { succeeded: 1, failed: 1, running: 0, rolled_back: 0 },
      version: 7,
    });
    expect(idsOf(shown.deployments)).toEqual([done.id, failed.id]);
    await releases.command('CompleteReleaseDeployment', id);
    await releases.command('ReviewRelease', id, { notes: 'Went well.' });
    expect(await releases.query('GetRelease', { id })).toMatchObject({ state: 'reviewed', deployedAt: at('10:00') });
    const then = await releases.query('GetRelease', { id, asOf: NOW });
    expect(then).toMatchObject({ state: 'test', reviewNotes: null });
    expect(then.deployments).toBeUndefined();
    const { items } = await releases.query('GetReleaseHistory', { id: number });
    expect(items).toHaveLength(9);
    expect(items.at(-1)).toMatchObject({ type: 'ReleaseReviewed', by: { id: 'p-max' }, data: { notes: 'Went well.' } });
  });

  test('is listed by what it is', async () => {
    const { id, number } = await plan({
      title: 'Winter 100%',
      label: '2026.12',
      environment: 'winter',
      service: { id: 's-w', name: 'W' },
    });
    const change = await aChange();
    await releases.command('LinkRelease', id, { kind: 'change', target: { id: change.id } });
    const questions = [
      { environment: 'winter' },
      { serviceId: 's-w', state: 'planning,build' },
      { changeId: change.id },
      { number: number!.toLowerCase() },
      { q: 'winter 100%' },
      { q: '100% winters' },
      { q: `2026.12 ${number}` },
    ];
    for (const question of questions) expect(idsOf(await releases.query('ListReleases', question))).toEqual([id]);
    expect(idsOf(await releases.query('ListReleases', { q: 'winter 1000' }))).toEqual([]);
  });

  test('is listed page by page in every order', async () => {
    await plan({ plannedStart: at('12:00') });
    const { items } = await releases.query('ListReleases', { limit: 500 });
    for (const sort of ['plannedAt', '-updatedAt', 'plannedStart', '-plannedStart', 'number']) {
      const seen: string[] = [];
      for (let after: string | undefined; ;) {
        const page = await releases.query('ListReleases', { limit: 1, sort, ...(after && { after }) });
        seen.push(...idsOf(page));
        if (!(after = page.next)) break;
      }
      expect(new Set(seen)).toEqual(new Set(idsOf({ items })));
      expect(seen).toHaveLength(items.length);
    }
  });

  test('is not deployed with a change that nobody has approved, until that is taken out', async () => {
    const { id } = await plan();
    const change = await aChange('normal');
    await releases.command('LinkRelease', id, { kind: 'change', target: { id: change.id } });
    await releases.command('StartReleaseBuild', id);
    await releases.command('StartReleaseTest', id);
    await expect(releases.command('StartReleaseDeployment', id)).rejects.toMatchObject({
      status: 409,
      code: 'release-changes-not-ready',
      extensions: { changes: [{ ...change, state: 'draft' }] },
    });
    await releases.command('UnlinkRelease', id, { kind: 'change', targetId: change.id });
    await releases.command('StartReleaseDeployment', id);
    expect(await releases.query('GetRelease', { id })).toMatchObject({ state: 'deploying' });
  });

  test('refuses in words what cannot be, and writes nothing', async () => {
    const { id, version } = await plan({ backOutPlan: null });
    await expect(releases.command('ReviewRelease', id, { notes: 'x' })).rejects.toMatchObject({
      status: 409,
      code: 'move-not-permitted',
    });
    await expect(releases.command('LinkRelease', id, { kind: 'change', target: { id: 'CHG1' } })).rejects.toMatchObject(
      {
        status: 422,
      },
    );
    await expect(releases.command('ReviseReleasePlan', id, {})).rejects.toMatchObject({ status: 400 });
    expect((await releases.query('GetRelease', { id })).version).toBe(version);
  });

  test.each(['00000000-0000-4000-8000-000000000000', 'REL9999999', 'nonsense'])('%s is not found', async (id) => {
    for (const query of ['GetRelease', 'GetReleaseHistory'])
      await expect(releases.query(query, { id })).rejects.toMatchObject({ status: 404, code: 'not-found' });
  });
});

describe('a deployment', () => {
  test('is one record however often it is reported; its id follows from source and externalId', async () => {
    const data = reported({ startedAt: at('08:00'), commit: 'abc' });
    const first = await report(data);
    expect(first).toMatchObject({ id: deploymentId('ci', data.externalId), version: 1, recorded: 1 });
    const end = { ...data, outcome: 'succeeded', finishedAt: at('08:10') };
    expect(await report(end)).toMatchObject({ id: first.id, recorded: 1, version: 2 });
    expect(await report(end)).toMatchObject({ id: first.id, recorded: 0, version: 2 });
    await expect(report({ ...data, commit: 'def' })).rejects.toMatchObject({
      status: 409,
      code: 'deployment-conflict',
    });

    const shown = await releases.query('GetDeployment', { id: first.id });
    expect(shown).toMatchObject({ state: 'succeeded', commit: 'abc', at: at('08:00'), version: 2 });
    expect(await releases.query('GetDeployment', { id: first.id, asOf: at('08:05') })).toMatchObject({
      state: 'running',
    });
    await expect(releases.query('GetDeployment', { id: first.id, asOf: at('07:59') })).rejects.toMatchObject({
      status: 404,
    });
    const { items, ...named } = await releases.query('GetDeploymentHistory', { id: first.id });
    expect(named).toEqual({ id: first.id, source: data.source, externalId: data.externalId });
    expect(items.map(({ type }: { type: string }) => type)).toEqual(['DeploymentReported', 'DeploymentFinished']);
    expect(idsOf(await releases.query('ListDeployments', { source: 'ci', externalId: data.externalId }))).toEqual([
      first.id,
    ]);
  });

  test('is accepted under its own id and refused under another', async () => {
    const data = reported();
    const id = deploymentId(data.source, data.externalId);
    expect(await releases.command('ReportDeployment', id, data)).toMatchObject({ id, recorded: 1 });
    const other = '00000000-0000-4000-8000-000000000000';
    await expect(releases.command('ReportDeployment', other, data)).rejects.toMatchObject({ status: 422 });
    for (const query of ['GetDeployment', 'GetDeploymentHistory'])
      await expect(releases.query(query, { id: other })).rejects.toMatchObject({ status: 404, code: 'not-found' });
  });

  test('reported by two at once is one record', async () => {
    const data = reported({ startedAt: at('08:00') });
    const receipts = await Promise.all([report(data), report({ ...data, commit: 'abc' }), report(data)]);
    expect(new Set(receipts.map(({ id }) => id)).size).toBe(1);
    expect(await releases.query('GetDeployment', { id: receipts[0]!.id })).toMatchObject({ commit: 'abc' });
  });

  test('is listed by what it is', async () => {
    const changes = [{ id: 'c-list', name: 'CHG0000010' }];
    const { id: releaseId } = await plan();
    const data = reported({ service: { id: 's-list', name: 'L' }, environment: 'stage', commit: 'c0ffee', changes });
    const { id } = await report({ ...data, release: releaseId, outcome: 'failed', finishedAt: at('05:00') });
    const questions = [
      { serviceId: 's-list', environment: 'stage' },
      { outcome: 'failed', environment: 'stage' },
      { commit: 'c0ffee' },
      { releaseId },
      { changeId: 'c-list' },
      { from: at('05:00'), to: at('05:01') },
    ];
    for (const question of questions) expect(idsOf(await releases.query('ListDeployments', question))).toEqual([id]);
    expect(idsOf(await releases.query('ListDeployments', { from: at('04:00'), to: at('05:00') }))).toEqual([]);
  });

  test('is a suspect when it touched the service in the time before', async () => {
    const service = { id: 's-suspect', name: 'S' };
    const deploy = (data: object) => report(reported({ service, ...data }));
    const { id: long } = await deploy({ startedAt: at('06:00'), outcome: 'succeeded', finishedAt: at('08:00') });
    const { id: recent } = await deploy({ startedAt: at('08:30') });
    await deploy({ startedAt: at('05:00'), outcome: 'succeeded', finishedAt: at('05:10') });
    await deploy({ startedAt: at('08:40'), outcome: 'canceled', finishedAt: at('08:41') });
    await deploy({ startedAt: at('09:01') });
    const span = { since: at('07:00'), until: at('09:00') };
    const ask = (params: object) =>
      releases.query('RecentDeployments', { serviceIds: [], ciIds: [], ...span, ...params });
    expect(idsOf(await ask({ serviceIds: ['s-suspect'] }))).toEqual([recent, long]);
    expect(idsOf(await ask({ ciIds: ['s-suspect'], limit: 1 }))).toEqual([recent]);
    expect(idsOf(await ask({}))).toEqual([]);
  });

  test.each([
    [{ environment: 'Production' }],
    [{ commit: '' }],
    [{ outcome: 'fine', finishedAt: at('08:00') }],
    [{ url: 'javascript:alert(1)' }],
    [{ surprise: true }],
  ])('reported with %j is refused', async (data) => {
    await expect(report(reported(data))).rejects.toMatchObject({ status: 400 });
  });

  test('of a release that is not there is refused', async () => {
    for (const release of ['REL9999999', '00000000-0000-4000-8000-000000000000'])
      await expect(report(reported({ release }))).rejects.toMatchObject({ code: 'deployment-release-unknown' });
  });
});
