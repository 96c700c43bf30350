import type { Position } from '@opsledger/event-store';
import { isColumnMissing } from '../database/database-errors';
import { unavailable } from '../problems/problems';
import type { ProjectionReader } from '../readers/reader';
import type { Problem } from '../rpc/problem';
import { KeptRows } from './kept-rows';
import type { LookupContext, QueryContext, ServiceContext } from './service-definition';

/** How long queries wait for what they are to see. */
export interface QueryWaits {
  /** How long a query with a position waits for a projection, in milliseconds. */
  readonly position: number;
  /** How long what is in the log is waited for where nobody named a position, in milliseconds. */
  readonly missing: number;
}

/** In force where nobody sets others: people who name a position wait for it for five seconds at most. */
export const DEFAULT_WAITS: QueryWaits = { position: 5_000, missing: 1_000 };

interface KnownViews {
  readonly readers: ReadonlyMap<string, ProjectionReader>;
  /** Position of the last event this process knows of. */
  readonly lastKnown: () => Position;
  /** Where the log ends, whichever process recorded last. */
  readonly head: () => Promise<Position>;
  /** The same, once all that is being recorded now is. */
  readonly settledHead: () => Promise<Position>;
  readonly waits: QueryWaits;
}

/** The views of a service, as fresh as whoever asks may expect. */
export class Views {
  private readonly keptRows = new Map<string, KeptRows>();

  constructor(private readonly views: KnownViews) {}

  /** A row by its key, kept as long as this process knows that it does not change. */
  readonly kept: QueryContext['kept'] = (projection, key, load) => {
    let rows = this.keptRows.get(projection);
    if (!rows) this.keptRows.set(projection, (rows = new KeptRows(this.readerOf(projection))));
    return rows.get(key, load);
  };

  /** Loads again what is missing, once its projection has seen all that is in the log. */
  readonly found: ServiceContext['found'] = async (projection, load) => {
    const row = await load();
    if (row !== undefined && row !== null) return row;
    // What names a record right after the POST that created it must find it, also without a position token, and also
    // where another process recorded it. Where the log cannot say, what this process knows of must do.
    await this.catchUp(projection, await this.views.head().catch(this.views.lastKnown));
    return (await load()) ?? undefined;
  };

  /**
   * Also with what a process was recording when it died: what it had reserved is free at once, but its append may still take
   * place.
   *
   * @throws Problem 503 when the end of the log, as it is now, is not reached in time
   */
  readonly caughtUp: LookupContext['caughtUp'] = async (projection) =>
    this.upToDate(projection, await this.views.settledHead());

  /**
   * Waits, bounded, until the projection has reached a position; without one, until a projection that rests has seen what
   * this process knows of, or for as long as people wait without asking why. What feeds on events now is as fresh as it
   * can be without holding them up.
   *
   * @throws Problem 503 when the position is not reached in time
   */
  async upToDate(projection: string, position: Position | undefined): Promise<void> {
    const reader = this.readerOf(projection);
    const rests = reader.rests();
    reader.asked();
    if (position === undefined) {
      if (rests) await this.catchUp(projection, this.views.lastKnown());
      return;
    }
    const seen = await reader.waitFor(position, this.views.waits.position);
    if (!seen) throw readModelBehind(projection);
  }

  /**
   * Until a view that changed its shape is built anew, its table is the one of another version: whoever asks it for what
   * only this one has may ask again, and so may the lookup of a command.
   *
   * @returns the problem where that explains the error; else the error itself
   */
  async explained(error: unknown, asked: 'command' | 'query'): Promise<unknown> {
    if (!isColumnMissing(error)) return error;
    const views = await Promise.all([...this.views.readers.values()].map((reader) => reader.status()));
    const others = views.filter(({ state }) => state !== 'live').map(({ name }) => name);
    return others.length > 0 ? viewOfAnotherVersion(others, WHAT_TO_DO[asked]) : error;
  }

  private catchUp(projection: string, position: Position): Promise<boolean> {
    return this.readerOf(projection).waitFor(position, this.views.waits.missing);
  }

  private readerOf(name: string): ProjectionReader {
    const reader = this.views.readers.get(name);
    if (!reader) throw new TypeError(`There is no projection ${name} in this service.`);
    return reader;
  }
}

const WHAT_TO_DO = {
  command: 'Nothing was done. Try again later.',
  query: 'Try again later, or ask without search and filters.',
};

const viewOfAnotherVersion = (views: readonly string[], whatToDo: string): Problem =>
  unavailable(
    'view-of-another-version',
    'View is of another version',
    `Not built yet as this version needs it: one of ${views.join(', ')}. ${whatToDo}`,
    5,
  );

const readModelBehind = (projection: string): Problem =>
  unavailable(
    'read-model-behind',
    'Read model is behind',
    `${projection} has not reached the position asked for. Try again, or ask without Opsledger-Position for what is there.`,
  );
