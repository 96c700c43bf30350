import { LRUCache } from 'lru-cache';

/**
 * How the rows that some words occur in are read. Both give the same rows: few are looked up by id; of many, enough are met
 * soon by whoever goes through the list in its order.
 */
export type WayToRead = { readonly by: 'ids'; readonly ids: readonly string[] } | { readonly by: 'order' };

const IN_ORDER: WayToRead = { by: 'order' };

/** From when it was counted and not from when it was last asked for: the words that are always asked for may have become rare. */
const REMEMBERED_MS = 60_000;
const MOST_REMEMBERED = 500;

/** Chooses how to read what is found, and remembers which words occur so often that counting them leads to nothing. */
export class WaysToRead {
  private readonly countedAt = new LRUCache<string, number>({ max: MOST_REMEMBERED });

  /** @param few so many ids are looked up one by one at most */
  constructor(private readonly few: number) {}

  /** So many ids tell few from many. */
  get enough(): number {
    return this.few + 1;
  }

  /** The way that is right without counting: of words that became rare within the minute it is the slower one, no more. */
  remembered(terms: string, now: Date): WayToRead | undefined {
    const at = this.countedAt.get(terms);
    // Either way: a clock that was set back must not make the minute an hour.
    return at !== undefined && Math.abs(now.getTime() - at) < REMEMBERED_MS ? IN_ORDER : undefined;
  }

  /** @param ids the first that were found, `enough` of them when there are as many */
  counted(terms: string, ids: readonly string[], now: Date): WayToRead {
    if (ids.length <= this.few) return { by: 'ids', ids };
    this.countedAt.set(terms, now.getTime());
    return IN_ORDER;
  }
}
