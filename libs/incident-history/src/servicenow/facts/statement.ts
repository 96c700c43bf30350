import type { FactType, Saying } from '../../history';

/** A fact being made from an update: its own time and author where they are not the update's. */
export type Statement<Types extends FactType = FactType> = Saying<Types> & {
  readonly at?: string;
  readonly by?: string | null;
  /** Tells two facts of one type in one update apart. */
  readonly slot?: string;
  /** The logging itself, or something known from then on. */
  readonly isOfLogging?: boolean;
  readonly contradiction?: string;
};
