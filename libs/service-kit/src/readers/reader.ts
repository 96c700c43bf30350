import type { Position } from '@opsledger/event-store';

/** What the runtime needs of a running projection or process, whatever runs it. */
export interface Reader {
  start(): Promise<void> | void;
  stop(): Promise<void>;
}

/** A projection that is kept up to date, by this process or by another that leads. */
export interface ProjectionReader extends Reader {
  /** Whether the projection reached the position within the time given, in milliseconds. */
  waitFor(position: Position, timeout: number): Promise<boolean>;
}
