import type { EventsMissing } from './events-missing';
import type { TopicMessage } from './topic-feed';

/** How a source by Kafka follows the log, and who is told what goes wrong; times in milliseconds. */
export interface SourceOptions {
  /** Latest events kept in memory for all readers together, and as many for each replay. */
  readonly maxEvents: number;
  /** Rough bound of their size, in characters of text. */
  readonly maxSize: number;
  /** Events that may wait for one that is missing; of one partition a quarter of it. */
  readonly maxWaiting: number;
  /** How long `read` waits before it answers with nothing. */
  readonly waitMs: number;
  /** How long what is missing may take before it is read from the log. */
  readonly gapMs: number;
  /** How often it is looked whether something is missing. */
  readonly checkMs: number;
  /** Replays at once; readers beyond that read the log. */
  readonly maxReplays: number;
  /** When a replay that nobody reads ends. */
  readonly idleMs: number;
  /** First and longest pause after an error of the log. */
  readonly backoffMs: readonly [first: number, longest: number];
  /** Told of every error of the brokers and the log; the source goes on by itself. */
  readonly onError: (error: Error) => void;
  /** Told when the brokers are read again after an error. */
  readonly onBack: () => void;
  /** Told of events that were read from the log because Kafka did not bring them. */
  readonly onMissing: (error: EventsMissing) => void;
  /** Told of every message that is no event; it is left out. */
  readonly onInvalid: (message: TopicMessage, error: Error) => void;
  /** Called when nothing is being read any more. */
  readonly onStopped: () => Promise<void>;
}

const ignore = (): void => undefined;

/** In force unless told; what goes wrong is told to nobody then. */
export const DEFAULTS: SourceOptions = {
  maxEvents: 5_000,
  maxSize: 8 * 1024 * 1024,
  maxWaiting: 20_000,
  waitMs: 15_000,
  // Shorter than people wait for what they wrote, with time left to apply it.
  gapMs: 2_000,
  checkMs: 1_000,
  maxReplays: 2,
  idleMs: 10_000,
  backoffMs: [100, 5_000],
  onError: ignore,
  onBack: ignore,
  onMissing: ignore,
  onInvalid: ignore,
  onStopped: async () => undefined,
};
