import type { Position } from '@opsledger/event-store';
import type { ProjectionReader } from '../readers/reader';
import type { ServiceContext } from './service-definition';

export interface QueryWaits {
  /** How long a query with a position waits for a projection, in milliseconds. */
  readonly position: number;
  /** How long a record that is missing is waited for before it is said not to exist, in milliseconds. */
  readonly missing: number;
}

export const DEFAULT_WAITS: QueryWaits = { position: 5_000, missing: 1_000 };

type Projections = ReadonlyMap<string, ProjectionReader>;

/** @throws TypeError when the service has no such projection */
export function readerOf(projections: Projections, name: string): ProjectionReader {
  const reader = projections.get(name);
  if (!reader) throw new TypeError(`There is no projection ${name} in this service.`);
  return reader;
}

/** Loads again what is missing, once its projection has seen all that this process knows of. */
export const missingRecords =
  (projections: Projections, lastKnown: () => Position, patienceMs: number): ServiceContext['found'] =>
  async (projection, load) => {
    const row = await load();
    if (row !== undefined && row !== null) return row;
    // What names a record right after the POST that created it must find it, also without a position token.
    await readerOf(projections, projection).waitFor(lastKnown(), patienceMs);
    return (await load()) ?? undefined;
  };
