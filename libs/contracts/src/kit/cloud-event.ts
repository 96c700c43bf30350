import type { RecordedEvent } from '@opsledger/event-store';
import { cloudEventType, type EventContract } from './event';

/** CloudEvents 1.0, structured mode, with the extensions every reader may rely on. */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  /** When it was true. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** A whole URI, so it is there only where it is known how the reader reaches the gateway. */
  readonly dataschema?: string;
  readonly partitionkey: string;
  /** Of the log: one record, or what is kept beside one (the use of an article), has a stream of its own. */
  readonly stream: string;
  /** Stream revision, zero-padded so that it sorts as text; contiguous per `stream`: a gap is a loss. */
  readonly sequence: string;
  /** Place in the whole log; opaque, sorts as text. */
  readonly position: string;
  /** When we learned it. */
  readonly recordedat: string;
  readonly actor: string;
  readonly correlationid: string;
  readonly causationid?: string;
  readonly traceparent?: string;
  readonly data: object;
}

/** Where the gateway serves the schema of a CloudEvents type. */
export const schemaPath = (type: string): string => `/v1/schemas/${type}`;

/**
 * An event of the log as other systems see it; without a contract its category stands for the service.
 *
 * @param origin scheme and host of the gateway, where the schemas are
 */
export function cloudEvent(event: RecordedEvent, contract: EventContract | undefined, origin?: string): CloudEvent {
  const { actor, correlationId, causationId, traceparent } = event.metadata;
  const type = contract ? cloudEventType(contract) : `opsledger.${event.category}.${event.type}.v1`;
  return {
    specversion: '1.0',
    id: event.id,
    source: `/opsledger/${encodeURIComponent(contract?.service ?? event.category)}`,
    type,
    subject: event.subject,
    time: event.occurredAt,
    datacontenttype: 'application/json',
    ...(contract && origin !== undefined && { dataschema: origin + schemaPath(type) }),
    partitionkey: event.subject,
    stream: event.streamId,
    sequence: String(event.revision).padStart(10, '0'),
    position: event.position,
    recordedat: event.recordedAt,
    actor: `${actor.kind}:${actor.id}`,
    correlationid: correlationId,
    ...(causationId !== undefined && { causationid: causationId }),
    ...(traceparent !== undefined && { traceparent }),
    data: event.data,
  };
}
