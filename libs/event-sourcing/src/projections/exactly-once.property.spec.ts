import type { RecordedEvent } from '@opsledger/event-store';
import { testDatabase, type TestDatabase } from '@opsledger/testing';
import fc from 'fast-check';
import { Client } from 'pg';
import { MemorySource } from '../fixtures/memory-source';
import {
  dropped,
  opened,
  scored,
  ticketEvent,
  ticketList,
  type TicketEvent,
  type TicketRow,
} from '../fixtures/tickets';
import { migrateEventSourcing } from '../postgres/migrate';
import { foldBatch, touchesOf } from './fold-batch';
import { ProjectionRunner } from './projection-runner';

let database: TestDatabase;
let administrator: Client;

beforeAll(async () => {
  database = await testDatabase();
  await migrateEventSourcing(database.pool);
  administrator = new Client({ connectionString: database.url });
  await administrator.connect();
});

afterAll(async () => {
  await administrator.end();
  await database.close();
});

const fact: fc.Arbitrary<TicketEvent> = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 9 }).map((points) => opened(`Ticket ${points}`, points)) },
  { weight: 5, arbitrary: fc.integer({ min: -9, max: 9 }).map(scored) },
  { weight: 1, arbitrary: fc.constant(dropped()) },
);

type Step =
  | { readonly append: readonly (readonly [ticket: number, fact: TicketEvent])[] }
  | { readonly kill: number }
  | { readonly pause: number }
  | { readonly restart: true }
  | { readonly rebuild: true };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ append: fc.array(fc.tuple(fc.nat(4), fact), { minLength: 1, maxLength: 12 }) }),
  },
  { weight: 3, arbitrary: fc.record({ kill: fc.nat(100) }) },
  { weight: 2, arbitrary: fc.record({ pause: fc.integer({ min: 1, max: 8 }) }) },
  { weight: 1, arbitrary: fc.constant({ restart: true } as const) },
  { weight: 1, arbitrary: fc.constant({ rebuild: true } as const) },
);

/** The table as it should be: the plain fold of the log, without a database. */
function folded(events: readonly RecordedEvent[]): readonly TicketRow[] {
  const before = { rows: new Map<string, TicketRow>(), parkedKeys: new Set<string>(), refused: new Map() };
  const { changed } = foldBatch(ticketList, touchesOf(ticketList, events), before);
  return [...changed.values()].filter((row) => row !== null).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Ends some of the others' connections, whatever they are doing: which ones is up to `luck`. */
async function killSome(luck: number): Promise<void> {
  await administrator.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and hashint4(pid + $1) % 2 = 0`,
    [luck],
  );
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

it('equals the plain fold, however the log is cut into batches and whatever dies on the way', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 25 }), async (steps) => {
      const name = `tickets_${run++}`;
      const projection = { ...ticketList, name, table: { ...ticketList.table, name } };
      const source = new MemorySource();
      const runner = new ProjectionRunner({ projection, pool: database.pool, source });
      const rebuilds: Promise<unknown>[] = [];
      const revisions = new Map<string, number>();
      await runner.start();
      for (const step of steps) {
        if ('append' in step) {
          for (const [ticket, fact] of step.append) {
            const id = `t${ticket}`;
            const revision = (revisions.get(id) ?? 0) + 1;
            revisions.set(id, revision);
            source.append(ticketEvent(id, revision, fact));
          }
        } else if ('kill' in step) await killSome(step.kill);
        else if ('pause' in step) await pause(step.pause);
        else if ('rebuild' in step) rebuilds.push(runner.rebuild().catch(() => undefined));
        else {
          await runner.stop();
          while (
            !(await runner.start().then(
              () => true,
              () => false,
            ))
          );
        }
      }
      expect(await runner.waitFor(await source.head(), 15_000)).toBe(true);
      await Promise.all(rebuilds);
      expect(await runner.waitFor(await source.head(), 15_000)).toBe(true);
      await runner.stop();

      const { rows } = await administrator.query(
        `select id, title, points, tags, details, opened_at from helpdesk.${name} order by id`,
      );
      expect(rows.map((row) => ({ ...row, opened_at: row.opened_at.toISOString() }))).toEqual(folded(source.events));
      const { rows: parked } = await administrator.query(
        'select count(*)::integer as parked from opsledger.parked_events',
      );
      expect(parked).toEqual([{ parked: 0 }]);
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 12), interruptAfterTimeLimit: 60_000 },
  );
}, 90_000);
