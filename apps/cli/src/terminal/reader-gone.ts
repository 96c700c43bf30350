import type { EventEmitter } from 'node:events';

/**
 * Where the reader of a pipe goes away (`opsledger verify | head -1`), what was still to be said is dropped, and the work
 * goes on to its own end: its exit code tells how that was.
 *
 * @param onFault told of anything else that keeps it from being written, such as a full disk
 * @returns aborted when nobody reads any more, for what does nothing but print
 */
export function readerGone(stream: EventEmitter, onFault: (error: Error) => void): AbortSignal {
  const gone = new AbortController();
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') gone.abort();
    else onFault(error);
  });
  return gone.signal;
}
