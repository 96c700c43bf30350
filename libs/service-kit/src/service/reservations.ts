import type { Lease } from '@opsledger/event-sourcing';
import { SIMPLY_AGAIN, unavailable } from '../problems/problems';
import type { CommandMessage } from '../rpc/messages';
import type { Problem } from '../rpc/problem';
import type { ServiceContext } from './service-definition';

/**
 * What a command gives its record that no other record may have, such as an address. Commands that reserve the same are
 * carried out one after the other, whichever process takes them, and each looks up what the one before recorded.
 */
export interface Reservations {
  /** The view in which the lookup of the command finds who has it; it has seen the whole log by then. */
  readonly view: string;
  /** Names of what is reserved, such as `email anna@example.com`; none when the command leaves it alone. */
  readonly of: (
    command: Pick<CommandMessage, 'id' | 'data'>,
    context: ServiceContext,
  ) => readonly string[] | Promise<readonly string[]>;
  /**
   * Commands that come together reserve together, and are carried out side by side. Only where no two of them that want the
   * same could give it to two records: what others reserve is kept from them all the same.
   */
  readonly together?: true;
}

/** Gives each thing to one holder at a time, over all processes. */
export interface Leases {
  /** All of them together, to who asked first. Rejects when the signal aborts. */
  reserve(names: readonly string[], signal: AbortSignal): Promise<Lease>;
}

const PATIENCE_MS = 10_000;

/** Ends the wait for names that others hold after ten seconds from now. */
export const usualPatience = (): AbortSignal => AbortSignal.timeout(PATIENCE_MS);

/**
 * Does the work while nobody else holds any of the names.
 *
 * @param work is told when a name was lost, with the connection that held it: others may have it from then on
 * @param patience ends the wait for them: ten seconds unless told
 * @throws Problem 503 when they were not to be had by then: nothing was done
 */
export async function holding<T>(
  leases: Leases,
  names: readonly string[],
  work: (lost: AbortSignal) => Promise<T>,
  patience = usualPatience(),
): Promise<T> {
  const lease = await leases.reserve(names, patience).catch(waitedTooLong);
  try {
    return await work(lease.lost);
  } finally {
    await lease.release();
  }
}

const reservedMeanwhile = (): Problem =>
  unavailable(
    'reserved-meanwhile',
    'Others have reserved the same',
    `Others are at work on what this command wants to have for itself, or the database is away. ${SIMPLY_AGAIN}`,
  );

const waitedTooLong = (): never => {
  throw reservedMeanwhile();
};

/** @throws Problem 503 when it was lost: what was looked up under it may be so no more, and nothing was done yet */
export function requireHeld(lost: AbortSignal | undefined): void {
  if (lost?.aborted) throw reservedMeanwhile();
}
