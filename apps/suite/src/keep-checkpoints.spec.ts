import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_STREAM, PostgresEventStore, loadVerifyingKey, verifyLog, type Checkpoint } from '@opsledger/event-store';
import { createLogger } from '@opsledger/service-kit';
import { eventually, testDatabase } from '@opsledger/testing';
import { CHECKPOINT_KEY, LAST_CHECKPOINT, keepCheckpoints } from './keep-checkpoints';

const actor = { id: 'a', name: 'A', kind: 'person' } as const;

const writeNote = (store: PostgresEventStore, n: number) =>
  store.append(`note-${n}`, NO_STREAM, [
    {
      id: randomUUID(),
      type: 'NoteWritten',
      data: {},
      occurredAt: new Date(0).toISOString(),
      metadata: { actor, correlationId: 'c' },
    },
  ]);

test('keeps a checkpoint that tells when the end of the log was cut off', async () => {
  const database = await testDatabase();
  const directory = mkdtempSync(join(tmpdir(), 'opsledger-test-'));
  const store = await PostgresEventStore.open({ url: database.url });
  for (let n = 0; n < 3; n++) await writeNote(store, n);

  const stop = keepCheckpoints({ pool: database.pool, directory, logger: createLogger({ level: 'silent' }) }, 20);
  await eventually(() => expect(existsSync(join(directory, LAST_CHECKPOINT))).toBe(true));
  await stop();
  const anchor = JSON.parse(readFileSync(join(directory, LAST_CHECKPOINT), 'utf8')) as Checkpoint;
  const key = loadVerifyingKey(join(directory, `${CHECKPOINT_KEY}.pub`));
  expect(await verifyLog(database.pool, { key, anchor })).toMatchObject({ intact: true });

  await database.pool.query('alter table opsledger.events disable trigger all');
  await database.pool.query('delete from opsledger.events where position = 3');
  await database.pool.query('alter table opsledger.signed_checkpoints disable trigger all');
  await database.pool.query('delete from opsledger.signed_checkpoints');
  expect(await verifyLog(database.pool, { key, anchor })).toMatchObject({ intact: false });

  await store.close();
  await database.close();
  rmSync(directory, { recursive: true });
});

test('signs what was recorded last when it is stopped', async () => {
  const database = await testDatabase();
  const directory = mkdtempSync(join(tmpdir(), 'opsledger-test-'));
  const store = await PostgresEventStore.open({ url: database.url });
  await writeNote(store, 0);
  const stop = keepCheckpoints({ pool: database.pool, directory, logger: createLogger({ level: 'silent' }) });
  await eventually(() => expect(existsSync(join(directory, LAST_CHECKPOINT))).toBe(true));
  await writeNote(store, 1);

  await stop();
  const { position } = JSON.parse(readFileSync(join(directory, LAST_CHECKPOINT), 'utf8')) as Checkpoint;
  expect(position).toBe(await store.head());

  await store.close();
  await database.close();
  rmSync(directory, { recursive: true });
});

test('a checkpoint that cannot be written leaves the one before as it was', async () => {
  const database = await testDatabase();
  const directory = mkdtempSync(join(tmpdir(), 'opsledger-test-'));
  const store = await PostgresEventStore.open({ url: database.url });
  await writeNote(store, 0);
  const file = join(directory, LAST_CHECKPOINT);
  const stop = keepCheckpoints({ pool: database.pool, directory, logger: createLogger({ level: 'silent' }) });
  await eventually(() => expect(existsSync(file)).toBe(true));
  const before = readFileSync(file, 'utf8');
  // Where the next is drafted: as with a full disk, nothing can be written there.
  mkdirSync(`${file}.new`);
  await writeNote(store, 1);

  await stop();
  expect(readFileSync(file, 'utf8')).toBe(before);
  await store.close();
  await database.close();
  rmSync(directory, { recursive: true });
});

test('a log that has lost its end since it was signed is told and not signed over, until that is given up', async () => {
  const database = await testDatabase();
  const directory = mkdtempSync(join(tmpdir(), 'opsledger-test-'));
  const file = join(directory, LAST_CHECKPOINT);
  const store = await PostgresEventStore.open({ url: database.url });
  for (let n = 0; n < 3; n++) await writeNote(store, n);
  await keepCheckpoints({ pool: database.pool, directory, logger: createLogger({ level: 'silent' }) })();
  const kept = readFileSync(file, 'utf8');
  // As a backup from before that does.
  await database.pool.query(`set session_replication_role = replica; delete from opsledger.events where position = 3;
    delete from opsledger.signed_checkpoints; set session_replication_role = origin`);

  const logger = createLogger({ level: 'silent' });
  const told = jest.spyOn(logger, 'error');
  await keepCheckpoints({ pool: database.pool, directory, logger })();
  expect(told).toHaveBeenCalledWith(
    expect.stringMatching(
      /signed the log up to position 3, but .* the log ends at 2\. Nothing is signed .*move .* away/,
    ),
  );
  expect(readFileSync(file, 'utf8')).toBe(kept);

  rmSync(file);
  await keepCheckpoints({ pool: database.pool, directory, logger: createLogger({ level: 'silent' }) })();
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ number: 1, position: await store.head() });
  await store.close();
  await database.close();
  rmSync(directory, { recursive: true });
});

test('a file that holds no checkpoint is named with what to do, and nothing is signed over it', async () => {
  const database = await testDatabase();
  const directory = mkdtempSync(join(tmpdir(), 'opsledger-test-'));
  const file = join(directory, LAST_CHECKPOINT);
  const store = await PostgresEventStore.open({ url: database.url });
  await writeNote(store, 0);
  const logger = createLogger({ level: 'silent' });
  const told = jest.spyOn(logger, 'error');
  for (const [broken, why] of [
    ['{"number": 1', 'JSON'],
    ['', 'JSON'],
    ['null', 'some of it is missing'],
    ['{"number": 1, "signature": "x"}', 'some of it is missing'],
  ] as const) {
    writeFileSync(file, broken);
    await keepCheckpoints({ pool: database.pool, directory, logger })();
    const [text] = told.mock.lastCall as unknown as [string];
    expect(text).toContain(`${file} holds no checkpoint (`);
    expect(text).toContain(why);
    expect(text).toMatch(/restore it from a copy.*moved away/);
    expect(readFileSync(file, 'utf8')).toBe(broken);
  }

  rmSync(file);
  await keepCheckpoints({ pool: database.pool, directory, logger })();
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ number: 1 });
  await store.close();
  await database.close();
  rmSync(directory, { recursive: true });
});
