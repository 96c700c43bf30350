import { positionOf } from '../encoded-event';
import { START, type Position } from '../event';
import { UnusableLog } from './store-errors';

/** 16 digits: 8.8 PiB written to one server. */
const LARGEST = 10n ** BigInt(START.length) - 1n;

/**
 * The position of an event: its commit position on the server, a byte offset of its log, as 16 decimal digits. Events
 * of one write have offsets of their own, so order is strict; none is one byte long, so `follows` never holds.
 *
 * @throws UnusableLog when the server did not say it, as those before 22.6 do for events read from a stream
 */
export function positionOfCommit(commit: string): Position {
  const offset = BigInt(commit);
  if (offset >= 1n && offset <= LARGEST) return positionOf(commit);
  if (offset > LARGEST && offset < 2n ** 63n)
    throw new UnusableLog(`The log of the KurrentDB server has outgrown the positions of this program: ${commit}.`);
  throw new UnusableLog(
    'The KurrentDB server does not say where an event lies in its log: version 22.10 or later is needed.',
  );
}

/** The commit position of an event, for a request. */
export const commitOf = (position: Position): string => BigInt(position).toString();
