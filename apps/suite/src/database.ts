import { EmbeddedPostgresError, startEmbeddedPostgres, type Settings } from '@opsledger/embedded-postgres';
import { CannotStart, operatorsDatabase, type FoundDatabase, type Teardown } from '@opsledger/service-host';
import type { Logger } from '@opsledger/service-kit';

interface WhereData {
  readonly DATABASE_URL?: string;
  readonly OPSLEDGER_DATA: string;
}

/** Kept for ending PostgreSQL, by force where it must be, however long the services take. */
const POSTGRES_STOP_MS = 7_000;

/** The operator's PostgreSQL once it answers, or the embedded one; its directory must be this process's alone. */
export async function provideDatabase(
  { DATABASE_URL, OPSLEDGER_DATA }: WhereData,
  logger: Logger,
  teardown: Teardown,
  { signal, settings = {} }: { readonly signal: AbortSignal; readonly settings?: Settings },
): Promise<FoundDatabase> {
  if (DATABASE_URL) return operatorsDatabase(DATABASE_URL, logger, signal);
  try {
    const postgres = await startEmbeddedPostgres({ dataDir: OPSLEDGER_DATA, log: logger, settings, signal });
    teardown.add('PostgreSQL', (withinMs) => postgres.stop(withinMs), POSTGRES_STOP_MS);
    return { url: postgres.url, place: OPSLEDGER_DATA };
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw new CannotStart(error.message, { cause: error });
    throw error;
  }
}
