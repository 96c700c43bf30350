import type { BuildProgress, Retried } from '@opsledger/event-sourcing';
import type { Kysely } from 'kysely';
import type { Logger } from '../logging/logger';
import { notFound } from '../problems/problems';
import type { ProjectionReader, Reader, ReaderStatus } from '../readers/reader';
import { Problem } from '../rpc/problem';
import type { ServiceStatus } from '../service/service-runtime';
import type { InProcessServices, Recipient } from '../rpc/in-process-services';

/** What operations need of a service. */
export interface OperatedService extends Recipient {
  readonly projections: ReadonlyMap<string, ProjectionReader>;
  readonly processes: ReadonlyMap<string, Reader>;
  status(): Promise<ServiceStatus>;
}

/** How one projection, process or publisher stands. */
export interface ReaderOverview extends ReaderStatus {
  /** The service it belongs to, or what publishes. */
  readonly service: string;
  readonly kind: 'projection' | 'process' | 'publisher';
  /** A rebuild that was asked for here: how far it is, or why it failed. */
  readonly rebuild?: Rebuild;
}

/** A rebuild that was asked for in this process. */
export interface Rebuild {
  readonly state: 'running' | 'done' | 'failed';
  readonly progress?: BuildProgress;
  readonly reason?: string;
}

/** A dead letter (an event that a projection or process could not apply) or an event that waits behind one. */
export interface ParkedEvent {
  readonly reader: string;
  readonly key: string;
  readonly position: string;
  readonly eventId: string;
  readonly eventType: string;
  /** `null` for an event that only waits behind another of its key. */
  readonly error: string | null;
  readonly attempts: number;
  readonly parkedAt: string;
}

/** Readers that publish the log, where this process does. */
export interface Publishers {
  readonly name: string;
  status(): Promise<{ readonly publishers: readonly ReaderStatus[] }>;
}

const NO_PUBLISHERS: Publishers = { name: '', status: async () => ({ publishers: [] }) };

/** How everything stands that follows the log. */
export interface ReadersOverview {
  readonly items: readonly ReaderOverview[];
  /** Services that did not say how theirs are. */
  readonly unanswered: readonly string[];
}

/** Dead letters of readers and what waits behind them, the oldest first. */
export interface ParkedOverview {
  readonly items: readonly ParkedEvent[];
  /** Services that did not tell of theirs. */
  readonly unanswered: readonly string[];
}

/** What operators see and do about projections and processes, wherever these run. */
export interface OperationsPort {
  readers(): Promise<ReadersOverview>;
  /**
   * Begins to build a projection anew beside the live one; what came of it is told with the readers.
   *
   * @throws Problem 404 for an unknown projection, 409 while it is being rebuilt
   */
  beginRebuild(name: string): Promise<void>;
  /** The oldest parked events, of one reader or of all; 100 unless told. */
  parked(reader?: string, limit?: number): Promise<ParkedOverview>;
  /**
   * Tries the parked events of a projection or process again.
   *
   * @throws Problem 404 when there is none of that name
   */
  retryParked(name: string): Promise<Retried>;
}

/** Operations over the services of this process. */
export class Operations implements OperationsPort {
  private readonly rebuilds = new Map<string, Rebuild>();

  constructor(
    private readonly services: InProcessServices<OperatedService>,
    private readonly db: Kysely<any>,
    private readonly logger?: Logger,
    /** Told beside the readers of services. */
    private readonly publishers: Publishers = NO_PUBLISHERS,
  ) {}

  async readers(): Promise<ReadersOverview> {
    const services = await Promise.all(this.services.all.map((service) => service.status()));
    const { publishers } = await this.publishers.status();
    const readers = services.flatMap(({ service, projections, processes }) => [
      ...projections.map((status) => ({
        service,
        kind: 'projection' as const,
        ...status,
        rebuild: this.rebuilds.get(status.name),
      })),
      ...processes.map((status) => ({ service, kind: 'process' as const, ...status })),
    ]);
    const { name: service } = this.publishers;
    const items = [...readers, ...publishers.map((status) => ({ service, kind: 'publisher' as const, ...status }))];
    return { items, unanswered: [] };
  }

  async beginRebuild(name: string): Promise<void> {
    this.projection(name);
    if (this.isRebuilding(name)) throw beingRebuilt(name);
    this.rebuild(name).catch((error: unknown) =>
      this.logger?.error({ err: error, projection: name }, 'rebuild failed'),
    );
  }

  /**
   * Builds a projection anew beside the live one; resolves when readers see the new one.
   *
   * @throws Problem 404 for an unknown projection, 409 while it is being rebuilt here
   */
  async rebuild(name: string, onProgress?: (progress: BuildProgress) => void): Promise<void> {
    const projection = this.projection(name);
    if (this.isRebuilding(name)) throw beingRebuilt(name);
    this.rebuilds.set(name, { state: 'running' });
    try {
      await projection.rebuild((progress) => {
        this.rebuilds.set(name, { state: 'running', progress });
        onProgress?.(progress);
      });
      this.rebuilds.set(name, { state: 'done' });
    } catch (error) {
      this.rebuilds.set(name, { state: 'failed', reason: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  }

  async parked(reader?: string, limit = 100): Promise<ParkedOverview> {
    let query = this.db
      .selectFrom('opsledger.parked_events')
      .select(['reader', 'key', 'position', 'event_id as eventId', 'event_type as eventType'])
      .select(['error', 'attempts', 'parked_at as parkedAt'])
      .orderBy('position')
      .orderBy('reader')
      .orderBy('key')
      .limit(limit);
    if (reader !== undefined) query = query.where('reader', '=', reader);
    return { items: (await query.execute()) as ParkedEvent[], unanswered: [] };
  }

  retryParked(name: string): Promise<Retried> {
    const reader = this.find((service) => service.projections.get(name) ?? service.processes.get(name));
    if (!reader) throw notFound(`There is no projection or process ${name} here.`);
    return reader.retryParked();
  }

  private isRebuilding(name: string): boolean {
    return this.rebuilds.get(name)?.state === 'running';
  }

  private projection(name: string): ProjectionReader {
    const projection = this.find((service) => service.projections.get(name));
    if (!projection) throw notFound(`There is no projection ${name} here.`);
    return projection;
  }

  private find<T>(look: (service: OperatedService) => T | undefined): T | undefined {
    for (const service of this.services.all) {
      const found = look(service);
      if (found) return found;
    }
    return undefined;
  }
}

const beingRebuilt = (name: string): Problem =>
  new Problem(
    409,
    'being-rebuilt',
    'Already being rebuilt',
    `${name} is being rebuilt. Its status shows how far it is.`,
  );
