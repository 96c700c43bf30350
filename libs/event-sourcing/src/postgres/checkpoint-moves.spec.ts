import { START } from '@opsledger/event-store';
import { testDatabase, type TestDatabase } from '@opsledger/testing';
import { Pool } from 'pg';
import { CheckpointMoves } from './checkpoint-moves';
import { createCheckpoint, findCheckpoint, takeOver, type Checkpoint } from './checkpoints';
import { migrateEventSourcing } from './migrate';

const positionOf = (ordinal: number): string => String(ordinal).padStart(16, '0');

let database: TestDatabase;
let pool: Pool;

beforeEach(async () => {
  database = await testDatabase();
  pool = new Pool({ connectionString: database.url });
  pool.on('error', () => undefined);
  await migrateEventSourcing(pool);
});

afterEach(async () => {
  await pool.end();
  await database.close();
});

async function readers(count: number): Promise<Checkpoint[]> {
  const made: Checkpoint[] = [];
  for (let index = 0; index < count; index++) {
    const reader = { kind: 'process', name: `p${index}` } as const;
    const { id } = await createCheckpoint(pool, reader, { version: 1, state: 'live', position: START, shape: null });
    made.push((await takeOver(pool, id))!);
  }
  return made;
}

const storedOf = async (index: number) =>
  (await findCheckpoint(pool, { kind: 'process', name: `p${index}` }))?.position;

it('moves the checkpoints of many readers with one statement', async () => {
  const all = await readers(20);
  const asked = jest.spyOn(pool, 'query');
  const moves = CheckpointMoves.of(pool);
  const moved = await Promise.all(all.map((at, index) => moves.move(at, positionOf(index + 1))));
  expect(moved).toEqual(all.map(() => true));
  expect(asked).toHaveBeenCalledTimes(1);
  expect(await storedOf(0)).toBe(positionOf(1));
  expect(await storedOf(19)).toBe(positionOf(20));
});

it('tells the deposed from who came after it', async () => {
  const [deposed] = await readers(1);
  const present = (await takeOver(pool, deposed!.id))!;
  const moves = CheckpointMoves.of(pool);
  const moved = await Promise.all([moves.move(deposed!, positionOf(3)), moves.move(present, positionOf(7))]);
  expect(moved).toEqual([false, true]);
  expect(await storedOf(0)).toBe(positionOf(7));
});

it('moves nothing for who was deposed, and the others all the same', async () => {
  const [kept, lost, gone] = await readers(3);
  await takeOver(pool, lost!.id);
  await pool.query('delete from opsledger.checkpoints where id = $1', [gone!.id]);
  const moves = CheckpointMoves.of(pool);
  const moved = await Promise.all([kept!, lost!, gone!].map((at) => moves.move(at, positionOf(7))));
  expect(moved).toEqual([true, false, false]);
  expect([await storedOf(0), await storedOf(1)]).toEqual([positionOf(7), START]);
});

it('tells everybody when the database cannot be asked, and goes on afterwards', async () => {
  const [first, second] = await readers(2);
  const moves = CheckpointMoves.of(pool);
  jest.spyOn(pool, 'query').mockRejectedValueOnce(new Error('Out of reach') as never);
  const settled = await Promise.allSettled([moves.move(first!, positionOf(1)), moves.move(second!, positionOf(1))]);
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await moves.move(first!, positionOf(2))).toBe(true);
});
