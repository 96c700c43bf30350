import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Acknowledged } from './load';

/** The embedded PostgreSQL of a data directory, seen past the suite. */
export class LogDatabase {
  constructor(private readonly dataDir: string) {}

  /** Process id of the server. */
  get pid(): number {
    return Number(readFileSync(join(this.dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
  }

  get url(): string {
    const { port, password } = JSON.parse(readFileSync(join(this.dataDir, 'postgres.json'), 'utf8')) as {
      port: number;
      password: string;
    };
    return `postgres://opsledger:${password}@127.0.0.1:${port}/opsledger`;
  }

  /** Every acknowledged command is in the log where its answer said, and no request had its effect twice. */
  async expectOnce(acknowledged: ReadonlyMap<string, Acknowledged>): Promise<void> {
    const rows = await this.rows<{
      key: string;
      id: string;
      from: number;
      to: number;
      events: number;
      streams: number;
    }>(
      `select metadata -> 'request' ->> 'key' as key, min(substring(stream_id from position('-' in stream_id) + 1)) as id,
              min(revision) as "from", max(revision) as "to", count(*)::int as events,
              count(distinct stream_id)::int as streams
         from opsledger.events where metadata -> 'request' ->> 'key' is not null group by 1`,
    );
    // The facts of one request were appended at once: anything else between or apart from them is a second effect.
    expect(rows.filter(({ from, to, events, streams }) => streams !== 1 || to - from + 1 !== events)).toEqual([]);
    const recorded = new Map(rows.map(({ key, id, to }) => [key, { id, version: to }]));
    const lost = [...acknowledged].filter(([key, { id, version }]) => {
      const found = recorded.get(key);
      return found?.id !== id || found.version !== version;
    });
    expect(lost).toEqual([]);
  }

  /** Every table that a projection fills, with the number and a digest of its rows. */
  async digests(): Promise<Record<string, string>> {
    const tables = await this.rows<{ table: string }>(
      `select table_schema || '.' || table_name as table from information_schema.tables
        where table_schema not in ('opsledger', 'pg_catalog', 'information_schema') and table_type = 'BASE TABLE' order by 1`,
    );
    expect(tables.length).toBeGreaterThan(5);
    const digest: Record<string, string> = {};
    for (const { table } of tables) {
      const [row] = await this.rows<{ n: string; md5: string }>(
        `select count(*) as n, md5(string_agg(t::text, '|' order by t::text)) as md5 from ${table} t`,
      );
      digest[table] = `${row?.n} rows, ${row?.md5}`;
    }
    return digest;
  }

  /** Position of the last event. */
  async head(): Promise<string> {
    const [row] = await this.rows<{ head: string }>('select max(position) as head from opsledger.events');
    return String(row?.head).padStart(16, '0');
  }

  /** Takes away the events after a position. */
  async cutOff(after: string): Promise<void> {
    await this.rows(`alter table opsledger.events disable trigger append_only;
      delete from opsledger.events where position > ${Number(after)};
      alter table opsledger.events enable trigger append_only`);
  }

  /** Has readers go on behind a position, as a backup that was made then does when it is restored. */
  async putReadersBack(to: string): Promise<void> {
    await this.rows(`update opsledger.checkpoints set position = least(position, '${to}')`);
  }

  /** Event ids of each stream, in the order in which they were recorded. */
  streams(): Promise<readonly { readonly streamId: string; readonly ids: readonly string[] }[]> {
    return this.rows(
      `select stream_id as "streamId", array_agg(id::text order by revision) as ids from opsledger.events group by 1`,
    );
  }

  private async rows<Row>(sql: string): Promise<Row[]> {
    const client = new Client({ connectionString: this.url });
    await client.connect();
    try {
      return (await client.query(sql)).rows as Row[];
    } finally {
      await client.end();
    }
  }
}
