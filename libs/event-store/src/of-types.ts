import type { RecordedEvent } from './event';

/** Of a piece of the log, the events of these types and the last one: see `LogSlice.types`. */
export const ofTypes = (events: readonly RecordedEvent[], types: readonly string[]): readonly RecordedEvent[] =>
  events.filter(({ type }, index) => types.includes(type) || index === events.length - 1);
