import { testDatabase, type TestDatabase } from '@opsledger/testing';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aFact } from '../contract/samples';
import { NO_STREAM } from '../event-store';
import { chain } from '../hash-chain';
import { PostgresEventStore } from '../postgres/postgres-event-store';
import type { Checkpoint } from './checkpoint';
import { lastCheckpoint, writeCheckpoint } from './checkpoints';
import { loadSigningKey, loadVerifyingKey } from './signing-key';
import { linesOf, verifyLog, type VerifyOptions } from './verify-log';

let database: TestDatabase;
let folder: string;
let keyFile: string;
let anchor: Checkpoint | undefined;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const STREAMS = ['incident-a', 'incident-b', 'incident-c'];

/**
 * Twelve events, four of each record in turn: positions 1 to 12 are a1 b1 c1 a2 b2 c2 … Checkpoints at 6 and 12.
 */
beforeEach(async () => {
  await database.pool.query('drop schema if exists opsledger cascade');
  folder = mkdtempSync(join(tmpdir(), 'opsledger-key-'));
  keyFile = join(folder, 'checkpoint.pem');
  const key = loadSigningKey(keyFile);
  const store = await PostgresEventStore.open({ url: database.url });
  const heads = new Map(STREAMS.map((stream) => [stream, NO_STREAM]));
  for (let round = 1; round <= 4; round++) {
    for (const stream of STREAMS) {
      const fact = aFact({ data: { text: `${stream} ${round}` } });
      heads.set(stream, (await store.append(stream, heads.get(stream) ?? NO_STREAM, [fact])).head);
    }
    if (round % 2 === 0) anchor = await writeCheckpoint(database.pool, key);
  }
  await store.close();
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Changes rows as somebody with full rights on the database can. */
async function tamper(sql: string): Promise<void> {
  await database.pool.query(`begin; set local session_replication_role = replica; ${sql}; commit`);
}

const verify = (options: VerifyOptions = {}) =>
  verifyLog(database.pool, { key: loadVerifyingKey(`${keyFile}.pub`), anchor, ...options });

const found = async (options?: VerifyOptions) =>
  (await verify(options)).findings.map(({ kind, message }) => `${kind}: ${message}`);

test('an untouched log is intact and covered to its end', async () => {
  const report = await verify();
  expect(report).toMatchObject({ intact: true, events: 12, streams: 3, findings: [], notices: [] });
  expect(report.coveredUpTo).toBe(report.head);
  expect(linesOf(report)).toEqual([
    '12 events of 3 records checked, up to position 12; signed up to position 12.',
    'The log is intact.',
  ]);
});

test.each([
  ['data', `data = '{"text":"nothing happened"}'`],
  ['data, in spelling only', `data = (data::text || ' ')::json`],
  ['metadata', `metadata = '{}'`],
  ['the type', `type = 'IncidentResolved'`],
  ['the id', `id = '0198c0de-0000-7000-8000-000000000000'`],
  ['when it happened', `occurred_at = occurred_at + interval '1 hour'`],
  ['when it was recorded, by less than a millisecond', `recorded_at = recorded_at + interval '1 microsecond'`],
  ['the hash', `hash = decode(repeat('ab', 32), 'hex')`],
])('a change of %s is found at its event and nowhere else in the chain', async (_what, change) => {
  await tamper(`update opsledger.events set ${change} where stream_id = 'incident-b' and revision = 2`);
  const [first, ...rest] = (await verify({ key: undefined })).findings;
  expect(first).toMatchObject({
    kind: 'event changed',
    streamId: 'incident-b',
    revision: 2,
    position: '0000000000000005',
  });
  expect(first?.message).toContain('incident-b, revision 2 (');
  expect(rest).toEqual([]);
});

test('an event moved to another record is found in both', async () => {
  await tamper(`update opsledger.events set stream_id = 'incident-x', revision = 1 where position = 5`);
  expect(await found()).toEqual([
    expect.stringMatching(/^event changed: incident-x, revision 1 /),
    expect.stringMatching(/^events removed: incident-b, revision 3 .* comes without revision 2 before it/),
  ]);
});

test('an event deleted in the middle is found by its record and by its position', async () => {
  await tamper('delete from opsledger.events where position = 5');
  expect(await found()).toEqual([
    'events removed: The log has a hole: position 5 was removed.',
    expect.stringMatching(/^order changed: Between positions 1 and 6 the log is not what checkpoint 1 of .* signed/),
    expect.stringMatching(/^events removed: incident-b, revision 3 .* comes without revision 2 before it/),
  ]);
});

test('a deletion hidden by closing the gap is found by its record and by the checkpoints', async () => {
  await tamper(`delete from opsledger.events where position = 5;
    update opsledger.events set position = position - 1000 where position > 5;
    update opsledger.events set position = position + 999 where position < 0`);
  expect(await found()).toEqual([
    expect.stringMatching(/^events removed: incident-b, revision 3 /),
    expect.stringMatching(/^order changed: Between positions 1 and 6 /),
    expect.stringMatching(/^log cut off: Checkpoint 2 .* up to position 12, but it ends at 11: 1 events were cut off/),
  ]);
});

test('a cut-off end is found by the checkpoint', async () => {
  await tamper('delete from opsledger.events where position > 9');
  const report = await verify();
  expect(report.findings).toEqual([expect.objectContaining({ kind: 'log cut off' })]);
  expect(report.findings[0]?.message).toContain('but it ends at 9: 3 events were cut off');
  expect((await verify({ key: undefined })).notices).toEqual([
    expect.stringContaining('a cut-off end and a changed order over streams would not show'),
  ]);
});

test('an end cut off together with its checkpoint is found by the anchor', async () => {
  await tamper(
    'delete from opsledger.events where position > 9; delete from opsledger.signed_checkpoints where number = 2',
  );
  expect(await found()).toEqual([
    expect.stringMatching(/^checkpoint removed: The anchor, checkpoint 2 of .*, is not in the database any more/),
    expect.stringMatching(/^log cut off: Checkpoint 2 /),
  ]);
  const unanchored = await verify({ anchor: undefined });
  expect(unanchored.intact).toBe(true);
  expect(unanchored.notices).toEqual([
    '3 events at the end are not covered by a matching checkpoint.',
    'No anchor was given: checkpoints removed together with the end would not show.',
  ]);
});

test('two revisions of a record swapped are found', async () => {
  await tamper(`update opsledger.events set revision = 100 where stream_id = 'incident-a' and revision = 2;
    update opsledger.events set revision = 2 where stream_id = 'incident-a' and revision = 3;
    update opsledger.events set revision = 3 where revision = 100`);
  expect(await found()).toEqual([
    expect.stringMatching(/^events removed: incident-a, revision 3 .*, position 4: comes without revision 2 before it/),
    expect.stringMatching(/^event moved: incident-a, revision 2 .*, position 7: stands after revision 3/),
  ]);
});

test('two events of different records swapped in the log are found between their checkpoints', async () => {
  await tamper(`update opsledger.events set position = 100 where position = 8;
    update opsledger.events set position = 8 where position = 9;
    update opsledger.events set position = 9 where position = 100`);
  expect(await found()).toEqual([expect.stringMatching(/^order changed: Between positions 7 and 12 /)]);
});

test('a record deleted as a whole is found', async () => {
  await tamper(`delete from opsledger.events where stream_id = 'incident-b'`);
  const findings = await found();
  for (const position of [2, 5, 8, 11])
    expect(findings).toContain(`events removed: The log has a hole: position ${position} was removed.`);
});

test('a record rewritten with a fresh, valid chain is found by the checkpoints', async () => {
  const { rows } = await database.pool.query<{ revision: number; id: string; type: string; metadata: object }>(
    `select revision, id, type, metadata from opsledger.events where stream_id = 'incident-c' order by revision`,
  );
  const at = '2026-03-01T09:00:00.000Z';
  const forged = rows.map(({ id, type, metadata }) => ({
    ...{ id, type, occurredAt: at, data: '{"text":"all well"}' },
    metadata: JSON.stringify(metadata),
  }));
  const hashes = chain(NO_STREAM, 'incident-c', at, forged);
  for (const [index, { id, data, metadata }] of forged.entries())
    await tamper(`update opsledger.events set data = '${data}', metadata = '${metadata}', occurred_at = '${at}',
      recorded_at = '${at}', hash = decode('${hashes[index]}', 'hex') where id = '${id}'`);

  expect((await verify({ key: undefined })).intact).toBe(true);
  expect(await found()).toEqual([
    expect.stringMatching(/^order changed: Between positions 1 and 6 /),
    expect.stringMatching(/^order changed: Between positions 7 and 12 /),
  ]);
});

test('a removed checkpoint is found by the one after it', async () => {
  await tamper('delete from opsledger.signed_checkpoints where number = 1');
  expect(await found()).toEqual(['checkpoint removed: Checkpoint 1 was removed.']);
  expect(linesOf(await verify()).at(-1)).toBe('The log is NOT intact: 1 finding.');
});

test('all checkpoints removed are found by the anchor', async () => {
  await tamper('delete from opsledger.signed_checkpoints');
  expect(await found()).toEqual([expect.stringMatching(/^checkpoint removed: The anchor, checkpoint 2 /)]);
  expect((await verify({ anchor: undefined })).notices).toEqual([
    'There are no checkpoints: a cut-off end would not show.',
  ]);
});

test.each([
  ['position', 'position = 11'],
  ['digest', `digest = repeat('0', 64)`],
  ['date', `signed_at = signed_at - interval '1 day'`],
  ['signature', 'signature = previous'],
])('a checkpoint with another %s is found', async (_what, change) => {
  await tamper(`update opsledger.signed_checkpoints set ${change} where number = 2`);
  expect(await found()).toContainEqual(
    expect.stringMatching(/^checkpoint forged: The signature of checkpoint 2 .* does not fit its content/),
  );
});

test('checkpoints signed anew with another key are found', async () => {
  await tamper('delete from opsledger.signed_checkpoints');
  const forged = await writeCheckpoint(database.pool, loadSigningKey(join(folder, 'other.pem')));
  expect(forged?.number).toBe(1);
  expect(await found()).toEqual([
    expect.stringMatching(/^checkpoint forged: The signature of checkpoint 1 /),
    expect.stringMatching(/^checkpoint removed: The anchor, checkpoint 2 /),
  ]);
});

test('findings beyond a thousand are counted, not kept', async () => {
  await tamper(`insert into opsledger.events
    select 12 + n, 'incident-z', n, gen_random_uuid(), 'T', '{}', '{}', now(), now(), decode(repeat('00', 32), 'hex')
      from generate_series(1, 1500) n`);
  const report = await verify();
  expect(report.findings).toHaveLength(1_000);
  expect(report.findingCount).toBe(1_500);
  expect(linesOf(report)).toContain('… and 500 more.');
  expect(linesOf(report).at(-1)).toBe('The log is NOT intact: 1500 findings.');
});

describe('checkpoints', () => {
  const sign = (kept?: Checkpoint) => writeCheckpoint(database.pool, loadSigningKey(keyFile), { kept });

  test('nothing new, nothing signed; the last one is answered', async () => {
    const again = await writeCheckpoint(database.pool, loadSigningKey(keyFile));
    expect(again).toEqual(anchor);
    expect(await lastCheckpoint(database.pool)).toEqual(anchor);
  });

  test('several processes at once sign one', async () => {
    await tamper('delete from opsledger.signed_checkpoints');
    const key = loadSigningKey(keyFile);
    const signed = await Promise.all([1, 2, 3].map(() => writeCheckpoint(database.pool, key)));
    expect(new Set(signed.map((checkpoint) => checkpoint?.number))).toEqual(new Set([1]));
  });

  test('a log with a hole is not signed', async () => {
    await tamper('delete from opsledger.signed_checkpoints; delete from opsledger.events where position = 5');
    await expect(writeCheckpoint(database.pool, loadSigningKey(keyFile))).rejects.toThrow(
      'Event 5 of the log is missing',
    );
  });

  test('a log that ends before what was signed is not signed on', async () => {
    await tamper('delete from opsledger.events where position > 9');
    await expect(sign()).rejects.toThrow(/^Checkpoint 2 of .* signed the log up to position 12, but it ends at 9\.$/);
    await tamper('delete from opsledger.events');
    await expect(sign()).rejects.toThrow('but it ends at 0.');
  });

  test('nor one that has grown past that again', async () => {
    await tamper('delete from opsledger.events where position > 9');
    const store = await PostgresEventStore.open({ url: database.url });
    for (let n = 0; n < 6; n++) await store.append(`incident-other-${n}`, NO_STREAM, [aFact()]);
    await store.close();
    await expect(sign()).rejects.toThrow(/^Checkpoint 2 of .*, but other events are there\.$/);
    expect(await lastCheckpoint(database.pool)).toEqual(anchor);
  });

  test('nor one without the checkpoint that was kept elsewhere', async () => {
    await tamper(
      'delete from opsledger.events where position > 9; delete from opsledger.signed_checkpoints where number = 2',
    );
    await expect(sign(anchor)).rejects.toThrow(/^Checkpoint 2 of .*, but is not in the database; the log ends at 9\.$/);
    expect(await sign()).toMatchObject({ number: 2, position: '0000000000000009' });
    await expect(sign(anchor)).rejects.toThrow('but is not in the database; the log ends at 9.');
  });

  test('an empty log has none', async () => {
    await tamper('delete from opsledger.signed_checkpoints; delete from opsledger.events');
    expect(await writeCheckpoint(database.pool, loadSigningKey(keyFile))).toBeUndefined();
  });

  test('the key is private, kept, and the right kind', () => {
    expect(statSync(keyFile).mode & 0o077).toBe(0);
    const before = readFileSync(keyFile, 'utf8');
    loadSigningKey(keyFile);
    expect(readFileSync(keyFile, 'utf8')).toBe(before);
    writeFileSync(join(folder, 'broken.pem'), 'not a key');
    expect(() => loadSigningKey(join(folder, 'broken.pem'))).toThrow();
  });
});
