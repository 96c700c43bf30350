import type { Update } from './update';

/** The same row twice in a file. */
export const isRepeated = (previous: Update | undefined, update: Update): boolean =>
  previous !== undefined &&
  previous.cells.length === update.cells.length &&
  previous.cells.every((cell, index) => cell === update.cells[index]);

/** A name for each update that neither its place in the file nor other incidents change. */
export function keysOf(updates: readonly Update[]): ReadonlyMap<Update, string> {
  const used = new Map<string, number>();
  return new Map(
    updates.map((update, index) => {
      const key = `${update.modCount ?? ''}@${update.at}`;
      const times = (used.get(key) ?? 0) + (isRepeated(updates[index - 1], update) ? 0 : 1);
      used.set(key, times);
      return [update, times === 1 ? key : `${key}#${times}`];
    }),
  );
}

/** The name that an update with this name would have, had it been made at another time. */
export const renamed = (name: string, time: string): string => `${name.split('@')[0]!}@${time}`;
