import type { DomainEvent, RecordedEvent } from '@opsledger/event-store';

/** Recorded events of a union, told apart by their type. */
export type Recorded<Event extends DomainEvent> = Event extends DomainEvent ? RecordedEvent<Event> : never;

/** What each kind of fact changes about a view; kinds that change nothing of it are left out. */
export type Changes<View, Event extends DomainEvent> = {
  readonly [Type in Event['type']]?: (
    before: View,
    event: RecordedEvent<Extract<Event, { type: Type }>>,
  ) => Partial<View>;
};

/** The changes one fact makes; none for a kind the table leaves out. */
export function changesBy<View, Event extends DomainEvent>(
  changes: Changes<View, Event>,
  before: View,
  event: Recorded<Event>,
): Partial<View> {
  const change = changes[event.type as Event['type']] as
    ((before: View, event: Recorded<Event>) => Partial<View>) | undefined;
  return change ? change(before, event) : {};
}
