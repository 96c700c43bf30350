import type { Pool } from 'pg';
import { APPEND_FUNCTIONS } from './append-function';
import { runMigrations, type Migration } from './migrations';

const EVENTS = `
create table opsledger.events (
  position bigint primary key,
  stream_id text collate "C" not null,
  revision integer not null check (revision > 0),
  id uuid not null unique,
  type text not null,
  data json not null,
  metadata json not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  hash bytea not null check (length(hash) = 32),
  unique (stream_id, revision)
);
comment on table opsledger.events is 'The log: every fact, in the order it was recorded. Rows are never changed.';
comment on column opsledger.events.position is 'Place in the log, from 1, without gaps';
comment on column opsledger.events.data is 'Exactly the text the hash covers; cast to jsonb to query it';
comment on column opsledger.events.hash is 'SHA-256 over the previous event of the stream and this event';

create function opsledger.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'The event log is append-only: % is refused', tg_op using errcode = 'insufficient_privilege';
end
$$;

-- Per statement, not per row: inserting pays nothing.
create trigger append_only before update or delete or truncate on opsledger.events
  for each statement execute function opsledger.refuse_change();
`;

const CHECKPOINTS = `
create table opsledger.signed_checkpoints (
  number integer primary key,
  after_position bigint not null,
  position bigint not null,
  digest text not null,
  previous text not null,
  signed_at timestamptz not null,
  signature text not null
);
comment on table opsledger.signed_checkpoints is 'Signed statements of what the log held; the key is kept outside the database.';

create trigger append_only before update or delete or truncate on opsledger.signed_checkpoints
  for each statement execute function opsledger.refuse_change();
`;

const MIGRATIONS: readonly Migration[] = [
  { name: 'events', sql: EVENTS },
  { name: 'append functions', sql: APPEND_FUNCTIONS },
  { name: 'checkpoints', sql: CHECKPOINTS },
];

/** Creates or updates the log's tables. Idempotent; safe when several instances start at once. */
export const migrate = (pool: Pool): Promise<void> => runMigrations(pool, 'event-store', MIGRATIONS);
