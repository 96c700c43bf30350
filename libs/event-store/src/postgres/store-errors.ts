import { DatabaseError } from 'pg';
import { DatabaseAhead, StoreUnavailable } from '../errors';
import { reasonOf } from './reason-of';

/**
 * SQLSTATE classes that say "not now": connection, rollback, resources, operator, system; and single codes for
 * a lock not obtained and a server that has become a standby.
 */
const TRANSIENT = /^(08|40|53|57|58)|^(55P03|25006)$/;

/** A refusal by the server itself: nothing was written, and trying again would end the same. */
export const isRefusedByServer = (error: unknown): boolean =>
  error instanceof DatabaseError && !TRANSIENT.test(error.code ?? '');

/** What the port promises instead of the driver's errors. */
export const asStoreError = (error: unknown): unknown =>
  isRefusedByServer(error) || error instanceof StoreUnavailable || error instanceof DatabaseAhead
    ? error
    : new StoreUnavailable(`The event store cannot be reached: ${reasonOf(error)}.`, { cause: error });
