import type { Reference } from '@opsledger/contracts';
import type { RecordedEvent } from '@opsledger/event-store';

/** Who stated a fact, as views show people. */
export const authorOf = ({ metadata: { actor } }: Pick<RecordedEvent, 'metadata'>): Reference => ({
  id: actor.id,
  name: actor.name,
});
