/** Well below what a broker takes of a partition at once unless told otherwise, which is 1 MB. */
const MOST_AT_ONCE = 512 * 1024;

/** Items in their order, as many at once as fit; one that is larger than that goes alone. */
export function* slices<Item>(
  items: readonly Item[],
  sizeOf: (item: Item) => number,
  most = MOST_AT_ONCE,
): Generator<readonly Item[]> {
  let slice: Item[] = [];
  let size = 0;
  for (const item of items) {
    const more = sizeOf(item);
    if (slice.length > 0 && size + more > most) {
      yield slice;
      slice = [];
      size = 0;
    }
    slice.push(item);
    size += more;
  }
  if (slice.length > 0) yield slice;
}
