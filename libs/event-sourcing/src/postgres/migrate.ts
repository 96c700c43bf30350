import { runMigrations, type Migration } from '@opsledger/event-store';
import type { Pool } from 'pg';

const CHECKPOINTS = `
create table opsledger.checkpoints (
  id bigint generated always as identity primary key,
  reader text not null check (reader in ('projection', 'process')),
  name text not null,
  version integer not null,
  state text not null default 'live' check (state in ('live', 'building')),
  position text not null collate "C",
  epoch bigint not null default 0,
  shape text,
  updated_at timestamptz not null default now(),
  unique (reader, name, state)
);
comment on table opsledger.checkpoints is 'How far each projection and process has read the log';
comment on column opsledger.checkpoints.state is 'building: a table filled beside the live one, which takes its place when complete';
comment on column opsledger.checkpoints.position is 'Last event whose effect the reader has committed';
comment on column opsledger.checkpoints.epoch is 'Fence: raised by whoever takes over, so that a writer left behind writes nothing';
comment on column opsledger.checkpoints.shape is 'Definition of the table, to notice one changed without a new version';
`;

const PARKED_EVENTS = `
create table opsledger.parked_events (
  checkpoint_id bigint not null references opsledger.checkpoints on delete cascade,
  reader text not null,
  key text not null,
  position text not null collate "C",
  event_id uuid not null,
  event_type text not null,
  event json not null,
  error text,
  attempts integer not null,
  parked_at timestamptz not null default now(),
  primary key (checkpoint_id, key, position)
);
comment on table opsledger.parked_events is 'Events a reader could not apply, and those waiting behind them';
comment on column opsledger.parked_events.reader is 'Name of the projection or process';
comment on column opsledger.parked_events.key is 'Row (projection) or stream (process) that waits until its first parked event succeeds';
comment on column opsledger.parked_events.error is 'Empty for an event that only waits behind another';
`;

const ORDERS = `
create table opsledger.timers (
  process text not null,
  key text not null,
  due timestamptz not null,
  ready_at timestamptz not null,
  request_id uuid not null,
  command json not null,
  cause_id uuid not null,
  correlation_id text not null,
  attempts integer not null default 0,
  error text,
  primary key (process, key)
);
create index on opsledger.timers (process, ready_at, due);
comment on table opsledger.timers is 'Orders a process wants sent, each when it is due';
comment on column opsledger.timers.due is 'When it should happen';
comment on column opsledger.timers.ready_at is 'When it is tried next: the due time, later after a failure';
comment on column opsledger.timers.request_id is 'Derived from the cause: a second sending has no second effect';
`;

const STATUS_VIEW = `
create view opsledger.projections as
  select name, version, state, position, updated_at,
    (select count(*) from opsledger.parked_events where checkpoint_id = checkpoints.id) as parked
  from opsledger.checkpoints where reader = 'projection';
comment on view opsledger.projections is 'Read models: how far each has come and how many events it could not apply';
`;

/**
 * Vacuum gives a table's empty end back to the disk under a lock that nobody gets past, and whoever waits for it makes it
 * let go only after the server's deadlock time-out of a second: as long would a deadline be late, after every burst.
 */
const TIMERS_KEEP_THEIR_SIZE = `
alter table opsledger.timers set (vacuum_truncate = false, autovacuum_vacuum_scale_factor = 0.05);
`;

/** Likewise: every reader notes in it how far it has come, several times a second. */
const CHECKPOINTS_KEEP_THEIR_SIZE = `
alter table opsledger.checkpoints set (vacuum_truncate = false);
`;

/** What reads the log to tell it to others outside has a checkpoint as well. */
const PUBLISHERS = `
alter table opsledger.checkpoints drop constraint checkpoints_reader_check;
alter table opsledger.checkpoints add constraint checkpoints_reader_check
  check (reader in ('projection', 'process', 'publisher'));
comment on table opsledger.checkpoints is 'How far each projection, process and publisher has read the log';
`;

/** Whoever listens outside is told once of an event that could not be applied. */
const PARKED_EVENTS_ARE_TOLD = `
alter table opsledger.parked_events add column told_at timestamptz;
comment on column opsledger.parked_events.told_at is 'When it was published as a dead letter; empty as long as it was not';
create index parked_events_untold on opsledger.parked_events (parked_at) where told_at is null and error is not null;
`;

const FOLLOWED_LOG = `
create table opsledger.followed_log (
  single boolean primary key default true check (single),
  log text not null
);
comment on table opsledger.followed_log is 'Which log the positions of projections and processes belong to';
`;

/** A publisher may run where nobody can ask it: what it says of itself is read here. */
const PUBLISHERS_TELL = `
create table opsledger.publishers (
  name text primary key,
  state text not null,
  lag_ms double precision not null,
  error text,
  told_at timestamptz not null
) with (vacuum_truncate = false);
comment on table opsledger.publishers is 'What each publisher said of itself last, once a second while it runs; how far it is stands in checkpoints';
comment on column opsledger.publishers.error is 'What went wrong last, as long as it has not gone right again';
`;

const MIGRATIONS: readonly Migration[] = [
  { name: 'checkpoints', sql: CHECKPOINTS },
  { name: 'parked events', sql: PARKED_EVENTS },
  { name: 'timers', sql: ORDERS },
  { name: 'projections view', sql: STATUS_VIEW },
  { name: 'timers keep their size', sql: TIMERS_KEEP_THEIR_SIZE },
  { name: 'checkpoints keep their size', sql: CHECKPOINTS_KEEP_THEIR_SIZE },
  { name: 'publishers', sql: PUBLISHERS },
  { name: 'parked events are told', sql: PARKED_EVENTS_ARE_TOLD },
  { name: 'followed log', sql: FOLLOWED_LOG },
  { name: 'publishers tell', sql: PUBLISHERS_TELL },
];

/**
 * Creates or updates the tables that runners need. Idempotent; safe when several instances start at once.
 *
 * @throws DatabaseAhead when they are of a later version than this program
 */
export const migrateEventSourcing = (pool: Pool): Promise<void> => runMigrations(pool, 'event-sourcing', MIGRATIONS);
