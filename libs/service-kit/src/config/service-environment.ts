import { OneOf } from '@opsledger/contracts';
import { Type } from '@sinclair/typebox';

const milliseconds = (value: number, description: string) =>
  Type.Integer({ minimum: 1, default: value, description: `${description}, in milliseconds` });

/** Variables every process that runs services reads; spread into a process's own schema. */
export const serviceEnvironment = {
  DATABASE_URL: Type.Optional(
    Type.String({ pattern: '^postgres(ql)?://', description: 'PostgreSQL to use instead of the embedded one' }),
  ),
  DATABASE_POOL_SIZE: Type.Integer({ minimum: 2, maximum: 500, default: 20, description: 'connections at most' }),
  DATABASE_CONNECT_TIMEOUT: milliseconds(5_000, 'wait for a connection'),
  DATABASE_STATEMENT_TIMEOUT: milliseconds(30_000, 'longest statement'),
  DATABASE_IDLE_TIMEOUT: milliseconds(30_000, 'until an unused connection is closed'),
  EVENT_STORE: OneOf(['postgres', 'kurrentdb'], {
    default: 'postgres',
    description: 'where the log is: in the database, or on a KurrentDB server',
  }),
  KURRENTDB_URL: Type.Optional(
    Type.String({
      pattern: '^(kurrentdb|kurrent|kdb|esdb)(\\+discover)?://',
      description: 'the KurrentDB server or cluster that holds the log',
    }),
  ),
  KURRENTDB_PREFIX: Type.String({
    pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,99}\\.$',
    default: 'opsledger.',
    description: 'what the names of our streams begin with on that server',
  }),
  LOG_LEVEL: OneOf(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'], {
    default: 'info',
    description: 'what is logged',
  }),
};
