import { EventEmitter } from 'node:events';
import { readerGone } from './reader-gone';

const fault = (code: string) => Object.assign(new Error(code), { code });

const fail = (error: Error): never => {
  throw error;
};

test('a pipe that nobody reads any more is no failure, however often it is written to', () => {
  const stream = new EventEmitter();
  const gone = readerGone(stream, fail);
  expect(gone.aborted).toBe(false);
  stream.emit('error', fault('EPIPE'));
  stream.emit('error', fault('EPIPE'));
  expect(gone.aborted).toBe(true);
});

test('any other fault of the output is told', () => {
  const stream = new EventEmitter();
  const faults: string[] = [];
  const gone = readerGone(stream, ({ message }) => faults.push(message));
  stream.emit('error', fault('ENOSPC'));
  expect(faults).toEqual(['ENOSPC']);
  expect(gone.aborted).toBe(false);
});
