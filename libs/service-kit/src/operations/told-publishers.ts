import { toldPublishers, type ToldPublisher } from '@opsledger/event-sourcing';
import { CompiledQuery } from 'kysely';
import type { Infrastructure } from '../service/infrastructure';
import type { Publishers } from './operations';

/** Publishers that run as processes of their own, which answer nobody: told by what they leave in the database. */
export class ToldPublishers implements Publishers {
  readonly name = 'relay';

  constructor(private readonly infrastructure: Pick<Infrastructure, 'db' | 'store' | 'clock'>) {}

  /** None while the database cannot say, the last word while the log cannot: readers of services are told of all the same. */
  async status(): Promise<{ readonly publishers: readonly ToldPublisher[] }> {
    const { db } = this.infrastructure;
    const told = await toldPublishers((statement) => db.executeQuery(CompiledQuery.raw(statement))).catch(() => []);
    return { publishers: await Promise.all(told.map((publisher) => this.withLag(publisher).catch(() => publisher))) };
  }

  /** One that runs no more does not say how much waits for it. */
  private async withLag(publisher: ToldPublisher): Promise<ToldPublisher> {
    if (publisher.state !== 'stopped') return publisher;
    const { store, clock } = this.infrastructure;
    const [waiting] = await store.readAll({ after: publisher.position, limit: 1 });
    return { ...publisher, lagMs: waiting ? Math.max(0, clock().getTime() - Date.parse(waiting.recordedAt)) : 0 };
  }
}
