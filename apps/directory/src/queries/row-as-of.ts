import type { Projection } from '@opsledger/event-sourcing';
import type { EventStore } from '@opsledger/event-store';

/** The row a record had at an instant: its facts that had occurred by then, folded as the view folds them. */
export async function rowAsOf<Row extends object>(
  { handlers }: Projection<Row>,
  store: EventStore,
  streamId: string,
  asOf: string,
): Promise<Row | undefined> {
  const then = new Date(asOf).toISOString();
  let row: Row | undefined;
  for (const event of await store.readStream(streamId)) {
    if (event.occurredAt > then) continue;
    const after = handlers[event.type]?.(row, event, event.subject);
    if (after !== undefined) row = after ?? undefined;
  }
  return row;
}
