import { EventEmitter } from 'node:events';
import { readerGone } from './reader-gone';

const fault = (code: string) => Object.assign(new Error(code), { code });

test('a pipe that nobody reads any more is no failure, however often it is written to', () => {
  const stream = new EventEmitter();
  const gone = readerGone(stream);
  expect(gone.aborted).toBe(false);
  stream.emit('error', fault('EPIPE'));
  stream.emit('error', fault('EPIPE'));
  expect(gone.aborted).toBe(true);
});

test('any other fault of the output is one', () => {
  const stream = new EventEmitter();
  const gone = readerGone(stream);
  expect(() => stream.emit('error', fault('ENOSPC'))).toThrow('ENOSPC');
  expect(gone.aborted).toBe(false);
});
