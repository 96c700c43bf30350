import type { EventEmitter } from 'node:events';

/**
 * Where the reader of a pipe goes away (`opsledger verify | head -1`), what was still to be said is dropped, and the work
 * goes on to its own end: its exit code tells how that was.
 *
 * @returns aborted when nobody reads any more, for what does nothing but print
 */
export function readerGone(stream: EventEmitter): AbortSignal {
  const gone = new AbortController();
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    gone.abort();
  });
  return gone.signal;
}
