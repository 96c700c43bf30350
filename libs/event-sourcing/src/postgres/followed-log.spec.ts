import { START, type Position } from '@opsledger/event-store';
import { testDatabase, type TestDatabase } from '@opsledger/testing';
import { CheckpointMoves } from './checkpoint-moves';
import { createCheckpoint, findCheckpoint, takeOver } from './checkpoints';
import {
  FollowsAnotherLog,
  ReadersAhead,
  followLog,
  moveReaders,
  readersPositions,
  requireReach,
} from './followed-log';
import { migrateEventSourcing } from './migrate';

let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
  await migrateEventSourcing(test.pool);
});
afterEach(() => test.close());

const at = (ordinal: number): Position => String(ordinal).padStart(16, '0');
const tickets = { kind: 'projection', name: 'tickets' } as const;

const reader = (position: Position, name: string = tickets.name) =>
  createCheckpoint(test.pool, { ...tickets, name }, { version: 1, state: 'live', position, shape: null });

const park = (checkpointId: string, position: Position) =>
  test.pool.query(
    `insert into opsledger.parked_events (checkpoint_id, reader, key, position, event_id, event_type, event, attempts)
     values ($1, 'tickets', 't-1', $2, gen_random_uuid(), 'Noted', $3, 1)`,
    [checkpointId, position, JSON.stringify({ streamId: 'ticket-"1"', position, data: { position, nul: '\0' } })],
  );

it('a new database follows the log it is first used with, and no other', async () => {
  await followLog(test.pool, { log: 'kurrentdb 1' });
  await followLog(test.pool, { log: 'kurrentdb 1' });
  await expect(followLog(test.pool, { log: 'kurrentdb 2' })).rejects.toThrow(FollowsAnotherLog);
  await expect(followLog(test.pool, { log: 'database' })).rejects.toThrow(FollowsAnotherLog);
});

it('readers from before this was noted follow the log beside them', async () => {
  await reader(at(7));
  await expect(followLog(test.pool, { log: 'kurrentdb 1' })).rejects.toThrow(FollowsAnotherLog);
  await followLog(test.pool, { log: 'database' });
});

it('readers are moved to where their events lie in the copy, parked events with them, and old ones are shut out', async () => {
  const checkpoint = await reader(at(7));
  await reader(START, 'new');
  const running = (await takeOver(test.pool, checkpoint.id))!;
  await park(checkpoint.id, at(5));
  expect(await readersPositions(test.pool)).toEqual(new Set([at(7), at(5)]));

  const positions = new Map([
    [at(5), at(5_120)],
    [at(7), at(7_441)],
  ]);
  expect(await moveReaders(test.pool, { from: 'database', to: 'kurrentdb 1', positions })).toBe(2);

  expect(await findCheckpoint(test.pool, tickets)).toMatchObject({ position: at(7_441) });
  expect(await CheckpointMoves.of(test.pool).move(running, at(8))).toBe(false);
  const { rows } = await test.pool.query('select position, event::text as event from opsledger.parked_events');
  expect(rows[0].position).toBe(at(5_120));
  expect(JSON.parse(rows[0].event)).toEqual({
    streamId: 'ticket-"1"',
    position: at(5_120),
    data: { position: at(5), nul: '\0' },
  });
  await followLog(test.pool, { log: 'kurrentdb 1' });
  expect(await moveReaders(test.pool, { from: 'database', to: 'kurrentdb 1', positions })).toBe(0);
});

it('nothing moves when a reader has gone on meanwhile, or follows another log', async () => {
  await reader(at(7));
  const move = { from: 'database', to: 'kurrentdb 1', positions: new Map([[at(6), at(60)]]) };
  await expect(moveReaders(test.pool, move)).rejects.toThrow('went on');
  await expect(moveReaders(test.pool, { ...move, from: 'kurrentdb 9' })).rejects.toThrow(FollowsAnotherLog);
  expect(await findCheckpoint(test.pool, tickets)).toMatchObject({ position: at(7) });
});

it('a log that ends before its readers is told with who has read how far', async () => {
  const endsAt = (ordinal: number) => ({ head: async () => at(ordinal) });
  await requireReach(test.pool, endsAt(0));
  await reader(at(7));
  await reader(at(6), 'notes');
  await requireReach(test.pool, endsAt(7));
  await expect(requireReach(test.pool, endsAt(6))).rejects.toThrow(
    /^The log ends at position 6, but projection tickets has read it up to 7:/,
  );
  const far = requireReach(test.pool, endsAt(5));
  await expect(far).rejects.toThrow(ReadersAhead);
  await expect(far).rejects.toThrow('projection tickets has read it up to 7, and 1 more beyond its end:');
});
