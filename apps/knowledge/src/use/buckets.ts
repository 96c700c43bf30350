/** So many small records instead of a large one: a change copies one of them, so that a long history folds in little time. */
const BUCKETS = 256;

/** What is kept of many, by their ids. */
export type Buckets<Kept> = Readonly<Record<string, Readonly<Record<string, Kept>>>>;

function bucketOf(id: string): string {
  let hash = 0;
  for (let index = 0; index < id.length; index++) hash = (Math.imul(hash, 31) + id.charCodeAt(index)) >>> 0;
  return String(hash % BUCKETS);
}

export function kept<Kept>(buckets: Buckets<Kept>, id: string): Kept | undefined {
  const bucket = buckets[bucketOf(id)];
  return bucket && Object.hasOwn(bucket, id) ? bucket[id] : undefined;
}

export function keeping<Kept>(buckets: Buckets<Kept>, id: string, what: Kept): Buckets<Kept> {
  const bucket = bucketOf(id);
  return { ...buckets, [bucket]: { ...buckets[bucket], [id]: what } };
}

export function forgetting<Kept>(buckets: Buckets<Kept>, id: string): Buckets<Kept> {
  const bucket = bucketOf(id);
  const others = Object.entries(buckets[bucket] ?? {}).filter(([other]) => other !== id);
  return { ...buckets, [bucket]: Object.fromEntries(others) };
}
