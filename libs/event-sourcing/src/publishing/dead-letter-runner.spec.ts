import { eventually, testDatabase, type TestDatabase } from '@opsledger/testing';
import { MemorySource } from '../fixtures/memory-source';
import { opened, scored, ticketEvent, type TicketEvent } from '../fixtures/tickets';
import { migrateEventSourcing } from '../postgres/migrate';
import type { DeadLetter } from '../postgres/untold-events';
import { process } from '../processes/process';
import { ProcessRunner } from '../processes/process-runner';
import { DeadLetterRunner } from './dead-letter-runner';

let database: TestDatabase;
let source: MemorySource;
let greeter: ProcessRunner;
let runners: DeadLetterRunner[];
let letters: DeadLetter[];
let broken: Set<number>;

/** Cannot react to some scores. */
const greet = process<TicketEvent>({
  name: 'greet',
  handlers: {
    TicketScored: ({ data }) => {
      if (broken.has(data.points)) throw new RangeError(`no greeting for ${data.points}`);
      return [];
    },
  },
});

beforeEach(async () => {
  database = await testDatabase();
  await migrateEventSourcing(database.pool);
  source = new MemorySource();
  letters = [];
  runners = [];
  broken = new Set();
  const send = async () => undefined;
  greeter = new ProcessRunner({ process: greet, pool: database.pool, source, send, clock: () => new Date() });
  await greeter.start();
});

afterEach(async () => {
  await Promise.all([greeter.stop(), ...runners.map((runner) => runner.stop())]);
  await database.close();
});

function telling(publish: (told: readonly DeadLetter[]) => Promise<void> = async (told) => void letters.push(...told)) {
  const open = async () => ({ publish, close: async () => undefined });
  const runner = new DeadLetterRunner({ open, pool: database.pool, everyMs: 20 });
  runners.push(runner);
  runner.start();
  return runner;
}

const scores = (ticket: string, ...points: readonly number[]) =>
  [opened(), ...points.map(scored)].forEach((event, index) => source.append(ticketEvent(ticket, index + 1, event)));

const nothingWaits = (runner: DeadLetterRunner) =>
  eventually(async () => {
    await greeter.settle();
    expect(await runner.status()).toEqual({ state: 'running', waiting: 0, error: undefined });
  });

it('tells of what failed, with the error and the event as it was, not of what waits behind it', async () => {
  broken.add(13);
  const runner = telling();
  scores('a', 1, 13, 2, 3);
  await eventually(() => expect(letters).toHaveLength(1));
  await nothingWaits(runner);
  expect(letters).toEqual([
    {
      reader: { kind: 'process', name: 'greet' },
      key: 'ticket-a',
      event: source.events[2],
      error: 'RangeError: no greeting for 13',
      attempts: 3,
      parkedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    },
  ]);
});

it('tells once, also when it fails again or somebody else begins to tell', async () => {
  broken.add(13);
  const first = telling();
  scores('a', 13);
  await eventually(() => expect(letters).toHaveLength(1));
  await greeter.retryParked();
  await nothingWaits(first);
  await first.stop();
  await nothingWaits(telling());
  expect(letters).toHaveLength(1);
});

it('tells of the next one when the first is applied and that fails', async () => {
  broken.add(13).add(14);
  const runner = telling();
  scores('a', 13, 14);
  await eventually(() => expect(letters.map(({ error }) => error)).toEqual(['RangeError: no greeting for 13']));
  broken.delete(13);
  await greeter.retryParked();
  await eventually(() => expect(letters.map(({ error }) => error)[1]).toBe('RangeError: no greeting for 14'));
  await nothingWaits(runner);
});

it('waits for what cannot be reached, and says so', async () => {
  broken.add(13);
  let away = true;
  const runner = telling(async (told) => {
    if (away) throw new Error('no broker there');
    letters.push(...told);
  });
  scores('a', 13);
  await eventually(async () =>
    expect(await runner.status()).toMatchObject({ waiting: 1, error: 'Error: no broker there' }),
  );
  away = false;
  await eventually(() => expect(letters).toHaveLength(1));
  await nothingWaits(runner);
});
