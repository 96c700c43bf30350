import { setTimeout as delay } from 'node:timers/promises';
import type { SuiteProcess } from './suite-process';

const CONNECTIONS = 32;

/**
 * Clients that log incidents all the time, each request under a key of its own, repeated until it is answered: what
 * a careful client does when its connection breaks. Half of them never repeat, as a careless one does.
 */
export class Load {
  private static running: Load | undefined;

  /** A test that failed must not leave clients knocking. */
  static stopAny(): void {
    if (Load.running) Load.running.pouring = false;
  }

  readonly acknowledged = new Map<string, string>();
  /** Answers other than done and not now. */
  readonly unexpected: string[] = [];
  private serial = 0;
  private pouring = true;
  private readonly clients: Promise<unknown>;

  constructor(
    private readonly suite: () => SuiteProcess,
    connections = CONNECTIONS,
  ) {
    Load.running = this;
    this.clients = Promise.all(Array.from({ length: connections }, (_, client) => this.client(client % 2 === 0)));
  }

  stop(): Promise<unknown> {
    this.pouring = false;
    return this.clients;
  }

  private async client(careful: boolean): Promise<void> {
    while (this.pouring) {
      const title = `Incident ${++this.serial}`;
      let id = await this.log(title);
      while (!id && careful && this.pouring) {
        await delay(20);
        id = await this.log(title);
      }
      if (id) this.acknowledged.set(title, id);
      else await delay(20);
    }
  }

  private async log(title: string): Promise<string | undefined> {
    try {
      const response = await this.suite().fetch('/v1/incidents', {
        method: 'POST',
        headers: { 'idempotency-key': title },
        body: JSON.stringify({ title, impact: 2, urgency: 2 }),
        signal: AbortSignal.timeout(15_000),
      });
      const body = (await response.json()) as { id: string };
      if (response.status === 201) return body.id;
      if (response.status !== 503) this.unexpected.push(`${title}: ${response.status} ${JSON.stringify(body)}`);
    } catch {
      // No answer: the process is gone, or took too long.
    }
    return undefined;
  }
}

afterEach(() => Load.stopAny());
