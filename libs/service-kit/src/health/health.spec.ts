import type { ReaderStatus } from '../readers/reader';
import { Health } from './health';
import { databaseAnswers, readersWork } from './service-checks';

const reader = (more: Partial<ReaderStatus> = {}): ReaderStatus => ({
  name: 'list',
  state: 'live',
  position: '0',
  lagMs: 20,
  ...more,
});
const statuses =
  (...projections: ReaderStatus[]) =>
  async () => [{ service: 's', projections, processes: [] }];

it('is live without asking anybody', () => {
  const health = new Health();
  health.check('database', () => Promise.reject(new Error('down')));
  expect(health.live()).toEqual({ status: 'ok', checks: {} });
});

it('is ready when every check passes, with what they say', async () => {
  const health = new Health();
  health.check('database', databaseAnswers({ ping: async () => undefined }));
  health.check('readers', readersWork(statuses(reader({ state: 'standby' }))));
  expect(await health.ready()).toEqual({
    status: 'ok',
    checks: {
      database: { status: 'ok' },
      readers: { status: 'ok', readers: { list: { state: 'standby', lagMs: 20 } } },
    },
  });
});

it('is not ready when one fails or does not answer, and says why', async () => {
  const health = new Health(20);
  health.check('database', databaseAnswers({ ping: () => new Promise(() => undefined) }));
  health.check('readers', readersWork(statuses(reader({ error: 'Error: no table' }), reader({ state: 'stopped' }))));
  expect(await health.ready()).toEqual({
    status: 'failing',
    checks: {
      database: { status: 'failing', reason: 'no answer within 20 ms' },
      readers: { status: 'failing', reason: 'list: Error: no table; list: stopped' },
    },
  });
});

it('is not ready before a view was built for the first time; one that is built anew beside the live one is no reason', async () => {
  const health = new Health();
  health.check('readers', readersWork(statuses(reader({ name: 'new', state: 'standby', neverBuilt: true }))));
  expect(await health.ready()).toMatchObject({
    status: 'failing',
    checks: { readers: { reason: 'new: is being built for the first time' } },
  });
  health.check('readers', readersWork(statuses(reader({ state: 'building' }))));
  expect((await health.ready()).status).toBe('ok');
});
