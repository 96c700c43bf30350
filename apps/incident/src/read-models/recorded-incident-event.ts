import type { IncidentEvent, Reference } from '@opsledger/contracts';
import type { DomainEvent, RecordedEvent } from '@opsledger/event-store';

type Recorded<Event extends DomainEvent> = Event extends DomainEvent ? RecordedEvent<Event> : never;

/** A recorded fact of an incident, told apart by its type. */
export type RecordedIncidentEvent = Recorded<IncidentEvent>;
export type RecordedOf<Type extends IncidentEvent['type']> = RecordedEvent<Extract<IncidentEvent, { type: Type }>>;

/** What a kind of fact changes about a view; kinds that change nothing of it are left out. */
export type Changes<View> = {
  readonly [Type in IncidentEvent['type']]?: (before: View, event: RecordedOf<Type>) => Partial<View>;
};

/** The changes one fact makes. */
export const changesBy = <View>(changes: Changes<View>, before: View, event: RecordedIncidentEvent): Partial<View> => {
  const change = changes[event.type] as ((before: View, event: RecordedIncidentEvent) => Partial<View>) | undefined;
  return change ? change(before, event) : {};
};

export const authorOf = ({ metadata: { actor } }: RecordedEvent): Reference => ({ id: actor.id, name: actor.name });
