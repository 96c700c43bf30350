import type { EventSource } from '@opsledger/event-bus';
import { openPool, type Clock, type Position } from '@opsledger/event-store';
import { eventually, testDatabase, type TestDatabase } from '@opsledger/testing';
import { Client, Pool } from 'pg';
import { MemorySource, positionOf } from '../fixtures/memory-source';
import { dropped, opened, scored, ticketEvent, ticketList, ticketListWith, type TicketRow } from '../fixtures/tickets';
import type { Log } from '../log';
import { migrateEventSourcing } from '../postgres/migrate';
import { People } from '../reading/others';
import { inTransaction } from '../postgres/transaction';
import type { Projection } from './projection';
import { ProjectionRunner } from './projection-runner';
import { ProjectionTableChanged } from './postgres/live-table';
import type { BuildProgress } from './postgres/table-build';

/** When tickets were recorded. */
const RECORDED = Date.parse('2026-03-02T09:00:00.000Z');

let database: TestDatabase;
let source: MemorySource;
let runners: ProjectionRunner[];
let pools: Pool[];

beforeEach(async () => {
  database = await testDatabase();
  await migrateEventSourcing(database.pool);
  source = new MemorySource();
  runners = [];
  pools = [];
});

afterEach(async () => {
  await Promise.all(runners.map((runner) => runner.stop()));
  await Promise.all(pools.map((pool) => pool.end()));
  await database.close();
});

/** A runner as another process would have it, with connections of its own. */
function elsewhere(projection: Projection = ticketList, name = 'elsewhere'): ProjectionRunner {
  const pool = new Pool({ connectionString: database.url, application_name: name, max: 5 });
  pool.on('error', () => undefined);
  pools.push(pool);
  return runnerOf(projection, pool);
}

function runnerOf(
  projection: Projection = ticketList,
  pool = database.pool,
  from: EventSource = source,
  clock?: Clock,
  people?: People,
): ProjectionRunner {
  const runner = new ProjectionRunner({ projection, pool, source: from, clock, people });
  runners.push(runner);
  return runner;
}

async function started(projection?: Projection, clock?: Clock, people?: People): Promise<ProjectionRunner> {
  const runner = runnerOf(projection, database.pool, source, clock, people);
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

async function kill(application: string): Promise<void> {
  const administrator = new Client({ connectionString: database.url, application_name: 'administrator' });
  await administrator.connect();
  await administrator.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [
    application,
  ]);
  await administrator.end();
}

const points = async (): Promise<Record<string, number>> =>
  Object.fromEntries((await rows()).map((row) => [row.id, row.points]));

describe('a projection runner', () => {
  it('folds events into rows and says how far it has come', async () => {
    const runner = await started();
    source.append(ticketEvent('a', 1, opened('Printer', 2)), ticketEvent('b', 1, opened('Mouse', 1)));
    await reached(runner, source.append(ticketEvent('a', 2, scored(3)), ticketEvent('b', 2, dropped())));

    expect(await rows()).toEqual([{ id: 'a', title: 'Printer', points: 5 }]);
    expect(runner.checkpoint()).toBe(await source.head());
    expect(await runner.status()).toMatchObject({ state: 'live', parked: 0, error: undefined });
  });

  it('passes events it has no handler for, and stores that it did', async () => {
    const runner = await started();
    await reached(runner, source.append(ticketEvent('a', 1, { type: 'TicketAdmired', data: {} })));
    await reached(runner, source.append(ticketEvent('a', 2, { type: 'toString', data: {} })));

    await eventually(async () => {
      const { rows } = await database.pool.query('select position from opsledger.projections');
      expect(rows).toEqual([{ position: await source.head() }]);
    });
  });

  it('does not run when it is stopped before it has started', async () => {
    const runner = runnerOf();
    const starting = runner.start();
    await runner.stop();
    await starting;
    expect(await runner.status()).toMatchObject({ state: 'stopped' });
  });

  it('rests while nothing that comes concerns it', async () => {
    const runner = await started();
    await reached(runner, source.append(ticketEvent('a', 1, opened('Printer', 2))));
    expect(runner.rests()).toBe(false);
    await reached(runner, source.append(ticketEvent('a', 2, { type: 'TicketAdmired', data: {} })));
    expect(runner.rests()).toBe(true);
    await reached(runner, source.append(ticketEvent('a', 3, scored(3))));
    expect(runner.rests()).toBe(false);
  });

  it('rests always when it is patient', () => {
    expect(runnerOf({ ...ticketList, patienceMs: 10_000 }).rests()).toBe(true);
    expect(runnerOf().rests()).toBe(false);
  });

  it('rests while nobody has asked for it for a minute, where it may', async () => {
    let now = RECORDED;
    const runner = await started({ ...ticketList, unaskedPatienceMs: 10_000 }, () => new Date(now), new People());
    await reached(runner, source.append(ticketEvent('a', 1, opened('Printer', 2))));
    expect(runner.rests()).toBe(true);
    runner.asked();
    now += 59_000;
    expect(runner.rests()).toBe(false);
    now += 1_000;
    expect(runner.rests()).toBe(true);
  });

  it('does not rest because nobody asks here, where people may ask another process', async () => {
    const runner = await started({ ...ticketList, unaskedPatienceMs: 10_000 }, () => new Date(RECORDED));
    await reached(runner, source.append(ticketEvent('a', 1, opened('Printer', 2))));
    expect(runner.rests()).toBe(false);
  });

  it('counts as resting after somebody asked, as long as it is behind', async () => {
    let now = RECORDED;
    const runner = await started({ ...ticketList, unaskedPatienceMs: 10_000 }, () => new Date(now), new People());
    now += 20_000;
    runner.asked();
    await reached(runner, source.append(ticketEvent('a', 1, opened('Printer', 2))));
    expect(runner.rests()).toBe(true);
  });

  it('tells which rows have changed, once readers can see it, as long as it feeds the table', async () => {
    const runner = runnerOf();
    const told: (readonly string[] | undefined)[] = [];
    let points: Promise<readonly number[]> | undefined;
    runner.onChanged((keys) => {
      told.push(keys && [...keys]);
      points = rows().then((all) => all.map((row) => row.points));
    });
    await runner.start();
    await reached(
      runner,
      source.append(ticketEvent('a', 1, opened('Printer', 2)), ticketEvent('b', 1, opened('VPN', 1))),
    );
    expect(await points).toEqual([2, 1]);
    await reached(runner, source.append(ticketEvent('b', 2, scored(7))));
    expect(await points).toEqual([2, 8]);
    expect(told).toEqual([undefined, ['a', 'b'], ['b']]);
    expect(runner.tellsChanges()).toBe(true);
    await runner.stop();
    expect(runner.tellsChanges()).toBe(false);
  });

  it('tells that any row may have changed when parked events were retried', async () => {
    const runner = await started();
    const told: unknown[] = [];
    runner.onChanged((keys) => told.push(keys));
    await runner.retryParked();
    expect(told).toEqual([undefined]);
  });

  it('says when a position is not reached in time', async () => {
    const runner = await started();
    expect(await runner.waitFor(positionOf(5), 50)).toBe(false);
  });

  it('goes on where it stopped, with rows that look as if they had never left memory', async () => {
    const first = await started();
    await reached(first, source.append(ticketEvent('a', 1, opened('Printer', 2))));
    await first.stop();
    const position = source.append(ticketEvent('a', 2, scored(3)));
    await reached(await started(), position);

    const { rows } = await database.pool.query('select points, tags, details from helpdesk.ticket_list');
    expect(rows).toEqual([{ points: 5, tags: ['new', 'by 2026-03-02T09:00:00.000Z'], details: { revisions: [1, 2] } }]);
  });

  it('describes its table for people with SQL clients', async () => {
    await started();
    const { rows } = await database.pool.query(
      `select obj_description('helpdesk.ticket_list'::regclass) as "table", col_description('helpdesk.ticket_list'::regclass, 3) as points,
        (select count(*)::integer from pg_index where indrelid = 'helpdesk.ticket_list'::regclass) as indexes`,
    );
    expect(rows).toEqual([{ table: "Tickets as people's lists show them", points: 'How bad it is', indexes: 3 }]);
  });

  it('refuses a table that changed under the same version', async () => {
    await started();
    const { table } = ticketList;
    const changed = ticketListWith({ table: { ...table, columns: { ...table.columns, points: 'integer' } } });
    await expect(runnerOf(changed).start()).rejects.toThrow(ProjectionTableChanged);
    await expect(runnerOf(changed).start()).rejects.toThrow('raise its version to 2');
  });
});

describe('several runners of one projection', () => {
  it('elect one; another takes over when it dies, and both know the position', async () => {
    const [one, two] = [elsewhere(ticketList, 'one'), elsewhere(ticketList, 'two')];
    await one.start();
    await reached(one, source.append(ticketEvent('a', 1, opened('Printer', 2))));
    await two.start();
    await reached(two, source.append(ticketEvent('a', 2, scored(3))));
    expect((await two.status()).state).toBe('standby');

    await one.stop();
    await reached(two, source.append(ticketEvent('a', 3, scored(4))));
    expect((await two.status()).state).toBe('live');
    expect(await points()).toEqual({ a: 9 });
  });

  it('survive the loss of every connection', async () => {
    const runner = elsewhere(ticketList, 'victim');
    await runner.start();
    await reached(runner, source.append(ticketEvent('a', 1, opened('Printer', 2))));
    await kill('victim');
    const position = source.append(ticketEvent('a', 2, scored(3)));
    expect(await runner.waitFor(position, 10_000)).toBe(true);
    expect(await points()).toEqual({ a: 5 });
    await eventually(async () => expect(await runner.status()).toMatchObject({ state: 'live', error: undefined }));
  });
});

describe('a batch whose connection dies in the middle', () => {
  it('leaves nothing behind and is written again', async () => {
    const runner = elsewhere(ticketList, 'victim');
    await runner.start();
    await reached(
      runner,
      source.append(ticketEvent('a', 1, opened('Printer', 2)), ticketEvent('b', 1, opened('Mouse'))),
    );

    const blocker = await database.pool.connect();
    await blocker.query('begin');
    await blocker.query(`select from helpdesk.ticket_list where id = 'b' for update`);
    const position = source.append(ticketEvent('a', 2, scored(3)), ticketEvent('b', 2, scored(4)));
    await eventually(async () => {
      const { rows } = await blocker.query(
        `select from pg_stat_activity where application_name = 'victim' and wait_event_type = 'Lock'`,
      );
      expect(rows).toHaveLength(1);
    });
    await kill('victim');
    await blocker.query('rollback');
    blocker.release();

    expect(await runner.waitFor(position, 10_000)).toBe(true);
    expect(await points()).toEqual({ a: 5, b: 4 });
  });
});

describe('a projection with a new version', () => {
  const doubled = ticketListWith({
    version: 2,
    table: { ...ticketList.table, columns: { ...ticketList.table.columns, points: 'bigint not null' } },
    handlers: {
      ...ticketList.handlers,
      TicketScored: (row, { data }) => row && { ...row, points: row.points + 2 * data.points },
    },
  });

  it('is built beside the live table and swapped in', async () => {
    const old = elsewhere();
    await old.start();
    await reached(old, source.append(ticketEvent('a', 1, opened('Printer', 2)), ticketEvent('a', 2, scored(3))));
    const runner = await started(doubled);
    await eventually(async () => expect(await runner.status()).toMatchObject({ state: 'live', version: 2 }));

    expect(await rows()).toEqual([{ id: 'a', title: 'Printer', points: '8' }]);
    const { rows: tables } = await database.pool.query(`select tablename from pg_tables where schemaname = 'helpdesk'`);
    expect(tables).toEqual([{ tablename: 'ticket_list' }]);
    const { rows: checkpoints } = await database.pool.query('select version, state from opsledger.projections');
    expect(checkpoints).toEqual([{ version: 2, state: 'live' }]);

    await reached(runner, source.append(ticketEvent('a', 3, scored(1))));
    expect(await rows()).toEqual([{ id: 'a', title: 'Printer', points: '10' }]);
    await eventually(async () => expect((await old.status()).state).toBe('superseded'));
  });

  it('keeps grants and the views of others', async () => {
    const runner = await started();
    await reached(runner, source.append(ticketEvent('a', 1, opened('Printer', 2))));
    const reader = `reader_${process.pid}`;
    await database.pool.query(`create role ${reader};
      grant select on helpdesk.ticket_list to ${reader};
      create view helpdesk.heavy as select id, points from helpdesk.ticket_list where points > 1;
      comment on view helpdesk.heavy is 'Those that hurt';
      create view helpdesk.heaviest as select max(points) as points from helpdesk.heavy;
      grant select on helpdesk.heaviest to ${reader};`);
    try {
      await runner.rebuild();
      const { rows } = await database.pool.query(
        `select (select points from helpdesk.heaviest) as points, obj_description('helpdesk.heavy'::regclass) as comment,
          has_table_privilege('${reader}', 'helpdesk.ticket_list', 'select') as reads_table,
          has_table_privilege('${reader}', 'helpdesk.heavy', 'select') as reads_heavy,
          has_table_privilege('${reader}', 'helpdesk.heaviest', 'select') as reads_heaviest`,
      );
      expect(rows).toEqual([
        { points: 2, comment: 'Those that hurt', reads_table: true, reads_heavy: false, reads_heaviest: true },
      ]);
    } finally {
      await database.pool.query(`drop owned by ${reader}; drop role ${reader}`);
    }
  });

  it('keeps back what was taken of that which tables are granted by default', async () => {
    const runner = await started();
    await reached(runner, source.append(ticketEvent('a', 1, opened('Printer', 2))));
    const reader = `default_reader_${process.pid}`;
    await database.pool.query(`create role ${reader};
      alter default privileges in schema helpdesk grant select, delete on tables to ${reader};
      alter default privileges in schema helpdesk grant select on tables to public;
      grant select, insert on helpdesk.ticket_list to ${reader};
      create view helpdesk.heavy as select id, points from helpdesk.ticket_list where points > 1;
      revoke all on helpdesk.heavy from ${reader}, public;`);
    const rights = async () =>
      (
        await database.pool.query(
          `select relname, array_agg(grantee::regrole::text || ' ' || privilege_type order by grantee, privilege_type) as granted
          from pg_class, aclexplode(relacl) where relname in ('ticket_list', 'heavy') group by relname order by relname`,
        )
      ).rows;
    try {
      const before = await rights();
      expect(before).toHaveLength(2);
      await runner.rebuild();
      expect(await rights()).toEqual(before);
    } finally {
      await database.pool.query(`alter default privileges in schema helpdesk revoke select on tables from public;
        drop owned by ${reader}; drop role ${reader}`);
    }
  });

  it('keeps grants on single columns, those of columns it still has, and the owners of views', async () => {
    const wide = { ...ticketList.table, columns: { ...ticketList.table.columns, legacy: 'text' } };
    const runner = await started(ticketListWith({ table: wide }));
    await reached(runner, source.append(ticketEvent('a', 1, opened('Printer', 2))));
    await runner.stop();
    const [reader, owner] = [`column_reader_${process.pid}`, `view_owner_${process.pid}`];
    await database.pool.query(`create role ${reader}; create role ${owner};
      grant usage on schema helpdesk to ${reader}; grant usage, create on schema helpdesk to ${owner};
      grant select on helpdesk.ticket_list to ${owner};
      grant select (id, legacy) on helpdesk.ticket_list to ${reader};
      create view helpdesk.heavy as select id, points from helpdesk.ticket_list where points > 1;
      alter view helpdesk.heavy owner to ${owner};
      grant select (points) on helpdesk.heavy to ${reader} with grant option;`);
    try {
      const successor = await started(ticketListWith({ version: 2 }));
      await eventually(async () => expect(await successor.status()).toMatchObject({ state: 'live' }));
      const { rows } = await database.pool.query(
        `select version, viewowner = '${owner}' as owned, (select count(*)::integer from helpdesk.heavy) as heavy,
          has_table_privilege('${reader}', 'helpdesk.ticket_list', 'select') as reads_table,
          has_column_privilege('${reader}', 'helpdesk.ticket_list', 'id', 'select') as reads_id,
          has_column_privilege('${reader}', 'helpdesk.ticket_list', 'title', 'select') as reads_title,
          has_column_privilege('${reader}', 'helpdesk.heavy', 'points', 'select with grant option') as hands_points_on,
          has_column_privilege('${reader}', 'helpdesk.heavy', 'id', 'select') as reads_heavy_id
        from pg_views, opsledger.projections where viewname = 'heavy'`,
      );
      expect(rows).toEqual([
        {
          ...{ version: 2, owned: true, heavy: 1, reads_table: false, reads_id: true, reads_title: false },
          ...{ hands_points_on: true, reads_heavy_id: false },
        },
      ]);
    } finally {
      await database.pool.query(`drop owned by ${reader}, ${owner}; drop role ${reader}, ${owner}`);
    }
  });

  it('keeps hidden what row-level security hides', async () => {
    const runner = await started();
    await reached(
      runner,
      source.append(ticketEvent('a', 1, opened('Printer', 2)), ticketEvent('b', 1, opened('Payroll', 9))),
    );
    const reader = `row_reader_${process.pid}`;
    await database.pool.query(`create role ${reader}; grant usage on schema helpdesk to ${reader};
      grant select, update on helpdesk.ticket_list to ${reader};
      alter table helpdesk.ticket_list enable row level security, force row level security;
      create policy everything on helpdesk.ticket_list to ${reader} using (true) with check (points < 5);
      create policy "No payroll" on helpdesk.ticket_list as restrictive for select
        using (title <> 'Payroll');`);
    const policies = async () =>
      (
        await database.pool.query(
          `select pg_policies.*, relrowsecurity, relforcerowsecurity from pg_policies, pg_class
          where relname = 'ticket_list' order by policyname`,
        )
      ).rows;
    const before = await policies();
    try {
      await runner.rebuild();
      expect(before).toHaveLength(2);
      expect(await policies()).toEqual(before);
      const { rows } = await inTransaction(database.pool, async (client) => {
        await client.query(`set local role ${reader}`);
        return client.query('select id from helpdesk.ticket_list');
      });
      expect(rows).toEqual([{ id: 'a' }]);
    } finally {
      await database.pool.query(`drop owned by ${reader}; drop role ${reader}`);
    }
  });

  it('shows nobody else its rows before it has the policies of the table that it replaces', async () => {
    const runner = await started();
    await reached(
      runner,
      source.append(ticketEvent('a', 1, opened('Printer', 2)), ticketEvent('b', 1, opened('Payroll', 9))),
    );
    const reader = `early_reader_${process.pid}`;
    await database.pool.query(`create role ${reader}; grant usage on schema helpdesk to ${reader};
      grant pg_read_all_data to ${reader};
      alter default privileges in schema helpdesk grant select on tables to ${reader};
      alter table helpdesk.ticket_list enable row level security;
      create policy "No payroll" on helpdesk.ticket_list using (title <> 'Payroll');`);
    const idsFor = (role: string, table: string): Promise<readonly string[]> =>
      inTransaction(database.pool, async (client) => {
        await client.query(`set local role ${role}`);
        return (await client.query<{ id: string }>(`select id from helpdesk.${table} order by id`)).rows.map(
          ({ id }) => id,
        );
      });
    const seen: { owner: readonly string[]; reader: readonly string[] }[] = [];
    const watched: EventSource = {
      read: (after, limit, signal) => source.read(after, limit, signal),
      head: async () => {
        const { rowCount } = await database.pool.query(`select from pg_tables where tablename = 'ticket_list__v1'`);
        const look = (role: string) => idsFor(role, 'ticket_list__v1');
        if (rowCount === 1) seen.push({ owner: await look('none'), reader: await look(reader) });
        return source.head();
      },
    };
    try {
      await runnerOf(ticketList, database.pool, watched).rebuild();
      expect(seen.at(-1)).toEqual({ owner: ['a', 'b'], reader: [] });
      expect(await idsFor(reader, 'ticket_list')).toEqual(['a']);
    } finally {
      await database.pool.query(`drop owned by ${reader}; drop role ${reader}`);
    }
  });

  it('is as open as the table that it replaces', async () => {
    const runner = await started();
    await reached(runner, source.append(ticketEvent('a', 1, opened('Printer', 2))));
    await runner.rebuild();
    const { rows } = await database.pool.query(
      `select relrowsecurity from pg_class where oid = 'helpdesk.ticket_list'::regclass`,
    );
    expect(rows).toEqual([{ relrowsecurity: false }]);
  });

  it('keeps policies that read a view over the table, on the table itself and on others', async () => {
    const runner = await started();
    await reached(
      runner,
      source.append(ticketEvent('a', 1, opened('Printer', 2)), ticketEvent('b', 1, opened('Payroll', 9))),
    );
    const reader = `policy_reader_${process.pid}`;
    await database.pool.query(`create role ${reader}; grant usage on schema helpdesk to ${reader};
      create view helpdesk.light as select id from helpdesk.ticket_list where points < 5;
      create view helpdesk.lightest as select min(id) as id from helpdesk.light;
      create table helpdesk.remarks (ticket text, remark text);
      insert into helpdesk.remarks values ('a', 'Jams'), ('b', 'Late');
      alter table helpdesk.ticket_list enable row level security;
      alter table helpdesk.remarks enable row level security;
      create policy "Light ones" on helpdesk.ticket_list using (id in (select id from helpdesk.light));
      create policy lightest on helpdesk.remarks for select to ${reader}
        using (ticket in (select id from helpdesk.lightest) and ticket in (select id from helpdesk.ticket_list));
      comment on policy lightest on helpdesk.remarks is 'Payroll is nobody''s business';
      grant select on all tables in schema helpdesk to ${reader};`);
    const policies = async () =>
      (
        await database.pool.query(
          `select pg_policies.*, obj_description(oid, 'pg_policy') as comment
          from pg_policies join pg_policy on polname = policyname order by policyname`,
        )
      ).rows;
    const before = await policies();
    try {
      await runner.rebuild();
      expect(before).toMatchObject([{ comment: null }, { comment: "Payroll is nobody's business" }]);
      expect(await policies()).toEqual(before);
      const { rows } = await inTransaction(database.pool, async (client) => {
        await client.query(`set local role ${reader}`);
        return client.query(
          'select (select array_agg(id) from helpdesk.ticket_list) as ids, remark from helpdesk.remarks',
        );
      });
      expect(rows).toEqual([{ ids: ['a'], remark: 'Jams' }]);
    } finally {
      await database.pool.query(`drop owned by ${reader}; drop role ${reader}`);
    }
  });

  it('keeps the triggers and rules of others, as they stood, and what their views fill in', async () => {
    const runner = await started();
    await database.pool.query(`
      create function helpdesk.pass() returns trigger language plpgsql as 'begin return new; end';
      create trigger watched after update on helpdesk.ticket_list for each row execute function helpdesk.pass();
      create trigger unwatched after insert on helpdesk.ticket_list for each row execute function helpdesk.pass();
      alter table helpdesk.ticket_list disable trigger unwatched;
      create view helpdesk.heavy as select id, title, points from helpdesk.ticket_list where points > 1;
      alter view helpdesk.heavy alter column title set default 'Untitled';
      create trigger "Takes in" instead of insert on helpdesk.heavy for each row execute function helpdesk.pass();
      create rule kept as on delete to helpdesk.heavy do instead nothing;`);
    const described = async () =>
      (
        await database.pool.query(
          `select tgname as name, tgenabled as enabled, pg_get_triggerdef(oid) as definition from pg_trigger where not tgisinternal
          union all
          select rulename, ev_enabled, pg_get_ruledef(oid) from pg_rewrite where rulename = 'kept'
          union all
          select attname, 'O', pg_get_expr(adbin, adrelid) from pg_attrdef
          join pg_attribute on attrelid = adrelid and attnum = adnum where adrelid = 'helpdesk.heavy'::regclass
          order by name`,
        )
      ).rows;
    const before = await described();
    await runner.rebuild();

    expect(before.map(({ name, enabled }) => [name, enabled])).toEqual([
      ['Takes in', 'O'],
      ['kept', 'O'],
      ['title', 'O'],
      ['unwatched', 'D'],
      ['watched', 'O'],
    ]);
    expect(await described()).toEqual(before);
  });

  it('does not fail over a temporary view in somebody else’s session, which goes', async () => {
    const runner = await started();
    await database.pool.query('create view helpdesk.lasting as select id, points from helpdesk.ticket_list');
    const other = new Client({ connectionString: database.url });
    await other.connect();
    try {
      await other.query('create temporary view "Mine" as select id from helpdesk.lasting');
      await runner.rebuild();
      await expect(other.query('select id from "Mine"')).rejects.toThrow('relation "Mine" does not exist');
      expect((await other.query('select id from helpdesk.lasting')).rows).toEqual([]);
    } finally {
      await other.end();
    }
  });

  it('reads a log that is older than itself', async () => {
    for (let id = 0; id < 50; id++) source.append(ticketEvent(`t${id}`, 1, opened('Old', 1)));
    const runner = await started();
    await reached(runner, await source.head());
    expect(await rows()).toHaveLength(50);
  });

  it('says that nobody can read it yet, in every process, until it was built for the first time', async () => {
    for (let id = 0; id < 10; id++) source.append(ticketEvent(`t${id}`, 1, opened('Old', 1)));
    let broken = true;
    const feeding = runnerOf(ticketList, database.pool, {
      head: () => source.head(),
      read: (after, limit, signal) =>
        broken ? Promise.reject(new Error('Out of order')) : source.read(after, limit, signal),
    });
    await feeding.start();
    await eventually(async () => expect((await feeding.status()).error).toContain('Out of order'));
    const standby = elsewhere();
    await standby.start();
    for (const runner of [feeding, standby]) expect(await runner.status()).toMatchObject({ neverBuilt: true });
    broken = false;
    expect(await feeding.waitFor(await source.head(), 10_000)).toBe(true);
    for (const runner of [feeding, standby]) expect(await runner.status()).not.toHaveProperty('neverBuilt');
  });

  it('goes on with a build that was interrupted', async () => {
    for (let id = 0; id < 4_500; id++) source.append(ticketEvent(`t${id}`, 1, opened('Old', 1)));
    const interrupted = runnerOf(ticketList, database.pool, breakingAfter(2_000));
    await interrupted.start();
    await eventually(async () => expect((await interrupted.status()).error).toContain('Out of order'));
    await interrupted.stop();
    const { rows: left } = await database.pool.query(
      `select position from opsledger.projections where state = 'building'`,
    );
    expect(left).toEqual([{ position: positionOf(2_000) }]);

    const runner = await started();
    await reached(runner, await source.head());
    expect(await rows()).toHaveLength(4_500);
  });

  it('hides the rows of a build that an earlier version began without', async () => {
    for (let id = 0; id < 3_000; id++) source.append(ticketEvent(`t${id}`, 1, opened('Old', 1)));
    const interrupted = runnerOf(ticketList, database.pool, breakingAfter(1_000));
    await interrupted.start();
    await eventually(async () => expect((await interrupted.status()).error).toContain('Out of order'));
    await interrupted.stop();
    await database.pool.query('alter table helpdesk.ticket_list__v1 disable row level security');

    const hidden: boolean[] = [];
    const watched: EventSource = {
      head: () => source.head(),
      read: async (after, limit, signal) => {
        const { rows: building } = await database.pool.query<{ hidden: boolean }>(
          `select relrowsecurity as hidden from pg_class where relname = 'ticket_list__v1'`,
        );
        hidden.push(...building.map((it) => it.hidden));
        return source.read(after, limit, signal);
      },
    };
    const runner = runnerOf(ticketList, database.pool, watched);
    await runner.start();
    await reached(runner, await source.head());
    await runner.stop();
    expect(new Set(hidden)).toEqual(new Set([true]));
    expect(await rows()).toHaveLength(3_000);
  });

  function breakingAfter(count: number): EventSource {
    return {
      head: () => source.head(),
      read: (after, limit, signal) =>
        after >= positionOf(count)
          ? Promise.reject(new Error('Out of order'))
          : source.read(after, Math.min(limit, 1_000), signal),
    };
  }
});

describe('a rebuild', () => {
  it('makes the same table again while events come in', async () => {
    const runner = await started();
    for (let id = 0; id < 300; id++) source.append(ticketEvent(`t${id}`, 1, opened('Old', id)));
    await reached(runner, await source.head());
    await database.pool.query('update helpdesk.ticket_list set points = 7');

    const progress: BuildProgress[] = [];
    const writing = (async () => {
      for (let id = 0; id < 300; id++) {
        source.append(ticketEvent(`t${id}`, 2, scored(1)));
        if (id % 20 === 0) await new Promise(setImmediate);
      }
    })();
    await elsewhere().rebuild((step) => progress.push(step));
    await writing;
    await reached(runner, await source.head());

    expect(await points()).toEqual(Object.fromEntries(Array.from({ length: 300 }, (_, id) => [`t${id}`, id + 1])));
    expect(progress.at(-1)?.position).toBe(progress.at(-1)?.head);
  });

  it('asks only for events of types that it has to do with, and passes by the others', async () => {
    const admired = (revision: number) => ticketEvent('a', revision, { type: 'TicketAdmired', data: {} });
    const runner = await started();
    source.append(ticketEvent('a', 1, opened('Printer', 2)));
    for (let revision = 2; revision < 5_000; revision++) source.append(admired(revision));
    source.append(ticketEvent('a', 5_000, scored(1)));
    await reached(runner, source.append(admired(5_001)));

    const asked: (readonly string[] | undefined)[] = [];
    const given: string[] = [];
    const watched: EventSource = {
      head: () => source.head(),
      read: async (after, limit, signal, types) => {
        const page = await source.read(after, limit, signal, types);
        asked.push(types);
        given.push(...page.map(({ type }) => type));
        return page;
      },
    };
    const progress: BuildProgress[] = [];
    await runnerOf(ticketList, database.pool, watched).rebuild((step) => progress.push(step));

    expect(new Set(asked.map((types) => types?.toString()))).toEqual(
      new Set(['TicketOpened,TicketScored,TicketDropped']),
    );
    expect(given.filter((type) => type !== 'TicketAdmired')).toEqual(['TicketOpened', 'TicketScored']);
    expect(given.length).toBeLessThan(10);
    expect(await points()).toEqual({ a: 3 });
    expect(progress.at(-1)?.position).toBe(await source.head());
  });

  it('never falls back when its source has nothing to say for a while', async () => {
    const runner = await started();
    for (let id = 0; id < 5_000; id++) source.append(ticketEvent(`t${id}`, 1, opened('Old', 1)));
    await reached(runner, await source.head());

    let asked = 0;
    const silent: EventSource = {
      head: () => source.head(),
      read: async (...slice) => (asked++ % 2 ? [] : source.read(...slice)),
    };
    const positions: Position[] = [];
    await runnerOf(ticketList, database.pool, silent).rebuild(({ position }) => positions.push(position));

    expect(positions).toEqual([0, 2_000, 4_000, 5_000].map(positionOf));
    expect(Object.keys(await points())).toHaveLength(5_000);
  });

  it('lets readers go on while a long query keeps it from swapping', async () => {
    const runner = await started();
    await reached(runner, source.append(ticketEvent('a', 1, opened('Printer', 2))));
    const analyst = await database.pool.connect();
    await analyst.query('begin; select from helpdesk.ticket_list');
    const rebuilt = elsewhere().rebuild();
    await eventually(async () => {
      const { rows } = await analyst.query(
        `select from pg_locks where relation = 'helpdesk.ticket_list'::regclass and not granted`,
      );
      expect(rows).toHaveLength(1);
    });
    expect(await points()).toEqual({ a: 2 });
    await analyst.query('commit');
    analyst.release();
    await rebuilt;
    await reached(runner, source.append(ticketEvent('a', 2, scored(1))));
    expect(await points()).toEqual({ a: 3 });
  });

  it('may take its time with what the live table was ahead, though transactions may not idle', async () => {
    const runner = await started();
    const first = source.append(ticketEvent('a', 1, opened('Printer', 2)));
    await reached(runner, source.append(ticketEvent('a', 2, scored(1))));
    const name = 'patient';
    const limits = { application_name: name, idle_in_transaction_session_timeout: 100 };
    const pool = openPool({ connectionString: database.url, ...limits }, () => undefined);
    pools.push(pool);
    const idling = `select from pg_stat_activity where application_name = '${name}'
      and state = 'idle in transaction' and now() - state_change > interval '300 ms'`;
    const behind: EventSource = {
      head: async () => first,
      read: async (after, _limit, signal) => {
        if (after === first) await eventually(async () => expect((await database.pool.query(idling)).rowCount).toBe(1));
        return source.read(after, 1, signal);
      },
    };
    await runnerOf(ticketList, pool, behind).rebuild();
    expect(await points()).toEqual({ a: 3 });
  });

  it('leaves the live table alone when it is killed on the way', async () => {
    const runner = await started();
    await reached(runner, source.append(ticketEvent('a', 1, opened('Printer', 2))));
    const rebuilding = elsewhere(ticketList, 'rebuilder');
    await expect(rebuilding.rebuild(() => void rebuilding.stop())).rejects.toThrow('is stopping');

    expect(await points()).toEqual({ a: 2 });
    await reached(runner, source.append(ticketEvent('a', 2, scored(1))));
    await runner.rebuild();
    await reached(runner, source.append(ticketEvent('a', 3, scored(1))));
    expect(await points()).toEqual({ a: 4 });
  });
});

describe('an event that cannot be applied', () => {
  const brittle = ticketListWith({
    handlers: {
      ...ticketList.handlers,
      TicketScored: (row, event, key) => {
        if (event.data.points === 13) throw new Error('Unlucky');
        return ticketList.handlers.TicketScored?.(row, event, key);
      },
    },
  });

  async function parked(): Promise<readonly object[]> {
    const { rows } = await database.pool.query(
      'select key, position, event_type, error, attempts from opsledger.parked_events order by position',
    );
    return rows;
  }

  it('is parked with those behind it, while other keys go on', async () => {
    const said: object[] = [];
    const quiet = (): void => undefined;
    const log: Log = { info: quiet, warn: quiet, error: (fields, message) => void said.push({ ...fields, message }) };
    const runner = new ProjectionRunner({ projection: brittle, pool: database.pool, source, log });
    runners.push(runner);
    await runner.start();
    source.append(ticketEvent('a', 1, opened('Printer', 1)), ticketEvent('b', 1, opened('Mouse', 1)));
    await reached(runner, source.append(ticketEvent('a', 2, scored(13)), ticketEvent('b', 2, scored(1))));
    await reached(runner, source.append(ticketEvent('a', 3, scored(2)), ticketEvent('b', 3, scored(1))));

    expect(await points()).toEqual({ a: 1, b: 3 });
    expect(await parked()).toEqual([
      { key: 'a', position: positionOf(3), event_type: 'TicketScored', error: 'Error: Unlucky', attempts: 3 },
      { key: 'a', position: positionOf(5), event_type: 'TicketScored', error: null, attempts: 0 },
    ]);
    expect((await runner.status()).parked).toBe(2);
    expect(said).toMatchObject([
      {
        projection: 'ticket-list',
        key: 'a',
        event: source.events[2]!.id,
        err: { message: 'Unlucky' },
        message: expect.stringContaining('dead letter'),
      },
    ]);
  });

  it('is applied in order after a fix, and its key goes on', async () => {
    const before = await started(brittle);
    source.append(ticketEvent('a', 1, opened('Printer', 1)), ticketEvent('a', 2, scored(13)));
    await reached(before, source.append(ticketEvent('a', 3, scored(2))));
    expect(await before.retryParked()).toEqual({ applied: 0, stillParked: 1 });
    expect(await parked()).toMatchObject([{ error: 'Error: Unlucky', attempts: 4 }, { attempts: 0 }]);
    await before.stop();

    const fixed = await started();
    await reached(fixed, source.append(ticketEvent('a', 4, scored(1))));
    expect(await parked()).toHaveLength(3);
    expect(await elsewhere().retryParked()).toEqual({ applied: 3, stillParked: 0 });
    await reached(fixed, source.append(ticketEvent('a', 5, scored(1))));

    expect(await points()).toEqual({ a: 18 });
    expect((await fixed.status()).parked).toBe(0);
  });

  it.each([
    ['a value out of range', scored(32_000)],
    ['a text that PostgreSQL cannot hold', opened('Null \0 byte', 1)],
  ])('is found in its batch when the database refuses %s', async (_, refused) => {
    for (let id = 0; id < 20; id++) source.append(ticketEvent(`t${id}`, 1, opened('Printer', 1_000)));
    source.append(ticketEvent('t7', 2, scored(1)), ticketEvent('t7', 3, refused), ticketEvent('t7', 4, scored(2)));
    source.append(ticketEvent('t8', 2, scored(1)));
    const runner = await started();
    await reached(runner, await source.head());

    const others = Object.fromEntries(Array.from({ length: 20 }, (_, id) => [`t${id}`, 1_000]));
    expect(await points()).toEqual({ ...others, t7: 1_001, t8: 1_001 });
    expect(await parked()).toMatchObject([
      { key: 't7', position: positionOf(22), attempts: 3, error: expect.stringContaining('error: ') },
      { key: 't7', position: positionOf(23), attempts: 0, error: null },
    ]);
  });
});

it('shows half a character as the sign for what cannot be read', async () => {
  const runner = await started();
  await reached(runner, source.append(ticketEvent('a', 1, opened('Broken \ud83d pair', 1))));
  const { rows } = await database.pool.query('select title from helpdesk.ticket_list');
  expect(rows).toEqual([{ title: 'Broken \ufffd pair' }]);
});

it('builds indexes that take longer than a server may be silent otherwise', async () => {
  await database.pool.query(
    `create function slowly(text) returns text immutable language plpgsql
     as $$ begin perform pg_sleep(0.3); return $1; end $$`,
  );
  const pool = openPool({ connectionString: database.url, query_timeout: 500 });
  pools.push(pool);
  const position = source.append(...['a', 'b', 'c'].map((ticket) => ticketEvent(ticket, 1, opened())));
  const indexed = ticketListWith({ table: { ...ticketList.table, indexes: ['(slowly(id))'] } });
  const runner = runnerOf(indexed, pool);
  await runner.start();
  await reached(runner, position);
});
