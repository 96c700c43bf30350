import type { BuildProgress, ProjectionStatus, Retried } from '@opsledger/event-sourcing';
import type { Position } from '@opsledger/event-store';

/** What operators want to know of anything that reads the log. */
export type ReaderStatus = Pick<ProjectionStatus, 'name' | 'state' | 'position' | 'lagMs' | 'parked' | 'error'> &
  Partial<Pick<ProjectionStatus, 'version' | 'build'>>;

/** What a runtime needs of a running process, whatever runs it. */
export interface Reader {
  start(): Promise<void>;
  stop(): Promise<void>;
  status(): Promise<ReaderStatus>;
  /** Applies parked events in order, after whatever was wrong was put right. */
  retryParked(): Promise<Retried>;
}

/** A projection that is kept up to date, by this process or by another that leads. */
export interface ProjectionReader extends Reader {
  /** Whether readers see everything up to the position within the time given, in milliseconds. */
  waitFor(position: Position, timeout: number): Promise<boolean>;
  /** Builds the table anew from the log beside the live one and swaps them. */
  rebuild(onProgress?: (progress: BuildProgress) => void): Promise<void>;
}
