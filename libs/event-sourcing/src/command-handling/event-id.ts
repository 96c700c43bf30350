import type { Actor } from '@opsledger/event-store';
import { v7 as uuidV7 } from 'uuid';
import { namespaceOf, uuidV5 } from '../uuid-v5';

/** Namespace of the ids derived from requests; fixed for ever, or old keys would no longer be recognised. */
const REQUESTS = namespaceOf('6f1d3c5a-b5e0-4d0c-9a0e-5d2f7c1b8e43');

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
