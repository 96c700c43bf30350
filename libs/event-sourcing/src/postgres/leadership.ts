import { MISS_SOON } from '@opsledger/event-store';
import type { Pool, PoolClient } from 'pg';
import { connect } from './connect';
import { onePer } from './one-per';

/** Leadership in one thing, until released or lost with the connection. */
export interface Lease {
  /** Aborts when leadership is lost. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

interface Candidate {
  /** In the order in which everybody takes them. */
  readonly names: readonly string[];
  /** So many of the names, from the first, are its own already. */
  taken: number;
  readonly pollMs: number;
  readonly elect: (lease: Lease) => void;
}

/** How often it is asked for what another process leads in, … */
const POLL_MS = 500;
/** … and for what somebody waits to have for a moment. */
const RESERVED_POLL_MS = 50;
const ANSWER_MS = 5_000;

/** Takes of each candidate's names what is free, from the first to the first that is not: none is held for a later one's sake. */
const TAKE = `
  select (
    with recursive taken (count) as (
      select 0
      union all
      select count + 1 from taken
      where count < jsonb_array_length(names) and pg_try_advisory_lock(hashtextextended(names ->> count, 0)))
    select max(count) from taken) as count
  from jsonb_array_elements($1) with ordinality as candidate (names, place) order by place`;
const GIVE_BACK = 'select pg_advisory_unlock(hashtextextended(name, 0)) from unnest($1::text[]) as name';

/**
 * Elects one leader per name among all processes that share a database, by session advisory locks.
 * All of a pool's leaders share one connection: losing it is losing every leadership at once.
 *
 * Leadership keeps work from being done twice; what keeps it right even so is the epoch of the checkpoint.
 */
export class Leadership {
  static readonly of = onePer((pool: Pool) => new Leadership(pool));

  private session: PoolClient | undefined;
  private readonly candidates = new Set<Candidate>();
  private readonly held = new Map<string, AbortController>();
  private poll: NodeJS.Timeout | undefined;
  private lastAnswer: Promise<unknown> = Promise.resolve();
  private campaigning = false;
  private again = false;

  private constructor(private readonly pool: Pool) {}

  /** Waits until this process leads in `name`. Rejects when the signal aborts; a database out of reach only delays it. */
  acquire(name: string, signal: AbortSignal): Promise<Lease> {
    return this.elected([name], POLL_MS, signal);
  }

  /**
   * As `acquire`, for all the names together, which are wanted for a moment: within a process whoever asks for a name first
   * has it first, and several who wait for one another's names get them in the end, over all processes.
   */
  reserve(names: readonly string[], signal: AbortSignal): Promise<Lease> {
    return this.elected([...new Set(names)].sort(), RESERVED_POLL_MS, signal);
  }

  private elected(names: readonly string[], pollMs: number, signal: AbortSignal): Promise<Lease> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const withdraw = (): void => {
        this.candidates.delete(candidate);
        void this.unlock(names.slice(0, candidate.taken));
        this.schedule(0);
        reject(signal.reason as Error);
      };
      const elect = (lease: Lease): void => {
        signal.removeEventListener('abort', withdraw);
        resolve(lease);
      };
      const candidate: Candidate = { names, taken: 0, pollMs, elect };
      signal.addEventListener('abort', withdraw, { once: true });
      this.candidates.add(candidate);
      this.schedule(0);
    });
  }

  private schedule(delay: number): void {
    if (delay === 0) clearTimeout(this.poll);
    else if (this.poll) return;
    this.poll = setTimeout(() => {
      this.poll = undefined;
      if (this.campaigning) this.again = true;
      else void this.campaign();
    }, delay);
  }

  private async campaign(): Promise<void> {
    this.campaigning = true;
    do {
      this.again = false;
      await this.standForElection();
    } while (this.again);
    this.campaigning = false;
    if (this.candidates.size > 0) this.schedule(Math.min(...[...this.candidates].map(({ pollMs }) => pollMs)));
    else this.disconnectUnlessHolding();
  }

  private async standForElection(): Promise<void> {
    const standing = this.standing();
    if (standing.length === 0) return;
    let session: PoolClient | undefined;
    try {
      session = await this.connect();
      const wanted = standing.map(({ names, taken }) => names.slice(taken));
      const answers = await this.ask<{ count: number }>(session, TAKE, JSON.stringify(wanted));
      // Lost on the way, and all that was taken with it.
      if (session !== this.session) return;
      for (const [index, candidate] of standing.entries()) await this.took(candidate, answers[index]!.count);
    } catch (error) {
      this.lose(session, error as Error);
    }
  }

  /**
   * Those that want nothing that is held here, or that somebody waits for who came before. Locks are re-entrant within a
   * session: what is held here must not be asked for again.
   */
  private standing(): readonly Candidate[] {
    const wanted = new Set(this.held.keys());
    return [...this.candidates].filter(({ names }) => {
      const isFree = !names.some((name) => wanted.has(name));
      for (const name of names) wanted.add(name);
      return isFree;
    });
  }

  private async took(candidate: Candidate, count: number): Promise<void> {
    const { names, taken, elect } = candidate;
    if (!this.candidates.has(candidate)) return this.unlock(names.slice(taken, taken + count));
    candidate.taken += count;
    if (candidate.taken < names.length) return;
    this.candidates.delete(candidate);
    const leadership = new AbortController();
    for (const name of names) this.held.set(name, leadership);
    elect({ lost: leadership.signal, release: () => this.release(names, leadership) });
  }

  private async release(names: readonly string[], leadership: AbortController): Promise<void> {
    const isHeld = (name: string): boolean => this.held.get(name) === leadership;
    if (!names.every(isHeld)) return;
    await this.unlock(names);
    for (const name of names.filter(isHeld)) this.held.delete(name);
    this.schedule(0);
    if (this.candidates.size === 0 && !this.campaigning) this.disconnectUnlessHolding();
  }

  private async unlock(names: readonly string[]): Promise<void> {
    const { session } = this;
    if (!session || names.length === 0) return;
    try {
      await this.ask(session, GIVE_BACK, names);
    } catch (error) {
      this.lose(session, error as Error);
    }
  }

  /** One question at a time: the session is shared. */
  private ask<Row extends object>(session: PoolClient, question: string, value: unknown): Promise<readonly Row[]> {
    const answer = this.lastAnswer.then(async () => (await answered(session.query<Row>(question, [value]))).rows);
    this.lastAnswer = answer.catch(() => undefined);
    return answer;
  }

  private async connect(): Promise<PoolClient> {
    if (this.session) return this.session;
    const session = await connect(this.pool, (found) => (error) => this.lose(found, error));
    // A server that cannot do that leads all the same.
    await answered(session.query(MISS_SOON)).catch(() => undefined);
    return (this.session = session);
  }

  /** An idle session would keep its pool from ending. */
  private disconnectUnlessHolding(): void {
    if (this.held.size > 0) return;
    clearTimeout(this.poll);
    this.poll = undefined;
    this.session?.release(true);
    this.session = undefined;
  }

  private lose(session: PoolClient | undefined, reason: Error): void {
    if (!session || session !== this.session) return;
    this.session = undefined;
    session.release(true);
    for (const leadership of this.held.values()) leadership.abort(reason);
    this.held.clear();
    for (const candidate of this.candidates) candidate.taken = 0;
    if (this.candidates.size > 0) this.schedule(POLL_MS);
  }
}

/** A server that vanished without a word must not be waited for: its session is given up instead. */
async function answered<T>(query: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer from the database within ${ANSWER_MS} ms`)), ANSWER_MS);
  });
  try {
    return await Promise.race([query, silence]);
  } finally {
    clearTimeout(timer);
  }
}
