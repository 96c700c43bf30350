import { isPermittedMove } from '@opsledger/contracts';
import type { Update } from './update';

/** Updates in the order they were made, and the rows that do not fit it, each with the reason. */
export interface Ordered {
  readonly updates: readonly Update[];
  readonly misfits: ReadonlyMap<Update, string>;
}

/**
 * Orders one incident's updates by number of modification and by time. Where the two disagree, the order
 * is taken in which the log contradicts itself least (states, counters, the other of the two); the file's
 * own order never matters.
 */
export function inOrder(updates: readonly Update[]): Ordered {
  // An unknown number compares with none; with one of those about, numbers cannot order the others either.
  const isNumbered = updates.every(({ modCount }) => modCount !== null);
  const count = (update: Update): number => (isNumbered ? update.modCount! : 0);
  const compareCounts = (a: Update, b: Update): number => count(a) - count(b);
  const byTime = [...updates].sort((a, b) => compare(a.at, b.at) || compareCounts(a, b) || compareContents(a, b));
  if (misfitsOf(byTime, count).size === 0) return { updates: byTime, misfits: new Map() };
  const byCount = [...updates].sort((a, b) => compareCounts(a, b) || compare(a.at, b.at) || compareContents(a, b));
  return oddities(byTime, count) < oddities(byCount, count)
    ? { updates: byTime, misfits: misfitsOf(byTime, count, numberedLater) }
    : { updates: byCount, misfits: misfitsOf(byCount, (update) => update.at, datedLater) };
}

const compare = <T extends string | number>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

const PROGRESS = ['new', 'in_progress', 'on_hold', 'resolved', 'closed', 'canceled'];

/** Two updates at the same time with the same number: the lesser counters first, then by what they say. */
const compareContents = (a: Update, b: Update): number =>
  (a.reopenCount ?? 0) - (b.reopenCount ?? 0) ||
  (a.reassignmentCount ?? 0) - (b.reassignmentCount ?? 0) ||
  PROGRESS.indexOf(a.status.state ?? 'new') - PROGRESS.indexOf(b.status.state ?? 'new') ||
  compare(a.cells.join('\u001f'), b.cells.join('\u001f')) ||
  a.row - b.row;

/** In how many places this order makes the log contradict itself. */
function oddities(updates: readonly Update[], count: (update: Update) => number): number {
  let found = 0;
  updates.forEach((after, index) => {
    const before = updates[index - 1];
    if (!before) return;
    if (after.at < before.at) found++;
    if (count(after) < count(before)) found++;
    if ((after.reassignmentCount ?? 0) < (before.reassignmentCount ?? 0)) found++;
    if ((after.reopenCount ?? 0) < (before.reopenCount ?? 0)) found++;
    if (isOddMove(before, after)) found++;
  });
  return found;
}

function isOddMove(before: Update, after: Update): boolean {
  const [from, to] = [before.status.state, after.status.state];
  if (from === null || to === null || from === to) return false;
  if (from === 'resolved' && to === 'in_progress') return (after.reopenCount ?? 0) <= (before.reopenCount ?? 0);
  return !isPermittedMove(from, to);
}

/** The fewest updates to leave out so that `key` never falls: what is not in a longest rising run. */
function misfitsOf(
  updates: readonly Update[],
  key: (update: Update) => string | number,
  explain: (update: Update) => string = () => '',
): Map<Update, string> {
  const tails: number[] = [];
  const previous: number[] = [];
  updates.forEach((update, index) => {
    let place = tails.length;
    while (place > 0 && key(updates[tails[place - 1]!]!) > key(update)) place--;
    previous[index] = place > 0 ? tails[place - 1]! : -1;
    tails[place] = index;
  });
  const fitting = new Set<number>();
  for (let index = tails.at(-1) ?? -1; index >= 0; index = previous[index]!) fitting.add(index);
  return new Map(updates.filter((_, index) => !fitting.has(index)).map((update) => [update, explain(update)]));
}

const numberedLater = (update: Update): string =>
  `The source numbers this update ${update.modCount}, out of line with the times of the others (its own is ${update.at}); read in order of time.`;
const datedLater = (update: Update): string =>
  `The source dates this update ${update.at}, out of line with the numbers of the others (its own is ${update.modCount}); read in order of number.`;
