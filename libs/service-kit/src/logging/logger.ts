import { StoreUnavailable } from '@opsledger/event-store';
import { pino, type DestinationStream, type Level, type Logger } from 'pino';
import { isDatabaseUnavailable } from '../database/database-errors';
import { readable } from './readable';

export type { Logger } from 'pino';

/** What is logged, how it looks, and where it goes. */
export interface LoggerOptions {
  readonly level?: Level | 'silent';
  /** One readable line per entry instead of JSON; by default when standard output is a terminal. */
  readonly readable?: boolean;
  readonly destination?: DestinationStream;
}

/** Where secrets may turn up, at any of the depths that are logged. */
const SECRETS = ['authorization', 'cookie', 'token', 'password', 'secret', '["x-api-key"]', '["set-cookie"]'];
const inside = (parent: string, secret: string): string =>
  secret.startsWith('[') ? parent + secret : `${parent}.${secret}`;
const REDACTED = SECRETS.flatMap((secret) => [
  secret,
  inside('*', secret),
  inside('req.headers', secret),
  inside('*.headers', secret),
]);

/** What is away or full is told by its message: where in the program it was met leads to nothing. */
function withoutNeedlessStack(error: unknown): unknown {
  const told = pino.stdSerializers.err(error as Error);
  if (!(error instanceof StoreUnavailable) && !isDatabaseUnavailable(error)) return told;
  return { type: told.type, message: (error as Error).message };
}

/** The process's log: JSON for machines, lines for people, secrets struck out either way. */
export function createLogger({ level = 'info', readable: forPeople, destination }: LoggerOptions = {}): Logger {
  const lines = forPeople ?? process.stdout.isTTY === true;
  const sink = destination ?? pino.destination({ dest: 1, sync: false });
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: withoutNeedlessStack },
      redact: { paths: REDACTED, censor: '[redacted]' },
    },
    lines ? readable(sink) : sink,
  );
}
