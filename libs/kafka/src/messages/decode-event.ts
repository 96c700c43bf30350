import { partsOf, type EventMetadata } from '@opsledger/event-store';
import type { LinkedEvent } from './linked-event';
import { InvalidMessage, type ReceivedMessage } from './message';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const STREAM = /^[^-]+-/;
const POSITION = /^\d{16,}$/;
const SEQUENCE = /^\d{10,}$/;
const HASH = /^[0-9a-f]{64}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,}Z$/;

/**
 * The event of the log that a message carries, exactly as the log has it.
 *
 * @throws InvalidMessage that says what is wrong with it
 */
export function decodeEvent({ value, headers = {} }: ReceivedMessage): LinkedEvent {
  const header = (name: string, form?: RegExp): string => {
    const held = headers[name];
    if (held === undefined) throw new InvalidMessage(`header ${name} is missing`);
    if (Array.isArray(held)) throw new InvalidMessage(`header ${name} is there more than once`);
    const text = held.toString();
    if (form && !form.test(text)) throw new InvalidMessage(`header ${name} is ${JSON.stringify(text.slice(0, 100))}`);
    return text;
  };
  header('ce_specversion', /^1\.0$/);
  const streamId = header('log_stream', STREAM);
  const position = header('ce_position', POSITION);
  const previous = header('ce_previous', POSITION);
  if (previous >= position) throw new InvalidMessage(`its position ${position} does not come after ${previous}`);
  const revision = Number(header('ce_sequence', SEQUENCE));
  if (revision < 1) throw new InvalidMessage('its sequence begins at 1');
  return {
    previous,
    event: {
      id: header('ce_id', UUID),
      type: header('log_type', /./su),
      data: objectOf('value', value?.toString()),
      occurredAt: header('ce_time', INSTANT),
      metadata: metadataOf(header('log_metadata')),
      streamId,
      ...partsOf(streamId),
      revision,
      position,
      recordedAt: header('ce_recordedat', INSTANT),
      hash: header('ce_hash', HASH),
    },
  };
}

function metadataOf(text: string): EventMetadata {
  const metadata = objectOf('header log_metadata', text) as Partial<EventMetadata>;
  if (typeof metadata.actor?.id === 'string' && typeof metadata.correlationId === 'string')
    return metadata as EventMetadata;
  throw new InvalidMessage('header log_metadata names no actor or no correlation');
}

function objectOf(what: string, text: string | undefined): object {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '');
  } catch {
    throw new InvalidMessage(`its ${what} is no JSON`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new InvalidMessage(`its ${what} is no JSON object`);
}
