import type { Database } from '../database/database';
import type { ServiceStatus } from '../service/service-runtime';
import type { HealthCheck } from './health';

export const databaseAnswers =
  (database: Pick<Database, 'ping'>): HealthCheck =>
  () =>
    database.ping();

/** Fails while a projection or process is stopped or keeps failing; says how far each lags, which is no failure. */
export const readersWork =
  (statuses: () => Promise<readonly ServiceStatus[]>): HealthCheck =>
  async () => {
    const readers = (await statuses()).flatMap(({ projections, processes }) => [...projections, ...processes]);
    const broken = readers.filter(({ state, error }) => state === 'stopped' || error !== undefined);
    if (broken.length > 0)
      throw new Error(broken.map(({ name, state, error }) => `${name}: ${error ?? state}`).join('; '));
    return { readers: Object.fromEntries(readers.map(({ name, state, lagMs }) => [name, { state, lagMs }])) };
  };
