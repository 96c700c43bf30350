import {
  AccessDeniedError,
  CancelledError,
  DeadlineExceededError,
  UnavailableError,
  UnknownError,
} from '@eventstore/db-client';
import { Metadata, status } from '@grpc/grpc-js';
import { StoreUnavailable, UnacceptableEvent } from '../errors';
import { asStoreError, isNotLeader, isWrongVersion, UnusableLog } from './store-errors';

function serviceError(code: status, exception?: string, fields: Record<string, string> = {}): Error {
  const metadata = new Metadata();
  if (exception) metadata.set('exception', exception);
  for (const [name, value] of Object.entries(fields)) metadata.set(name, value);
  return Object.assign(new Error('details'), { code, details: 'details', metadata });
}

test.each<[string, Error, new (...parameters: any[]) => Error, string]>([
  ['a lost server', serviceError(status.UNAVAILABLE), StoreUnavailable, 'cannot be reached'],
  ['a cancelled call', serviceError(status.CANCELLED), StoreUnavailable, 'cannot be reached'],
  ['a deadline', serviceError(status.DEADLINE_EXCEEDED), StoreUnavailable, 'in time'],
  ['a change of leader', serviceError(status.NOT_FOUND, 'not-leader'), StoreUnavailable, 'cannot be reached'],
  ['wrong credentials', serviceError(status.UNAUTHENTICATED), StoreUnavailable, 'credentials'],
  ['missing rights', serviceError(status.PERMISSION_DENIED, 'access-denied'), StoreUnavailable, 'credentials'],
  [
    'too much',
    serviceError(status.INVALID_ARGUMENT, 'maximum-append-size-exceeded', { 'maximum-append-size': '1048576' }),
    UnacceptableEvent,
    '1048576 bytes',
  ],
  ['what the server finds invalid', serviceError(status.INVALID_ARGUMENT), UnacceptableEvent, 'refuses it'],
  ['a deleted stream', serviceError(status.FAILED_PRECONDITION, 'stream-deleted'), UnusableLog, 'deleted'],
  ['an overloaded server', serviceError(status.RESOURCE_EXHAUSTED), StoreUnavailable, 'cannot be reached'],
  ['anything else', serviceError(status.UNKNOWN), StoreUnavailable, 'cannot be reached'],
  ['a channel that was shut down', new Error('Channel has been shut down'), StoreUnavailable, 'shut down'],
  ['a cluster without a leader', new Error('Failed to discover after 10 attempts.'), StoreUnavailable, 'discover'],
  ['no error at all', 'text' as never, StoreUnavailable, 'text'],
])('%s', (_what, error, kind, message) => {
  const mapped = asStoreError(error);
  expect(mapped).toBeInstanceOf(kind);
  expect(mapped.message).toContain(message);
  expect(asStoreError(mapped)).toBe(mapped);
});

test('errors in the classes of the client are the same errors', () => {
  const cause = (code: status) => serviceError(code) as never;
  for (const error of [
    new UnavailableError(cause(status.UNAVAILABLE)),
    new CancelledError(cause(status.CANCELLED)),
    new DeadlineExceededError(cause(status.DEADLINE_EXCEEDED)),
    new AccessDeniedError(cause(status.UNAUTHENTICATED)),
    new UnknownError(cause(status.UNKNOWN)),
  ])
    expect(asStoreError(error)).toBeInstanceOf(StoreUnavailable);
});

test('what has an answer of its own is recognised', () => {
  expect(isNotLeader(serviceError(status.NOT_FOUND, 'not-leader'))).toBe(true);
  expect(isNotLeader(serviceError(status.NOT_FOUND))).toBe(false);
  expect(isWrongVersion(serviceError(status.FAILED_PRECONDITION, 'wrong-expected-version'))).toBe(true);
  expect(isWrongVersion(new Error('wrong-expected-version'))).toBe(false);
});
