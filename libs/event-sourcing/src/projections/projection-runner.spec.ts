import type { Position } from '@opsledger/event-store';
import { testDatabase, type TestDatabase } from '@opsledger/testing';
import { MemorySource } from '../fixtures/memory-source';
import { dropped, opened, scored, ticketEvent, ticketList, type TicketRow } from '../fixtures/tickets';
import { migrateEventSourcing } from '../postgres/migrate';
import type { Projection } from './projection';
import { ProjectionRunner } from './projection-runner';

let database: TestDatabase;
let source: MemorySource;
let runners: ProjectionRunner[];

beforeEach(async () => {
  database = await testDatabase();
  await migrateEventSourcing(database.pool);
  source = new MemorySource();
  runners = [];
});

afterEach(async () => {
  await Promise.all(runners.map((runner) => runner.stop()));
  await database.close();
});

function runnerOf(projection: Projection = ticketList): ProjectionRunner {
  const runner = new ProjectionRunner({ projection, pool: database.pool, source });
  runners.push(runner);
  return runner;
}

async function started(projection?: Projection): Promise<ProjectionRunner> {
  const runner = runnerOf(projection);
  await runner.start();
  return runner;
}

async function reached(runner: ProjectionRunner, position: Position): Promise<void> {
  const inTime = await runner.waitFor(position, 10_000);
  expect({ inTime, error: (await runner.status()).error }).toEqual({ inTime: true, error: undefined });
}

async function rows(): Promise<readonly Pick<TicketRow, 'id' | 'title' | 'points'>[]> {
  return (await database.pool.query('select id, title, points from helpdesk.ticket_list order by id')).rows;
}

describe('a projection runner', () => {
  it('folds events into rows and says how far it has come', async () => {
    const runner = await started();
    await reached(
      runner,
      source.append(ticketEvent('a', 1, opened('Printer', 2)), ticketEvent('b', 1, opened('Mouse', 1))),
    );
    await reached(runner, source.append(ticketEvent('a', 2, scored(3)), ticketEvent('b', 2, dropped())));

    expect(await rows()).toEqual([{ id: 'a', title: 'Printer', points: 5 }]);
    expect(runner.checkpoint()).toBe(await source.head());
    expect(await runner.status()).toMatchObject({ state: 'live', parked: 0, error: undefined });
  });
});
