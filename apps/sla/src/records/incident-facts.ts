import type { IncidentEvent, IncidentKeys, RecordFields } from '@opsledger/contracts';
import type { RecordedEvent } from '@opsledger/event-store';
import type { Fact } from '../clock/clock';
import type { KeyedFact, ClockedRecord } from './clocked-record';

type RecordedOf<Event> = Event extends IncidentEvent ? RecordedEvent<Event> : never;
type Recorded = RecordedOf<IncidentEvent>;

/** An incident's history as its clocks see it: what its fields were from each of its events on. */
export function clockedIncident(events: readonly RecordedEvent[]): ClockedRecord {
  let facts: KeyedFact[] = [];
  let revision = 0;
  for (const event of events as unknown as readonly Recorded[]) {
    ({ revision } = event);
    // What the import said never was.
    if (event.type === 'IncidentImportWithdrawn') facts = [];
    else facts.push(keyedFact(facts.at(-1), event));
  }
  return { type: 'incident', revision, facts };
}

const keyedFact = (before: Fact | undefined, event: Recorded): KeyedFact => ({
  at: Date.parse(event.occurredAt),
  fields: fieldsAfter(before?.fields, event),
  keys: (event.data as { readonly keys: IncidentKeys }).keys,
  revision: event.revision,
  imported: event.metadata.imported !== undefined,
});

const BLANK = { holdReason: null, acknowledged: 'no', channel: null, major: null } as const;

export function fieldsAfter(before: RecordFields | undefined, event: Recorded): RecordFields {
  const { keys } = event.data as { readonly keys: IncidentKeys };
  const { holdReason, acknowledged, channel, major } = before ?? BLANK;
  return {
    state: keys.state,
    priority: keys.priority,
    team: keys.team?.id ?? null,
    service: keys.service?.id ?? null,
    category: keys.category,
    holdReason: keys.state === 'on_hold' ? (holdReasonIn(event) ?? holdReason) : null,
    acknowledged: event.type === 'IncidentAcknowledged' && !event.data.automatic ? 'yes' : acknowledged,
    channel: event.type === 'IncidentLogged' ? event.data.channel : channel,
    major: MAJOR[event.type] ?? major,
  };
}

const MAJOR: Readonly<Record<string, string>> = {
  MajorIncidentProposed: 'candidate',
  MajorIncidentAccepted: 'accepted',
  MajorIncidentRejected: 'rejected',
};

function holdReasonIn(event: Recorded): string | undefined {
  if (event.type === 'IncidentPutOnHold') return event.data.reason;
  return event.type === 'IncidentHoldReasonChanged' ? event.data.reason.after : undefined;
}
