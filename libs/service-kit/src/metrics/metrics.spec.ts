import { fastify } from 'fastify';
import { measureHttp } from './http-metrics';
import { Metrics } from './metrics';

const linesOf = async (metrics: Metrics, name: string) =>
  (await metrics.text()).split('\n').filter((line) => line.startsWith(name));

describe('readers', () => {
  const list = { name: 'incident-list', position: '0000000000000042', parked: 2 };

  it('tells of each how far it is, how late, what it parked and whether it fails', async () => {
    const metrics = new Metrics();
    metrics.watch(async () => [{ ...list, state: 'live', lagMs: 1500 }]);
    expect(await linesOf(metrics, 'opsledger_reader_')).toEqual([
      'opsledger_reader_parked_events{reader="incident-list"} 2',
      'opsledger_reader_lag_seconds{reader="incident-list"} 1.5',
      'opsledger_reader_position{reader="incident-list"} 42',
      'opsledger_reader_failing{reader="incident-list"} 0',
    ]);
  });

  it('tells of a process how many orders it tries again and again', async () => {
    const metrics = new Metrics();
    metrics.watch(async () => [{ ...list, name: 'note-reminder', state: 'running', failing: 3 }, list]);
    expect(await linesOf(metrics, 'opsledger_process_')).toEqual([
      'opsledger_process_failing_orders{reader="note-reminder"} 3',
    ]);
  });

  it('forgets the lag of who does not lead any more, unless it fails to', async () => {
    const metrics = new Metrics();
    let state = { state: 'live', error: undefined as string | undefined };
    metrics.watch(async () => [{ ...list, ...state, lagMs: 1500 }]);
    expect(await linesOf(metrics, 'opsledger_reader_lag')).toHaveLength(1);
    state = { state: 'standby', error: undefined };
    expect(await linesOf(metrics, 'opsledger_reader_lag')).toEqual([]);
    state = { state: 'standby', error: 'the broker is away' };
    expect(await linesOf(metrics, 'opsledger_reader_lag')).toHaveLength(1);
    expect(await linesOf(metrics, 'opsledger_reader_failing')).toEqual([
      'opsledger_reader_failing{reader="incident-list"} 1',
    ]);
  });
});

it('asks for numbers at every scrape, and keeps the last where they cannot be had', async () => {
  const metrics = new Metrics();
  const answers = [async () => 7, async () => Promise.reject(new Error('away'))];
  metrics.gauge('log_end', 'Where the log ends', () => answers.shift()!());
  expect(await linesOf(metrics, 'log_end')).toEqual(['log_end 7']);
  expect(await linesOf(metrics, 'log_end')).toEqual(['log_end 7']);
});

it('forgets the values of a label that are not told any more', async () => {
  const metrics = new Metrics();
  let replicas: Record<string, number> = { incident: 2, sla: 1 };
  metrics.gauges('replicas', 'Processes', 'service', () => replicas);
  expect(await linesOf(metrics, 'replicas')).toEqual(['replicas{service="incident"} 2', 'replicas{service="sla"} 1']);
  replicas = { sla: 0 };
  expect(await linesOf(metrics, 'replicas')).toEqual(['replicas{service="sla"} 0']);
});

it('answers while somebody it asks does not', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'performance'] });
  try {
    const metrics = new Metrics();
    metrics.gauge('log_end', 'Where the log ends', () => new Promise(() => undefined));
    const text = metrics.text();
    await jest.advanceTimersByTimeAsync(3_000);
    expect(await text).toContain('log_end');
  } finally {
    jest.useRealTimers();
  }
});

it('measures requests over HTTP by method and status, but no feeds', async () => {
  const metrics = new Metrics();
  const app = fastify();
  measureHttp(app, metrics);
  app.get('/here', async () => 'here');
  app.get('/feed', async (_request, reply) => reply.type('text/event-stream').send('data: 1\n\n'));
  await app.inject('/here');
  await app.inject('/here');
  await app.inject('/nowhere');
  await app.inject('/feed');
  expect(await linesOf(metrics, 'opsledger_http_request_duration_seconds_count')).toEqual([
    'opsledger_http_request_duration_seconds_count{method="GET",status="200"} 2',
    'opsledger_http_request_duration_seconds_count{method="GET",status="404"} 1',
  ]);
  await app.close();
});
