import { eventually, fakeClock, testDatabase, type FakeClock, type TestDatabase } from '@opsledger/testing';
import { Client, Pool } from 'pg';
import { Refusal } from '../decider/refusal';
import { MemorySource } from '../fixtures/memory-source';
import { dropped, opened, scored, ticketEvent, type TicketEvent } from '../fixtures/tickets';
import { migrateEventSourcing } from '../postgres/migrate';
import type { OrderIdentity } from './order-dispatcher';
import { cancel, process, schedule, send, sendAfter, type Order, type Process } from './process';
import { ProcessRunner } from './process-runner';

const DAY = 86_400_000;
const order = (type: string, id: string): Order => ({ service: 'helpdesk', type, id, data: {} });
const daysAfter = (instant: string, days: number): string => new Date(Date.parse(instant) + days * DAY).toISOString();

/** Greets at once, reminds every ten days while points come in, forgets when the ticket is dropped. */
const reminders = process<TicketEvent>({
  name: 'reminders',
  handlers: {
    TicketOpened: ({ subject }) => [send(order('Greet', subject))],
    TicketScored: ({ subject, recordedAt }) => [
      schedule(`remind ${subject}`, daysAfter(recordedAt, 10), order('Remind', subject)),
    ],
    TicketDropped: ({ subject }) => [cancel(`remind ${subject}`)],
  },
});

interface Sent extends OrderIdentity {
  readonly what: string;
  readonly at: string;
}

let database: TestDatabase;
let source: MemorySource;
let clock: FakeClock;
let sent: Sent[];
let answer: (order: Order) => Promise<unknown>;
let runners: ProcessRunner[];
let pools: Pool[];

beforeEach(async () => {
  database = await testDatabase();
  await migrateEventSourcing(database.pool);
  source = new MemorySource();
  clock = fakeClock('2026-03-02T09:00:00.000Z');
  sent = [];
  answer = async () => undefined;
  runners = [];
  pools = [];
});

afterEach(async () => {
  await Promise.all(runners.map((runner) => runner.stop()));
  await Promise.all(pools.map((pool) => pool.end()));
  await database.close();
});

function runnerOf(definition: Process = reminders, pool = database.pool): ProcessRunner {
  const runner = new ProcessRunner({
    process: definition,
    pool,
    source,
    clock: clock.now,
    send: async (order, identity) => {
      sent.push({ what: `${order.type} ${order.id}`, at: clock.now().toISOString(), ...identity });
      return answer(order);
    },
  });
  runners.push(runner);
  return runner;
}

async function started(definition?: Process, pool?: Pool): Promise<ProcessRunner> {
  const runner = runnerOf(definition, pool);
  await runner.start();
  return runner;
}

function victimPool(): Pool {
  const pool = new Pool({ connectionString: database.url, application_name: 'victim', max: 5 });
  pool.on('error', () => undefined);
  pools.push(pool);
  return pool;
}

async function killVictims(): Promise<void> {
  const administrator = new Client({ connectionString: database.url });
  await administrator.connect();
  await administrator.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'victim'`);
  await administrator.end();
}

const happens = (ticket: string, revision: number, fact: TicketEvent): void =>
  void source.append(ticketEvent(ticket, revision, fact, clock.now().toISOString()));
const whats = (): readonly string[] => sent.map(({ what }) => what);
const timers = async (): Promise<readonly object[]> =>
  (await database.pool.query('select key, attempts, error from opsledger.timers order by key')).rows;

describe('a process runner', () => {
  it('sends what a reaction asks for, once, and tells whose doing it is', async () => {
    const runner = await started();
    happens('a', 1, opened());
    await runner.settle();
    await runner.settle();

    expect(sent).toEqual([
      {
        what: 'Greet a',
        at: '2026-03-02T09:00:00.000Z',
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        causationId: source.events[0]?.id,
        correlationId: 'correlation a',
        due: '2026-03-02T09:00:00.000Z',
      },
    ]);
    expect(await runner.status()).toMatchObject({ state: 'running', planned: 0, failing: 0, parked: 0 });
  });

  it('sends what waits for others once they are answered, with yes or no, and not while one of them fails', async () => {
    let isUp = false;
    answer = async ({ type }) => {
      if (type === 'Refuse') throw new Refusal('no', 'No.');
      if (type === 'Greet' && !isUp) throw new Error('It is down.');
    };
    const greeted = process<TicketEvent>({
      name: 'greeted',
      handlers: {
        TicketOpened: ({ subject }) => {
          const [greet, refuse] = [send(order('Greet', subject)), send(order('Refuse', subject))];
          return [sendAfter([greet, refuse], order('Seat', subject)), refuse, greet];
        },
      },
    });
    const runner = await started(greeted);
    happens('a', 1, opened());
    await runner.settle();
    expect(whats()).toEqual(['Refuse a', 'Greet a']);
    isUp = true;
    clock.advance(1_000);
    await runner.settle();
    expect(whats()).toEqual(['Refuse a', 'Greet a', 'Greet a', 'Seat a']);
    expect(await timers()).toEqual([]);
  });

  it('does not run when it is stopped before it has started', async () => {
    const runner = runnerOf();
    const starting = runner.start();
    await runner.stop();
    await starting;
    expect(await runner.status()).toMatchObject({ state: 'stopped' });
  });

  it('lets years go by: timers are replaced, cancelled and fired on time', async () => {
    const runner = await started();
    happens('a', 1, scored(1));
    happens('b', 1, scored(1));
    happens('c', 1, scored(1));
    await runner.settle();
    clock.advance(4 * DAY);
    happens('b', 2, scored(1));
    happens('c', 2, dropped());
    for (let day = 0; day < 800; day += 5) {
      clock.advance(5 * DAY);
      await runner.settle();
    }
    expect(sent.map(({ what, due }) => [what, due])).toEqual([
      ['Remind a', '2026-03-12T09:00:00.000Z'],
      ['Remind b', '2026-03-16T09:00:00.000Z'],
    ]);
  });

  it('fires once after a downtime, with the time it was due', async () => {
    const before = await started();
    happens('a', 1, scored(1));
    await before.settle();
    await before.stop();
    clock.advance(400 * DAY);
    const after = await started();
    await after.settle();
    await after.settle();
    expect(sent).toMatchObject([{ what: 'Remind a', due: '2026-03-12T09:00:00.000Z', at: '2027-04-06T09:00:00.000Z' }]);
  });

  it('fires nothing for a past that is recorded late', async () => {
    const late = process<TicketEvent>({
      name: 'late',
      handlers: {
        TicketScored: ({ subject, occurredAt }) => [
          schedule(subject, daysAfter(occurredAt, 10), order('Remind', subject)),
        ],
      },
    });
    const runner = await started(late);
    const event = ticketEvent('a', 1, scored(1), '2024-01-01T00:00:00.000Z');
    source.append({ ...event, recordedAt: clock.now().toISOString() });
    clock.advance(100 * DAY);
    await runner.settle();
    expect(sent).toEqual([]);
  });

  it('fires a timer to the moment by itself, without polling', async () => {
    const soon = process<TicketEvent>({
      name: 'soon',
      handlers: {
        TicketOpened: ({ subject, recordedAt }) => [
          schedule(subject, new Date(Date.parse(recordedAt) + 300).toISOString(), order('Remind', subject)),
        ],
      },
    });
    const realClock = { now: () => new Date(), advance: () => undefined, set: () => undefined };
    clock = realClock;
    await started(soon);
    happens('a', 1, opened());
    await eventually(() => expect(whats()).toEqual(['Remind a']), { timeoutMs: 2_000 });
    const delay = Date.parse(sent[0]?.at ?? '') - Date.parse(sent[0]?.due ?? '');
    expect(delay).toBeGreaterThanOrEqual(0);
    expect(delay).toBeLessThan(200);
  });

  it('sends orders to one record one after the other', async () => {
    let open = 0;
    let most = 0;
    answer = async () => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 5));
      open -= 1;
    };
    const twice = process<TicketEvent>({
      name: 'twice',
      handlers: { TicketOpened: ({ subject }) => [send(order('First', subject)), send(order('Second', subject))] },
    });
    const runner = await started(twice);
    happens('a', 1, opened());
    await runner.settle();
    expect(whats()).toEqual(['First a', 'Second a']);
    expect(most).toBe(1);
  });
});

describe('an order that is not carried out', () => {
  it('is over when it was refused', async () => {
    answer = () => Promise.reject(new Refusal('ticket-closed', 'Ticket a is closed.'));
    const runner = await started();
    happens('a', 1, opened());
    await runner.settle();
    expect(await runner.status()).toMatchObject({ refused: 1, planned: 0, failing: 0 });
    expect(whats()).toEqual(['Greet a']);
  });

  it('is tried again later and later, under the same request id, and shows', async () => {
    answer = () => Promise.reject(new Error('Out of reach'));
    const runner = await started();
    happens('a', 1, opened());
    await runner.settle();
    expect(await runner.status()).toMatchObject({ planned: 1, failing: 1 });
    expect(await timers()).toMatchObject([{ attempts: 1, error: 'Error: Out of reach' }]);
    for (let second = 0; second < 10; second++) {
      clock.advance(1_000);
      await runner.settle();
    }
    expect(whats()).toHaveLength(5);

    answer = async () => undefined;
    clock.advance(60_000);
    await runner.settle();
    expect(await timers()).toEqual([]);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
  });

  it('is sent again, recognisably, when its sender died before the answer was noted', async () => {
    const answers: (() => void)[] = [];
    answer = () => new Promise<void>((resolve) => answers.push(resolve));
    await started(reminders, victimPool());
    happens('a', 1, opened());
    await eventually(() => expect(sent).toHaveLength(1));
    await killVictims();
    const second = await started(reminders, victimPool());
    await eventually(() => expect(sent).toHaveLength(2));
    for (const give of answers) give();
    await second.settle();
    expect(await timers()).toEqual([]);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
  });
});

describe('an event a process cannot react to', () => {
  it('is parked with its stream, and reacted to after a fix', async () => {
    let broken = true;
    const fragile = process<TicketEvent>({
      name: 'fragile',
      handlers: {
        TicketOpened: ({ subject, revision }) => {
          if (broken && subject === 'a') throw new Error('Broken');
          return [send(order(`Greet ${revision}`, subject))];
        },
      },
    });
    const runner = await started(fragile);
    happens('a', 1, opened());
    happens('b', 1, opened());
    happens('a', 2, opened());
    await runner.settle();
    expect(whats()).toEqual(['Greet 1 b']);
    expect(await runner.status()).toMatchObject({ parked: 2 });
    expect(await runner.retryParked()).toEqual({ applied: 0, stillParked: 1 });

    broken = false;
    expect(await runner.retryParked()).toEqual({ applied: 2, stillParked: 0 });
    happens('a', 3, opened());
    await eventually(() => expect(whats()).toEqual(['Greet 1 b', 'Greet 1 a', 'Greet 2 a', 'Greet 3 a']));
    expect(await runner.status()).toMatchObject({ parked: 0 });
  });

  it('is found among others when the database refuses what it plans', async () => {
    const unspeakable = process<TicketEvent>({
      name: 'unspeakable',
      handlers: {
        TicketOpened: ({ subject, data }) => [send({ ...order('Greet', subject), data: { title: data.title } })],
      },
    });
    const runner = await started(unspeakable);
    happens('a', 1, opened('Fine'));
    happens('b', 1, opened('Null \0 byte'));
    happens('c', 1, opened('Fine'));
    await runner.settle();
    expect([...whats()].sort()).toEqual(['Greet a', 'Greet c']);
    expect(await runner.status()).toMatchObject({ parked: 1 });
  });
});

describe('several runners of one process', () => {
  it('send everything once, whoever dies', async () => {
    const victim = await started(reminders, victimPool());
    happens('a', 1, opened());
    await victim.settle();
    const heir = await started();
    expect((await heir.status()).state).toBe('standby');
    await victim.stop();
    happens('b', 1, opened());
    await eventually(() => expect(whats()).toEqual(['Greet a', 'Greet b']));
    expect((await heir.status()).state).toBe('running');
  });
});
