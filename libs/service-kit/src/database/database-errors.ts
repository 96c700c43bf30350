/** PostgreSQL error classes that mean: the server is not there, not ready, or out of room; trying again may help. */
const RETRIABLE_CLASSES = ['08', '53', '57P'];
const RETRIABLE_CODES = new Set(['40001', '40P01', '55P03', '25P03', '25006']);
const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);
const SILENCE = /^Query read timeout/;
const CONNECT_TIMEOUT = /^(timeout exceeded when trying to connect|Connection terminated due to connection timeout)/;
/** pg's own errors carry no code. */
const PG_MESSAGES = [
  CONNECT_TIMEOUT,
  /^Connection terminated/,
  /^Client has encountered a connection error/,
  /^Cannot use a pool after calling end/,
  SILENCE,
];

interface Failure {
  readonly code?: unknown;
  readonly message?: unknown;
}

function codeOf(error: unknown): string | undefined {
  const code = (error as Failure | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** The database could not be reached, or gave up for a reason that passes. Retriable. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const code = codeOf(error);
  if (code)
    return (
      NETWORK_CODES.has(code) ||
      RETRIABLE_CODES.has(code) ||
      (code.length === 5 && RETRIABLE_CLASSES.some((prefix) => code.startsWith(prefix)))
    );
  const message = (error as Failure | null | undefined)?.message;
  return typeof message === 'string' && PG_MESSAGES.some((pattern) => pattern.test(message));
}

/** The statement ran into `statement_timeout`. */
export const isStatementTimeout = (error: unknown): boolean => codeOf(error) === '57014';

/** The statement names a column that its table does not have. */
export const isColumnMissing = (error: unknown): boolean => codeOf(error) === '42703';

/** The server said nothing for as long as it was waited for; its connection is of no more use. */
export const isSilence = (error: unknown): boolean => error instanceof Error && SILENCE.test(error.message);

/** A pool gave no connection for as long as its settings say. */
export const isConnectTimeout = (error: unknown): boolean =>
  error instanceof Error && CONNECT_TIMEOUT.test(error.message);

const LACKS: Readonly<Record<string, string>> = {
  '53100': 'Its disk is full: free some of it, or give it a larger one.',
  '53200': 'Its memory or its table of locks is full: give it more, or raise max_locks_per_transaction.',
};

/** What a database lacks that refused to do something for want of room, and what to do; nothing was written then. */
export function lackOfDatabase(error: unknown): string | undefined {
  const { cause } = (error ?? {}) as { readonly cause?: unknown };
  return LACKS[codeOf(error) ?? ''] ?? (cause === undefined ? undefined : lackOfDatabase(cause));
}
