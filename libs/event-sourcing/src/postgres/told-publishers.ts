import type { Position } from '@opsledger/event-store';
import type { Connection } from './checkpoints';

/** What a publisher says of itself, wherever it runs. */
export interface ToldPublisher {
  readonly name: string;
  readonly state: 'stopped' | 'standby' | 'running';
  readonly position: Position;
  readonly lagMs: number;
  readonly error?: string;
}

/** Who publishes says so every second; after so long others are heard. */
const HUSH = `interval '3 seconds'`;
/** A name that nobody spoke for so long runs nowhere. */
const SILENCE = `interval '10 seconds'`;

/**
 * Of several that share a name, the one that publishes is believed; among those that cannot, one that knows why. Nobody
 * waits for the disk: it is said again in a moment.
 */
export async function tellPublisher(
  connection: Connection,
  { name, state, lagMs, error }: Omit<ToldPublisher, 'position'>,
): Promise<void> {
  await connection.query(
    `insert into opsledger.publishers as told (name, state, lag_ms, error, told_at)
     select $1, $2, $3, $4, now() where set_config('synchronous_commit', 'off', true) = 'off'
     on conflict (name) do update
       set state = excluded.state, lag_ms = excluded.lag_ms, error = excluded.error, told_at = excluded.told_at
       where excluded.state = 'running' or told.told_at < now() - ${HUSH}
         or told.state <> 'running' and (excluded.error is not null or told.error is null)`,
    [name, state, lagMs, error ?? null],
  );
}

/** Sends a statement to the database, by whatever connection. */
export type Ask = (statement: string) => Promise<{ readonly rows: readonly unknown[] }>;

interface Row extends Omit<ToldPublisher, 'error'> {
  readonly error: string | null;
  readonly isSilent: boolean;
}

/** All publishers that ever ran on this database, and how they are; `stopped` when none of that name runs any more. */
export async function toldPublishers(ask: Ask): Promise<readonly ToldPublisher[]> {
  const { rows } = await ask(
    `select name, told.state, position, lag_ms as "lagMs", error, told_at < now() - ${SILENCE} as "isSilent"
     from opsledger.publishers told
     join opsledger.checkpoints c using (name) where c.reader = 'publisher' order by name`,
  );
  return (rows as readonly Row[]).map(({ isSilent, state, error, ...rest }) => ({
    ...rest,
    state: isSilent ? 'stopped' : state,
    error: error ?? undefined,
  }));
}
