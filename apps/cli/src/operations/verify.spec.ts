import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_STREAM, PostgresEventStore } from '@opsledger/event-store';
import { testDatabase, type TestDatabase } from '@opsledger/testing';
import { fakeTerminal } from '../fake-server.fixture';
import { run } from '../program';
import { verdict, verify } from './verify';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
  const store = await PostgresEventStore.open({ url: database.url });
  for (const record of ['a', 'b']) {
    await store.append(`incident-${record}`, NO_STREAM, [
      {
        id: randomUUID(),
        type: 'SomethingHappened',
        data: { to: record },
        occurredAt: '2026-03-01T00:00:00.000Z',
        metadata: { actor: { id: 'p', name: 'Ada', kind: 'person' }, correlationId: 'c' },
      },
    ]);
  }
  await store.close();
});
afterAll(() => database.close());

const request = () => ({ databaseUrl: database.url, dataDir: 'none' });

test('an untouched log is intact; progress is told', async () => {
  const terminal = fakeTerminal();
  const report = await verify(request(), terminal);
  expect(report).toMatchObject({ intact: true, events: 2 });
  expect(verdict(report)).toContain('The log is intact.');
  expect(terminal.written.err).toBe('Verifying events 2/2\n');
});

test('a changed event is found and named', async () => {
  await database.pool.query(
    `begin; set local session_replication_role = replica;
     update opsledger.events set data = '{"to":"nobody"}' where stream_id = 'incident-b'; commit`,
  );
  const report = await verify(request(), fakeTerminal());
  expect(report.intact).toBe(false);
  expect(verdict(report)).toContain('incident-b');
});

test.each([
  [
    { databaseUrl: 'postgres://nobody:secret@127.0.0.1:1/none' },
    'The database at 127.0.0.1:1 cannot be used (connect ECONNREFUSED 127.0.0.1:1): check its address.',
  ],
  [{ databaseUrl: 'postgres:///none?port=1' }, 'The database at localhost:1 cannot be used (connect ECONNREFUSED'],
  [
    { databaseUrl: undefined, dataDir: '/nowhere' },
    'There is no data in /nowhere: set OPSLEDGER_DATA as the suite has it, or',
  ],
  [{ checkpoint: __filename, key: undefined }, 'cannot be read as JSON'],
  [{ key: '/nowhere.pem' }, 'There is no file /nowhere.pem.'],
  [{ kurrentdbUrl: 'kurrentdb://u:p@127.0.0.1:1?tls=false' }, 'KurrentDB at 127.0.0.1:1'],
  [{ kurrentdbUrl: 'kurrentdb://127.0.0.1:1', key: 'any.pem' }, 'only there checkpoints are signed'],
])('%j is told as what it is', async (options, message) => {
  await expect(verify({ ...request(), ...options }, fakeTerminal())).rejects.toThrow(message);
});

test('a server that refuses is not said to be away: its reason is told', async () => {
  const elsewhere = new URL(database.url);
  elsewhere.pathname = '/nowhere';
  const { code, err } = await opsledger('--database-url', elsewhere.href);
  expect([code, err]).toEqual([
    3,
    `The database at ${elsewhere.host} cannot be used (database "nowhere" does not exist): check its address.\n`,
  ]);
});

test('data that can neither be reached nor served tells both reasons', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'verify-'));
  writeFileSync(join(dataDir, 'postgres.json'), JSON.stringify({ port: 1, password: 'secret' }));
  // Root runs PostgreSQL as another user, who has to get in.
  chmodSync(dataDir, 0o711);
  mkdirSync(join(dataDir, 'postgres'));
  writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '9.6\n');
  const { code, err } = await opsledger('--data', dataDir);
  expect(code).toBe(3);
  expect(err).toContain('9.6');
  expect(err).toContain('Where it ran last it cannot be used (connect ECONNREFUSED 127.0.0.1:1).');
  expect(err).not.toContain('secret');
});

test('data whose database is gone is told, and nothing written', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'verify-'));
  chmodSync(dataDir, 0o711);
  writeFileSync(join(dataDir, 'postgres.json'), JSON.stringify({ port: 1, password: 'secret' }));
  const { code, out, err } = await opsledger('--data', dataDir);
  expect([code, out]).toEqual([2, '']);
  expect(err).toBe(
    `There is no database in ${join(dataDir, 'postgres')}, though postgres.json beside it tells of one: restore it from a backup, or give --data or --database-url.\n`,
  );
  expect(readdirSync(dataDir)).toEqual(['postgres.json']);
});

test('data whose password is gone is told as such, not as no data', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'verify-'));
  mkdirSync(join(dataDir, 'postgres'));
  writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '18\n');
  const { code, err } = await opsledger('--data', dataDir);
  expect(code).toBe(2);
  expect(err).toBe(
    `${join(dataDir, 'postgres.json')}, which holds the password of the database beside it, is missing: restore it from a backup, or give --data or --database-url.\n`,
  );
});

const file = (content: string | Buffer) => {
  const path = join(mkdtempSync(join(tmpdir(), 'verify-')), 'given');
  writeFileSync(path, content);
  return path;
};

async function opsledger(...args: string[]) {
  const terminal = fakeTerminal();
  const environment = { DATABASE_URL: database.url };
  const code = await run(['verify', ...args], { ...terminal, environment, clock: () => new Date() });
  return { code, ...terminal.written };
}

test.each([
  ['garbage', 'no key\n'],
  ['another kind of key', generateKeyPairSync('x25519').publicKey.export({ type: 'spki', format: 'pem' })],
])('a key file with %s is wrong usage: the log was not looked at', async (_what, content) => {
  const key = file(content);
  const { code, out, err } = await opsledger('--key', key);
  expect([code, out]).toEqual([2, '']);
  expect(err).toBe(
    `${key} holds no key that checks checkpoints: give the PEM file of an Ed25519 key. ` +
      'The suite keeps its own in its data directory: checkpoint-key.pem.pub.\n',
  );
});

test.each([
  ['--key', tmpdir(), 'is a directory: name a file.'],
  ['--checkpoint', tmpdir(), 'is a directory: name a file.'],
  ['--checkpoint', file(Buffer.from('\uFEFF{}', 'utf16le')), 'is UTF-16: save it as UTF-8.'],
])('%s %s is wrong usage', async (option, path, message) => {
  const { code, err } = await opsledger(option, path);
  expect([code, err]).toEqual([2, `${path} ${message}\n`]);
});

test.each(['{"number": 1', 'null', '{"number": 1, "signature": "x"}'])(
  'a checkpoint file with %s is named with what to do about it',
  async (content) => {
    const path = file(content);
    const { code, out, err } = await opsledger('--checkpoint', path);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(path);
    expect(err).toContain('Give another copy, or leave --checkpoint out.');
  },
);

test('the checkpoint that the suite keeps beside its data is named the same way, and how to go on without it', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'verify-'));
  const { publicKey } = generateKeyPairSync('ed25519');
  writeFileSync(join(dataDir, 'checkpoint-key.pem.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
  const kept = join(dataDir, 'last-checkpoint.json');
  for (const content of ['', '{}']) {
    writeFileSync(kept, content);
    const { code, err } = await opsledger('--data', dataDir);
    expect(code).toBe(2);
    expect(err).toContain(kept);
    expect(err).toMatch(/Restore it from a copy.*moved away/);
  }
});

test('where the anchor is not what it was, the report names its file', async () => {
  const { publicKey } = generateKeyPairSync('ed25519');
  const key = file(publicKey.export({ type: 'spki', format: 'pem' }) as string);
  const anchor = { number: 1, after: '', position: '', digest: '', previous: '', signedAt: 'then', signature: 'x' };
  const path = file(JSON.stringify(anchor));
  const { out } = await opsledger('--key', key, '--checkpoint', path);
  expect(out).toContain('The anchor, checkpoint 1 of then, was not signed with this key.');
  expect(out).toContain(`Note: The anchor is the checkpoint in ${path}.`);
});

test.each(['garbage', 'mysql://host/db', 'postgres://ho st/db'])('--database-url %j is wrong usage', async (url) => {
  const { code, err } = await opsledger('--database-url', url);
  expect([code, err]).toEqual([
    2,
    'No PostgreSQL can be at the address given: it looks like postgres://user:password@host:5432/database.\n',
  ]);
});

test('a database without a log is told as such', async () => {
  const empty = await testDatabase();
  try {
    await expect(verify({ databaseUrl: empty.url, dataDir: '' }, fakeTerminal())).rejects.toThrow(
      'holds no log of Opsledger',
    );
  } finally {
    await empty.close();
  }
});
