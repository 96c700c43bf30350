/**
 * Does the same with each of many things, so many at a time: a long list must not take all connections from everybody
 * else. Rejects with the first failure, and begins nothing after it.
 *
 * @param atOnce a whole number, 1 or more
 * @returns results in the order of the items
 */
export async function someAtOnce<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let index = 0; index < items.length; index += atOnce)
    results.push(...(await Promise.all(items.slice(index, index + atOnce).map(work))));
  return results;
}
