import type { QueryConfig } from 'pg';

const LONGEST_MS = 6 * 60 * 60 * 1000;

/**
 * A statement that rightly takes long, as building an index or waiting for another process does: the pool's limit for a
 * server that says nothing does not hold for it, one of six hours does.
 *
 * @param text one statement, or several without values
 */
export const longRunning = (text: string, values?: unknown[]): QueryConfig & { readonly query_timeout: number } => ({
  text,
  ...(values && { values }),
  query_timeout: LONGEST_MS,
});
