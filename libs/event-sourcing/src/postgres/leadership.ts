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
  readonly name: string;
  readonly elect: (lease: Lease) => void;
}

/**
 * A machine that is gone says no farewell. The server looks for one after two hours by its own settings, and would keep
 * all that it led from the others until then; so it finds out within a minute.
 */
const MISS_SOON = 'set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5';

const POLL_MS = 500;
const ANSWER_MS = 5_000;

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
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const withdraw = (): void => {
        this.candidates.delete(candidate);
        reject(signal.reason as Error);
      };
      const elect = (lease: Lease): void => {
        signal.removeEventListener('abort', withdraw);
        resolve(lease);
      };
      const candidate: Candidate = { name, elect };
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
    if (this.candidates.size > 0) this.schedule(POLL_MS);
    else this.disconnectUnlessHolding();
  }

  private async standForElection(): Promise<void> {
    // Locks are re-entrant within a session: what is held here must not be asked for again.
    const names = [...new Set([...this.candidates].map(({ name }) => name))].filter((name) => !this.held.has(name));
    if (names.length === 0) return;
    let session: PoolClient | undefined;
    try {
      session = await this.connect();
      const elected = await this.ask(
        session,
        'select name from unnest($1::text[]) as name where pg_try_advisory_lock(hashtextextended(name, 0))',
        names,
      );
      for (const name of elected) await this.elect(name);
    } catch (error) {
      this.lose(session, error as Error);
    }
  }

  private async elect(name: string): Promise<void> {
    const winner = [...this.candidates].find((candidate) => candidate.name === name);
    if (!winner) return this.unlock(name);
    this.candidates.delete(winner);
    const leadership = new AbortController();
    this.held.set(name, leadership);
    winner.elect({ lost: leadership.signal, release: () => this.release(name, leadership) });
  }

  private async release(name: string, leadership: AbortController): Promise<void> {
    if (this.held.get(name) !== leadership) return;
    await this.unlock(name);
    this.held.delete(name);
    this.schedule(0);
    if (this.candidates.size === 0 && !this.campaigning) this.disconnectUnlessHolding();
  }

  private async unlock(name: string): Promise<void> {
    const { session } = this;
    if (!session) return;
    try {
      await this.ask(
        session,
        'select name from unnest($1::text[]) as name where pg_advisory_unlock(hashtextextended(name, 0))',
        [name],
      );
    } catch (error) {
      this.lose(session, error as Error);
    }
  }

  /** One question at a time: the session is shared. */
  private ask(session: PoolClient, question: string, names: readonly string[]): Promise<readonly string[]> {
    const answer = this.lastAnswer.then(async () => {
      const { rows } = await answered(session.query<{ name: string }>(question, [names]));
      return rows.map(({ name }) => name);
    });
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
