import { eventually } from '@opsledger/testing';
import type { SuiteProcess } from '../suite-process';
import type { LogDatabase } from './log-database';

interface Reader {
  readonly name: string;
  readonly kind: string;
  readonly position: string;
  /** Of a process: orders that wait for their time. */
  readonly planned?: number;
}

const PATIENCE = { timeoutMs: 90_000, intervalMs: 200 };

async function readersOf(suite: SuiteProcess): Promise<Reader[]> {
  return ((await (await suite.fetch('/v1/projections')).json()) as { items: Reader[] }).items;
}

/** Waits until everything that is recorded has had its effect, and no effect adds to the log any more. */
const settled = (suite: SuiteProcess, database: LogDatabase): Promise<void> =>
  eventually(async () => {
    const readers = (await readersOf(suite)).filter(({ kind }) => kind !== 'publisher');
    expect(readers.find(({ name }) => name === 'look-at-clocks')).toMatchObject({ planned: 0 });
    const head = await database.head();
    const behind = readers.filter(({ position }) => position !== head).map(({ name, position }) => [name, position]);
    expect([head, behind]).toEqual([head, []]);
  }, PATIENCE);

/** What the views hold is what the log says: each is built anew, and nothing changes. */
export async function expectEqualToRebuild(suite: SuiteProcess, database: LogDatabase): Promise<void> {
  await settled(suite, database);
  const before = await database.digests();
  for (const { name } of (await readersOf(suite)).filter(({ kind }) => kind === 'projection')) {
    expect((await suite.fetch(`/v1/projections/${name}/rebuild`, { method: 'POST', body: '{}' })).status).toBe(202);
    await eventually(async () => {
      const { rebuild } = (await (await suite.fetch(`/v1/projections/${name}`)).json()) as {
        rebuild?: { state: string };
      };
      expect(rebuild?.state ?? 'done').toBe('done');
    }, PATIENCE);
  }
  expect(await database.digests()).toEqual(before);
}
