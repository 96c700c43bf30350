import { Teardown } from '@opsledger/service-host';
import { createLogger } from '@opsledger/service-kit';
import { testDatabase, type TestDatabase } from '@opsledger/testing';
import { readEnvironment } from './environment';
import { startSuite } from './start-suite';

/** Token of the operator, who is an administrator. */
export const OPERATORS = 'opsl_of-the-operator';
const { signal } = new AbortController();

/** The suite in one process, on that database and a free port. */
export function startOn(
  { url }: TestDatabase,
  teardown: Teardown,
  settings: Readonly<Record<string, string>> = {},
): ReturnType<typeof startSuite> {
  const variables = { DATABASE_URL: url, HOST: '127.0.0.1', PORT: '0', OPSLEDGER_TOKEN: OPERATORS, ...settings };
  return startSuite(readEnvironment(variables), createLogger({ level: 'silent' }), teardown, signal);
}

/** A suite with a database of its own. */
export async function runningSuite(
  settings?: Readonly<Record<string, string>>,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const database = await testDatabase();
  const teardown = new Teardown(() => undefined);
  const { url } = await startOn(database, teardown, settings);
  return {
    url,
    async stop() {
      await teardown.run();
      await database.close();
    },
  };
}
