import type { Actor } from '@opsledger/event-store';
import { createHash } from 'node:crypto';
import { v7 as uuidV7 } from 'uuid';

/** Namespace of the ids derived from requests; fixed for ever, or old keys would no longer be recognised. */
const REQUESTS = Buffer.from('6f1d3c5ab5e04d0c9a0e5d2f7c1b8e43', 'hex');

/**
 * Id of the nth event (from 0) of a keyed request: UUIDv5 of actor, key and index. The same request
 * gets the same ids, so the log itself recognises a repetition.
 */
export const requestEventId = (actor: Actor, key: string, index: number): string =>
  uuidV5(REQUESTS, JSON.stringify([actor.id, key, index]));

/**
 * Id of a record that a command creates. A keyed request meets the same record however often it is sent: the id follows
 * from actor, key and kind, so that nobody meets what another made. Without a key it is new.
 */
export const newRecordId = (category: string, actor: Actor, key: string | undefined): string =>
  key === undefined ? uuidV7() : uuidV5(REQUESTS, JSON.stringify([actor.id, key, category]));

/** RFC 9562 version 5. */
function uuidV5(namespace: Buffer, name: string): string {
  const bytes = createHash('sha1').update(namespace).update(name).digest();
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
