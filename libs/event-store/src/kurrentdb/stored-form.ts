import { randomUUID } from 'node:crypto';
import { AppendReq, type ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { UUID } from '@eventstore/db-client/generated/shared_pb';
import type { StoredEvent } from '../encoded-event';
import { positionOfCommit } from './positions';
import { UnusableLog } from './store-errors';

/** What the log keeps beside our metadata, in the custom metadata of the server's event. */
interface Envelope {
  readonly id: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly hash: string;
}

interface CustomMetadata {
  readonly opsledger: Envelope;
  readonly metadata: object;
}

/** An event before the server has given it a place; the header of its append names stream and revision. */
export type Proposed = Omit<StoredEvent, 'position' | 'streamId' | 'revision'>;

/**
 * The event for the server: data as JSON, everything else in its metadata. Its id there is a new one for every attempt:
 * the server would report an append under a known id as successful and leave open whose event it then holds.
 */
export function proposedMessage(event: Proposed): AppendReq.ProposedMessage {
  const message = new AppendReq.ProposedMessage();
  message.setId(new UUID().setString(randomUUID()));
  message.getMetadataMap().set('type', event.type).set('content-type', 'application/json');
  message.setData(Buffer.from(event.data));
  message.setCustomMetadata(Buffer.from(customMetadata(event)));
  return message;
}

/** `$correlationId` and `$causationId` are what the server's own projections look for. */
function customMetadata({ id, occurredAt, recordedAt, hash, metadata }: Proposed): string {
  const { correlationId, causationId } = JSON.parse(metadata) as { correlationId?: string; causationId?: string };
  const conventional = { $correlationId: correlationId, $causationId: causationId };
  const envelope: Envelope = { id, occurredAt, recordedAt, hash };
  return `${JSON.stringify({ ...conventional, opsledger: envelope }).slice(0, -1)},"metadata":${metadata}}`;
}

/**
 * An event of ours as the server returned it.
 *
 * @throws UnusableLog when it was not written by this program
 */
export function storedEvent(streamId: string, recorded: ReadResp.ReadEvent.RecordedEvent): StoredEvent {
  const revision = Number(recorded.getStreamRevision()) + 1;
  const { opsledger, metadata } = metadataOf(streamId, revision, recorded.getCustomMetadata_asU8());
  return {
    streamId,
    revision,
    position: positionOfCommit(recorded.getCommitPosition()),
    type: recorded.getMetadataMap().get('type') ?? '',
    data: textOf(recorded.getData_asU8()),
    metadata: JSON.stringify(metadata),
    id: opsledger.id,
    occurredAt: opsledger.occurredAt,
    recordedAt: opsledger.recordedAt,
    hash: opsledger.hash,
  };
}

function metadataOf(streamId: string, revision: number, bytes: Uint8Array): CustomMetadata {
  try {
    const parsed = JSON.parse(textOf(bytes)) as Partial<CustomMetadata>;
    if (parsed.opsledger && parsed.metadata) return parsed as CustomMetadata;
  } catch {
    // Said below.
  }
  throw new UnusableLog(`Revision ${revision} of ${streamId} on the KurrentDB server was not written by Opsledger.`);
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
