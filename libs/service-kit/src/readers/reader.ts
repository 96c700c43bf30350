import type {
  BuildProgress,
  ChangeListener,
  ProcessStatus,
  ProjectionStatus,
  Retried,
} from '@opsledger/event-sourcing';
import type { Position } from '@opsledger/event-store';

/** What operators want to know of anything that reads the log. */
export interface ReaderStatus {
  readonly name: string;
  readonly state: ProjectionStatus['state'] | ProcessStatus['state'];
  /** Every event up to here has had its effect. */
  readonly position: Position;
  /** What went wrong last, as long as it has not gone right again. */
  readonly error?: string;
  /** Events parked, or waiting behind a parked one; absent when the database cannot say. */
  readonly parked?: number;
  /** Of a projection: readers find nothing, as it is being built for the first time. */
  readonly neverBuilt?: true;
  /** Of a projection. */
  readonly version?: number;
  readonly lagMs?: number;
  readonly build?: BuildProgress;
  /** Of a process: orders waiting for their time, those that are tried again, those refused. */
  readonly planned?: number;
  readonly failing?: number;
  readonly refused?: number;
}

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
  /** Whether it may not look again at once, being patient, unasked for or as nothing that came last concerned it; whoever waits ends that. */
  rests(): boolean;
  /** Somebody looks at it now: what waits while nobody does waits no longer. */
  asked(): void;
  /** Whether it is told here of every row that changes: not where another process feeds the table. */
  tellsChanges(): boolean;
  /** Calls back with the keys of rows that have just changed for readers; without, when any may have. */
  onChanged(listener: ChangeListener): void;
  /** Whether readers see everything up to the position within the time given, in milliseconds. */
  waitFor(position: Position, timeout: number): Promise<boolean>;
  /** Builds the table anew from the log beside the live one and swaps them. */
  rebuild(onProgress?: (progress: BuildProgress) => void): Promise<void>;
}
