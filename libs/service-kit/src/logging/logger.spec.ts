import { StoreUnavailable } from '@opsledger/event-store';
import { createLogger } from './logger';

function aLog(readable: boolean) {
  const lines: string[] = [];
  return { lines, logger: createLogger({ readable, destination: { write: (line) => void lines.push(line) } }) };
}

it('writes JSON for machines', () => {
  const { logger, lines } = aLog(false);
  logger.info({ service: 'incident' }, 'started');
  const entry = JSON.parse(lines[0] ?? '') as object;
  expect(entry).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    service: 'incident',
    msg: 'started',
  });
});

it('writes lines for people, errors with their stack', () => {
  const { logger, lines } = aLog(true);
  logger.warn({ attempt: 3, err: new Error('no answer') }, 'trying again');
  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} WARN {2}trying again {2}attempt=3\nError: no answer\n {4}at /);
});

const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });
it.each([
  ['the database away', refused],
  ['the log away', new StoreUnavailable('The event store cannot be reached', { cause: refused })],
  ['a full disk', Object.assign(new Error('could not extend file: No space left on device'), { code: '53100' })],
])('tells of %s without a stack: that leads to no fault of the program', (_what, err) => {
  const { logger, lines } = aLog(false);
  logger.warn({ err }, 'trying again');
  const told = (JSON.parse(lines[0]!) as { err: object }).err;
  expect(told).toEqual({ type: err.name, message: expect.stringContaining(err.message) });
});

it.each([true, false])('strikes secrets out (readable: %s)', (readable) => {
  const { logger, lines } = aLog(readable);
  logger.info(
    {
      token: 'hunter2',
      request: { authorization: 'hunter2', headers: { authorization: 'hunter2', 'x-api-key': 'hunter2' } },
      req: { headers: { cookie: 'hunter2' } },
    },
    'asked',
  );
  expect(lines[0]).not.toContain('hunter2');
  expect(lines[0]).toContain('[redacted]');
});

it('leaves out what is below its level', () => {
  const { logger, lines } = aLog(false);
  logger.debug('detail');
  expect(lines).toEqual([]);
});
