import { cloudEvent } from '@opsledger/contracts';
import type { Catalogue } from './catalogue';
import type { LinkedEvent } from './linked-event';
import type { EventMessage } from './message';
import type { Topics } from './topics';

/** Characters that a CloudEvents string may not hold. */
const FORBIDDEN = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/gu;

/**
 * An event as a CloudEvent in binary mode, by the Kafka protocol binding: attributes are `ce_` headers, the value is the data.
 * Headers without `ce_` hold what the attributes cannot carry exactly; `decodeEvent` restores the event from both.
 */
export function encodeEvent({ event, previous }: LinkedEvent, catalogue: Catalogue, topics: Topics): EventMessage {
  const { data, datacontenttype, ...attributes } = cloudEvent(event, catalogue.contractOf(event.type));
  const headers: Record<string, string> = { 'content-type': datacontenttype };
  for (const [name, value] of Object.entries({ ...attributes, previous, hash: event.hash }))
    // An attribute that is empty must not be there.
    if (value) headers[`ce_${name}`] = value.replace(FORBIDDEN, '\ufffd');
  headers.log_stream = event.streamId;
  headers.log_type = event.type;
  headers.log_metadata = JSON.stringify(event.metadata);
  return {
    topic: topics.eventsOfCategory(event.category),
    key: event.subject,
    value: JSON.stringify(data),
    headers,
    timestamp: String(Math.max(0, Date.parse(event.recordedAt))),
  };
}
