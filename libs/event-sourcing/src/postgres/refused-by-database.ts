/** SQLSTATE classes that blame the values: data exception, integrity violation, program limit (a row too big). */
const BLAMES_VALUES = ['22', '23', '54'];

/**
 * Whether the database refused the values themselves, so that the same rows will be refused again.
 * Anything else (connection lost, lock not available, table missing) is about the moment or the set-up.
 */
export function isRefusedByDatabase(error: unknown): error is Error {
  const code = (error as { code?: unknown } | null)?.code;
  return (
    error instanceof Error && typeof code === 'string' && code.length === 5 && BLAMES_VALUES.includes(code.slice(0, 2))
  );
}
