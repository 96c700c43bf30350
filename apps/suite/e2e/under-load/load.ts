import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@opsledger/testing';
import type { SuiteProcess } from '../suite-process';

/** A command that was answered: what must be in the log, once. */
export interface Acknowledged {
  readonly id: string;
  readonly version: number;
  readonly position: string;
}

interface Script {
  readonly path: string;
  readonly body: object;
}

/** What a client does over and over: every service gets something to decide, and records live on after they were made. */
const SCRIPTS: readonly { readonly make: (title: string) => Script; readonly then: readonly Script[] }[] = [
  {
    make: (title) => ({ path: 'incidents', body: { title, impact: 2, urgency: 2 } }),
    then: [
      { path: 'incidents/:id/comments', body: { body: 'Looked at.' } },
      { path: 'incidents/:id/start', body: {} },
      { path: 'incidents/:id/resolve', body: { code: 'fixed', notes: 'Done.' } },
    ],
  },
  {
    make: (title) => ({ path: 'problems', body: { title, impact: 3, urgency: 2 } }),
    then: [{ path: 'problems/:id/investigate', body: {} }],
  },
  {
    make: (title) => ({ path: 'changes', body: { type: 'normal', title } }),
    then: [{ path: 'changes/:id/notes', body: { body: 'Planned.' } }],
  },
  {
    make: (name) => ({ path: 'configuration-items', body: { name, class: 'server' } }),
    then: [{ path: 'configuration-items/:id/report-status', body: { status: 'degraded' } }],
  },
  {
    make: (title) => ({ path: 'knowledge', body: { title, body: 'How it is done.', audience: 'internal' } }),
    then: [],
  },
  { make: (name) => ({ path: 'people', body: { name } }), then: [] },
];

const ANSWER_WITHIN_MS = 15_000;
const PAUSE_MS = 20;

export interface LoadOptions {
  readonly connections?: number;
  /** Clients that read what was written, as many besides. */
  readonly readers?: number;
}

/**
 * Clients that send commands of all services all the time, each under a key of its own, repeated until it is answered:
 * what a careful client does when its connection breaks. Half of them never repeat, as a careless one does.
 */
export class Load {
  private static running: Load | undefined;

  /** A test that failed must not leave clients knocking. */
  static stopAny(): void {
    if (Load.running) Load.running.pouring = false;
  }

  /** By idempotency key. */
  readonly acknowledged = new Map<string, Acknowledged>();
  /** Answers other than done and not now. */
  readonly unexpected: string[] = [];
  /** Reads that were not answered with what was asked for. */
  readonly failedReads: string[] = [];
  reads = 0;
  refused = 0;
  private serial = 0;
  private pouring = true;
  private readonly clients: Promise<unknown>;
  private readonly latest: { readonly path: string; readonly position: string }[] = [];

  constructor(
    private readonly suite: () => SuiteProcess,
    private readonly name: string,
    { connections = 32, readers = 0 }: LoadOptions = {},
  ) {
    Load.running = this;
    this.clients = Promise.all([
      ...Array.from({ length: connections }, (_, client) => this.client(client, client % 2 === 0)),
      ...Array.from({ length: readers }, () => this.reader()),
    ]);
  }

  /** Resolves when so many more commands were acknowledged, and nothing unexpected was answered. */
  async goesOn(more: number): Promise<void> {
    const enough = this.acknowledged.size + more;
    await eventually(() => expect([this.unexpected, this.acknowledged.size > enough]).toEqual([[], true]), {
      timeoutMs: 90_000,
    });
  }

  async stop(): Promise<void> {
    this.pouring = false;
    await this.clients;
    expect(this.unexpected).toEqual([]);
  }

  private async client(client: number, careful: boolean): Promise<void> {
    for (let turn = client; this.pouring; turn++) {
      const { make, then } = SCRIPTS[turn % SCRIPTS.length]!;
      const made = await this.carryOut(make(`${this.name} ${++this.serial}`), careful);
      if (!made) {
        await delay(PAUSE_MS);
        continue;
      }
      this.latest.unshift({ path: `${make('').path}/${made.id}`, position: made.position });
      this.latest.length = Math.min(this.latest.length, 50);
      for (const { path, body } of then)
        if (!(await this.carryOut({ path: path.replace(':id', made.id), body }, careful))) break;
    }
  }

  private async carryOut(script: Script, careful: boolean): Promise<Acknowledged | undefined> {
    const key = `${this.name}-${++this.serial}`;
    for (;;) {
      const receipt = await this.send(key, script);
      if (receipt) this.acknowledged.set(key, receipt);
      if (receipt || !careful || !this.pouring) return receipt;
      await delay(PAUSE_MS);
    }
  }

  private async send(key: string, { path, body }: Script): Promise<Acknowledged | undefined> {
    try {
      const response = await this.suite().fetch(`/v1/${path}`, {
        method: 'POST',
        headers: { 'idempotency-key': key },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      const answer = (await response.json()) as Acknowledged;
      if (response.ok)
        return { id: answer.id, version: answer.version, position: response.headers.get('opsledger-position') ?? '' };
      this.refused++;
      const retriable = response.status === 503 && response.headers.has('retry-after');
      if (!retriable) this.unexpected.push(`${path}: ${response.status} ${JSON.stringify(answer)}`);
    } catch {
      // No answer: the process is gone, or took too long.
    }
    return undefined;
  }

  private async reader(): Promise<void> {
    for (let turn = 0; this.pouring; turn++) {
      await delay(PAUSE_MS);
      const written = this.latest[turn % (this.latest.length || 1)];
      if (!written) continue;
      this.reads++;
      const problem = await this.read(written);
      if (problem) this.failedReads.push(`${written.path}: ${problem}`);
    }
  }

  /** Whichever replica answers has to have seen what was written. */
  private async read({ path, position }: { path: string; position: string }): Promise<string | undefined> {
    try {
      const response = await this.suite().fetch(`/v1/${path}`, {
        headers: { 'opsledger-position': position },
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      const text = await response.text();
      return response.ok ? undefined : `${response.status} ${text}`;
    } catch (error) {
      return String(error);
    }
  }
}
