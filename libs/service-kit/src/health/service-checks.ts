import type { Database } from '../database/database';
import type { ReaderStatus } from '../readers/reader';
import type { ServiceStatus } from '../service/service-runtime';
import type { HealthCheck } from './health';

/** Fails while the database does not answer. */
export const databaseAnswers =
  (database: Pick<Database, 'ping'>): HealthCheck =>
  () =>
    database.ping();

/**
 * Fails while a projection or process is stopped or keeps failing, and until a projection was built for the first time:
 * whoever asked would be told that there is nothing. Says how far each lags, which is no failure.
 */
export const readersWork =
  (statuses: () => Promise<readonly ServiceStatus[]>): HealthCheck =>
  async () => {
    const readers = (await statuses()).flatMap(({ projections, processes }) => [...projections, ...processes]);
    const faults = readers.flatMap((reader) => faultOf(reader) ?? []);
    if (faults.length > 0) throw new Error(faults.join('; '));
    return { readers: Object.fromEntries(readers.map(({ name, state, lagMs }) => [name, { state, lagMs }])) };
  };

function faultOf({ name, state, error, neverBuilt }: ReaderStatus): string | undefined {
  if (error !== undefined) return `${name}: ${error}`;
  if (state === 'stopped') return `${name}: ${state}`;
  return neverBuilt && `${name}: is being built for the first time`;
}
