import {
  IdempotencyKeyReused,
  Overloaded,
  RecordExists,
  RecordNotFound,
  Refusal,
  VersionMismatch,
} from '@opsledger/event-sourcing';
import { EventIdTaken, StoreOverloaded, StoreUnavailable, UnacceptableEvent } from '@opsledger/event-store';
import { Problem } from '../rpc/problem';
import { toProblem } from './to-problem';

const kinds = { closed: { status: 409, title: 'Incident is closed' } } as const;
const pgError = (code: string) => Object.assign(new Error('secret'), { code });

it.each([
  ['a refusal', new Refusal('closed', 'INC1 is closed.', { state: 'closed' }), 409, 'closed'],
  ['a refusal nobody listed', new Refusal('toString', 'No.'), 409, 'toString'],
  ['a missing record', new RecordNotFound('incident', '1'), 404, 'not-found'],
  ['an existing record', new RecordExists('incident', '1'), 409, 'record-exists'],
  ['another version', new VersionMismatch('incident INC0000001', 2, 3), 412, 'version-mismatch'],
  ['a reused key', new IdempotencyKeyReused('k'), 422, 'idempotency-key-reused'],
  ['a fact known before', new EventIdTaken('1'), 409, 'event-id-taken'],
  ['a fact that cannot be kept', new UnacceptableEvent('too large'), 422, 'unacceptable-event'],
  ['too many commands', new Overloaded('busy'), 503, 'overloaded'],
  ['too many appends', new StoreOverloaded(9), 503, 'overloaded'],
  ['a log out of reach', new StoreUnavailable('gone'), 503, 'log-unavailable'],
  ['a database out of reach', pgError('ECONNREFUSED'), 503, 'database-unavailable'],
  ['a database that shuts down', pgError('57P01'), 503, 'database-unavailable'],
  ['too many connections', pgError('53300'), 503, 'database-unavailable'],
  ['a full disk', pgError('53100'), 503, 'database-full'],
  ['a full disk of the log', new StoreUnavailable('gone', { cause: pgError('53100') }), 503, 'database-full'],
  ['a full table of locks', pgError('53200'), 503, 'database-full'],
  ['a slow query', pgError('57014'), 503, 'query-too-slow'],
  ['a broken constraint', pgError('23505'), 500, 'unexpected'],
  ['a fault of ours', new TypeError('secret'), 500, 'unexpected'],
  ['no error at all', 'secret', 500, 'unexpected'],
])('%s', (_, error, status, code) => {
  const problem = toProblem(error, kinds, 'command');
  expect(problem).toMatchObject({ name: 'Problem', status, code });
  expect(problem.detail).not.toContain('secret');
  if (status === 503) expect(problem.extensions.retryAfter).toBeGreaterThan(0);
});

it('takes title and companions from the service', () => {
  const problem = toProblem(new Refusal('closed', 'INC1 is closed.', { state: 'closed' }), kinds, 'command');
  expect(problem).toMatchObject({
    title: 'Incident is closed',
    detail: 'INC1 is closed.',
    extensions: { state: 'closed' },
  });
});

it('leaves a problem as it is', () => {
  const problem = new Problem(404, 'a', 'b', 'c');
  expect(toProblem(problem, kinds, 'query')).toBe(problem);
});
