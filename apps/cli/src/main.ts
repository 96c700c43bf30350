import { run } from './program';

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of a pipe went away (`opsledger tail | head`): nothing is left to say.
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

void run(process.argv.slice(2), {
  out: process.stdout,
  err: process.stderr,
  environment: process.env,
  clock: () => new Date(),
  signal: interrupted.signal,
}).then((code) => {
  process.exitCode = code;
  // A second Ctrl-C is not needed: requests still on their way are safe to leave.
  if (interrupted.signal.aborted) process.exit(code);
});
