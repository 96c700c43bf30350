import type { IncidentEvent } from '@opsledger/contracts';
import type { Changes, Recorded } from '@opsledger/event-sourcing';

/** A recorded fact of an incident, told apart by its type. */
export type RecordedIncidentEvent = Recorded<IncidentEvent>;

/** What a kind of fact changes about a view of an incident. */
export type IncidentChanges<View> = Changes<View, IncidentEvent>;
