import { setMaxListeners } from 'node:events';
import { EXIT } from './client/errors';
import { run } from './program';
import { readerGone } from './terminal/reader-gone';

/** Longer than a request takes, as a rule. */
const QUIET_MS = 500;

const interrupted = new AbortController();
// Everything that waits to be tried again listens to it.
setMaxListeners(0, interrupted.signal);
process.once('SIGINT', () => {
  interrupted.abort();
  process.once('SIGINT', stopAtOnce);
  const tell = () => process.stderr.write('Waiting for what is on its way; Ctrl-C again stops at once.\n');
  setTimeout(tell, QUIET_MS).unref();
});

function stopAtOnce(): void {
  // A progress bar hid the cursor.
  if (process.stderr.isTTY) process.stderr.write('\u001B[?25h');
  process.exit(EXIT.interrupted);
}

function outputFailed({ message }: Error): void {
  process.stderr.write(`The output cannot be written: ${message}.\n`);
  process.exit(EXIT.failed);
}

// Progress is no more needed than its reader, and goes where it can.
readerGone(process.stderr, () => undefined);

void run(process.argv.slice(2), {
  out: process.stdout,
  err: process.stderr,
  environment: process.env,
  clock: () => new Date(),
  signal: interrupted.signal,
  readerGone: readerGone(process.stdout, outputFailed),
}).then((code) => {
  process.exitCode = code;
  // Connections that are kept alive are not waited for.
  if (interrupted.signal.aborted) process.exit(code);
});
