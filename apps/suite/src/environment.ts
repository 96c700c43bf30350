import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { CannotStart } from './cannot-start';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Everything the environment says, read once. */
export interface Environment {
  readonly port: number;
  readonly host: string;
  /** Absolute path. */
  readonly dataDir: string;
  /** A PostgreSQL of the operator's own; absent: the embedded one. */
  readonly databaseUrl?: string;
  /** An administrator's token chosen by the operator. */
  readonly token?: string;
  readonly logLevel: LogLevel;
}

const SHORTEST_TOKEN = 16;

/**
 * PORT (3000), HOST, OPSLEDGER_DATA (.opsledger), DATABASE_URL, OPSLEDGER_TOKEN, LOG_LEVEL (info).
 * An empty variable counts as absent.
 *
 * HOST is 127.0.0.1 by default, so that trying the suite on a laptop opens nothing to the network;
 * in a container, where nobody could reach that, 0.0.0.0.
 *
 * @throws CannotStart that names every variable that is wrong
 */
export function readEnvironment(variables: NodeJS.ProcessEnv, inContainer = isContainer(variables)): Environment {
  const wrong: string[] = [];
  const read = <T>(name: string, fallback: T, parse: (text: string) => T | undefined, expected: string): T => {
    const text = variables[name]?.trim();
    if (!text) return fallback;
    const value = parse(text);
    if (value === undefined) wrong.push(`${name} must be ${expected}`);
    return value ?? fallback;
  };

  const environment: Environment = {
    port: read('PORT', 3000, portOf, 'a port number, 0 to 65535'),
    host: read('HOST', inContainer ? '0.0.0.0' : '127.0.0.1', (text) => text, 'a host name or address'),
    dataDir: read('OPSLEDGER_DATA', resolve('.opsledger'), (text) => resolve(text), 'a directory'),
    databaseUrl: read(
      'DATABASE_URL',
      undefined,
      postgresUrlOf,
      'a URL like postgres://user:password@host:5432/database',
    ),
    token: read('OPSLEDGER_TOKEN', undefined, tokenOf, `at least ${SHORTEST_TOKEN} characters without spaces`),
    logLevel: read<LogLevel>('LOG_LEVEL', 'info', levelOf, `one of ${LOG_LEVELS.join(', ')}`),
  };
  if (wrong.length > 0) throw new CannotStart(`The environment is wrong: ${wrong.join('; ')}.`);
  return environment;
}

function portOf(text: string): number | undefined {
  const port = Number(text);
  return /^\d+$/.test(text) && port <= 65_535 ? port : undefined;
}

function postgresUrlOf(text: string): string | undefined {
  return URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol) ? text : undefined;
}

const tokenOf = (text: string): string | undefined =>
  text.length >= SHORTEST_TOKEN && !/\s/.test(text) ? text : undefined;

const levelOf = (text: string): LogLevel | undefined => LOG_LEVELS.find((level) => level === text.toLowerCase());

const isContainer = (variables: NodeJS.ProcessEnv): boolean =>
  Boolean(variables.KUBERNETES_SERVICE_HOST) || existsSync('/.dockerenv') || existsSync('/run/.containerenv');
