import type { EventSource } from '@opsledger/event-bus';
import { START } from '@opsledger/event-store';
import { escapeIdentifier, type Pool } from 'pg';
import { createCheckpoint, findCheckpoint, type Checkpoint } from '../../postgres/checkpoints';
import { inTransaction } from '../../postgres/transaction';
import type { Projection } from '../projection';
import { comments, createIndexes, createTable, shapeOf } from './table-definition';

/** The table's definition was edited without raising the version, so the stored rows do not fit it. */
export class ProjectionTableChanged extends Error {
  constructor(readonly projection: Projection) {
    const { name, version } = projection;
    super(
      `The table of projection ${name} is no longer the one version ${version} was built with: ` +
        `raise its version to ${version + 1} and it is rebuilt beside the live one.`,
    );
    this.name = 'ProjectionTableChanged';
  }
}

/** Version of a table that readers find, but that holds nothing yet. */
export const NEVER_BUILT = 0;

/**
 * The checkpoint of the table that readers see. It is created when missing, so that queries find it at once; where
 * there is history to read first it has version 0, and a build replaces it.
 *
 * @throws ProjectionTableChanged
 */
export async function ensureLiveTable(pool: Pool, projection: Projection, source: EventSource): Promise<Checkpoint> {
  const reader = { kind: 'projection', name: projection.name } as const;
  const shape = shapeOf(projection.table);
  const live = (await findCheckpoint(pool, reader)) ?? (await create());
  if (live.version === projection.version && live.shape !== shape) throw new ProjectionTableChanged(projection);
  return live;

  async function create(): Promise<Checkpoint> {
    const version = (await source.head()) === START ? projection.version : NEVER_BUILT;
    return inTransaction(pool, async (client) => {
      await client.query(`select pg_advisory_xact_lock(hashtextextended('create projection tables', 0))`);
      const created = await findCheckpoint(client, reader);
      if (created) return created;
      const { table } = projection;
      await client.query(
        [
          `create schema if not exists ${escapeIdentifier(table.schema)};`,
          createTable(table),
          ...createIndexes(table),
          ...comments(table),
        ].join('\n'),
      );
      return createCheckpoint(client, reader, { version, state: 'live', position: START, shape });
    });
  }
}
