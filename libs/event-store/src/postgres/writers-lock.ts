import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { LogTaken, SessionsPooled, StoreUnavailable } from '../errors';
import { MISS_SOON } from './miss-soon';

/** Whether a process appends as the only one, or beside others that do. */
export type Writing = 'alone' | 'shared';

/**
 * The advisory lock that every session holds before it appends, for as long as it is open: shared, or alone. Nothing gets
 * into the log but by such a session, so whoever holds it alone knows all that comes. Fixed for ever, as programs of several
 * versions must agree on it.
 */
export const WRITERS_LOCK = 7_305_110_004;

/**
 * How long the server's last word that a session holds it counts, in milliseconds. Whoever gets it next appends only after
 * that time: by then the one before knows, or trusts in nothing, however late the network tells it that its session has ended.
 */
const TRUSTED_MS = 500;

/** How often a process asks for that word, in milliseconds; also beside others, so that it has its lock back when it was lost. */
export const CONFIRM_MS: Readonly<Record<Writing, number>> = { alone: 125, shared: 2_000 };

/**
 * A standby has locks of its own: those say nothing of who writes to the server it follows. Nor does one that is held by
 * another session than this client was told of, as a pooler hands it out to several.
 */
const TAKE: Readonly<Record<Writing, (backend: number) => string>> = {
  alone: (backend) =>
    `case when pid = ${backend} and not pg_is_in_recovery() then pg_try_advisory_lock(${WRITERS_LOCK}) end`,
  shared: () => `pg_try_advisory_lock_shared(${WRITERS_LOCK})`,
};

const HOLDERS = `
  select held.pid, backend_start::text as since, application_name as program, host(client_addr) as address
  from pg_locks held left join pg_stat_activity on pg_stat_activity.pid = held.pid
  where locktype = 'advisory' and granted and objsubid = 1
    and (classid::bigint << 32) + objid::bigint = ${WRITERS_LOCK}
    and held.database = (select oid from pg_database where datname = current_database())
  order by backend_start, held.pid`;

/** A session on the server; numbers of processes come round again. */
interface Session {
  readonly pid: number;
  readonly since: string | null;
}

/** What the server said when it was connected to; a pooler in between says something of its own. */
type WithBackend = Client & { readonly processID?: number | null };

interface Holder extends Session {
  readonly program: string | null;
  readonly address: string | null;
}

/** Who holds the lock now. */
async function holdersOn(client: Pick<Client, 'query'>): Promise<readonly Holder[]> {
  return (await client.query<Holder>(HOLDERS)).rows;
}

const nameOf = ({ program, pid, address }: Holder): string =>
  `${program || 'somebody'}, pid ${pid} of the server${address ? `, from ${address}` : ''}`;

/**
 * Sees to it that a transaction which appends by itself does so beside nobody who is alone.
 *
 * @throws LogTaken
 */
export async function shareForTransaction(client: Pick<Client, 'query'>): Promise<void> {
  const text = `select pg_try_advisory_xact_lock_shared(${WRITERS_LOCK}) as taken`;
  const { rows } = await client.query<{ taken: boolean }>(text);
  if (!rows[0]?.taken) throw new LogTaken('shared', (await holdersOn(client)).map(nameOf));
}

/** The lock as one process holds it, session after session. */
export class WritersLock {
  /** The session that holds it. */
  private client?: Client;
  private latest?: Session;
  private confirmedAt = -Infinity;
  private doubts = 0;
  private settling?: Promise<void>;

  /** @param waits whether appends wait until nobody trusts any more in having been alone before */
  constructor(
    private readonly mode: Writing,
    private readonly waits: boolean,
    private readonly on: {
      /** Alone by a new session: others may have appended before it. */
      readonly taken: () => void;
      /** Lost, and somebody else came meanwhile. */
      readonly lost: (error: LogTaken) => void;
    },
  ) {}

  /** Whether this process is the only one that can have appended since it took the lock last. */
  get isAlone(): boolean {
    return this.mode === 'alone' && this.client !== undefined && performance.now() - this.confirmedAt < TRUSTED_MS;
  }

  /**
   * Takes it for a new session.
   *
   * @throws LogTaken when others hold it
   * @throws SessionsPooled when it is to be held alone, and nobody can say by whom
   */
  async take(client: WithBackend): Promise<void> {
    let isOpen = true;
    const lose = (): void => {
      isOpen = false;
      if (this.client === client) this.client = undefined;
    };
    client.once('end', lose).once('error', lose);
    // A server that cannot do that keeps the lock for longer.
    await client.query(MISS_SOON).catch(() => undefined);
    const asked = performance.now();
    const session = await this.takeFor(client);
    if (!isOpen) throw new StoreUnavailable('The event store was lost at once.');
    [this.client, this.latest, this.confirmedAt] = [client, session, asked];
    if (this.waits) this.settle();
    if (this.mode === 'alone') this.on.taken();
  }

  /** What is asked over a session waits for this; nothing when there is nothing to wait for. */
  get settled(): Promise<void> | undefined {
    return this.settling;
  }

  /** Whether the session still holds it is not known: until the server says so, it counts as lost. */
  doubt(): void {
    this.doubts += 1;
    this.confirmedAt = -Infinity;
  }

  /** @param ask what the server answers over the session, be it the same or a new one */
  async confirm(ask: () => Promise<unknown>): Promise<void> {
    const [asked, client, doubts] = [performance.now(), this.client, this.doubts];
    await ask();
    if (client && client === this.client && doubts === this.doubts) this.confirmedAt = asked;
  }

  private settle(): void {
    const settling = delay(TRUSTED_MS, undefined, { ref: false }).then(() => {
      if (this.settling === settling) this.settling = undefined;
    });
    this.settling = settling;
  }

  private async takeFor(client: WithBackend): Promise<Session> {
    const { rows } = await client.query<Session & { taken: boolean | null }>(
      `select ${TAKE[this.mode](Number(client.processID))} as taken, pid, backend_start::text as since
       from pg_stat_activity where pid = pg_backend_pid()`,
    );
    const [{ taken, ...session }] = rows as [Session & { taken: boolean | null }];
    if (taken) return session;
    if (taken === null && session.pid !== client.processID) throw new SessionsPooled();
    if (taken === null) throw new StoreUnavailable('The event store is on a standby, or on one that takes over.');
    const holders = await holdersOn(client);
    // Gone meanwhile.
    if (holders.length === 0) return this.takeFor(client);
    throw await this.refusedBy(holders, client);
  }

  /** One's own session of before, which the server still believes in, is no other process. */
  private async refusedBy(holders: readonly Holder[], client: Client): Promise<StoreUnavailable> {
    const { latest } = this;
    const own = latest && holders.find(({ pid, since }) => pid === latest.pid && since === latest.since);
    if (own) {
      await client.query('select pg_terminate_backend($1)', [own.pid]);
      return new StoreUnavailable('The event store still held the connection of before.');
    }
    const error = new LogTaken(this.mode, holders.map(nameOf));
    if (latest) this.on.lost(error);
    return error;
  }
}
