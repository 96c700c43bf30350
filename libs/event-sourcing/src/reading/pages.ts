import type { EventSource } from '@opsledger/event-bus';
import type { Position, RecordedEvent } from '@opsledger/event-store';

/** A part of the log that is there already, and which events of it are wanted. */
export interface Span {
  readonly after: Position;
  /** Position of an event: it, or one behind it, ends the span. */
  readonly until: Position;
  readonly types: readonly string[];
  /** Most events at once. */
  readonly limit: number;
}

/**
 * A part of the log in pages; the next is fetched during the work on the last one. Events of other types may be among
 * them; the last of a page says how far it reaches. Ends early when the signal aborts.
 */
export async function* pages(
  source: EventSource,
  { after, until, types, limit }: Span,
  signal: AbortSignal,
): AsyncGenerator<readonly RecordedEvent[], void> {
  const fetch = (): Promise<readonly RecordedEvent[]> => {
    const page = source.read(after, limit, signal, types);
    // It is awaited in a later round; until then its failure is nobody's.
    page.catch(() => undefined);
    return page;
  };
  for (let fetching = after < until ? fetch() : undefined; fetching && !signal.aborted;) {
    const page = await fetching;
    after = page.at(-1)?.position ?? after;
    fetching = after < until ? fetch() : undefined;
    // A source that has nothing to say for now is asked again; it says nothing of how far one has come.
    if (page.length > 0) yield page;
  }
}
