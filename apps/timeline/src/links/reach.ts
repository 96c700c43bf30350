import type { LinkedRecord, RecordLink, TimelineRecord } from '@opsledger/contracts';
import { ENDS } from './record-kinds';

interface Reached {
  readonly records: readonly TimelineRecord[];
  /** More could have been reached than was asked for. */
  readonly truncated: boolean;
}

interface Bounds {
  readonly depth: number;
  readonly records: number;
}

/** The ends that stand apart from where one came from. */
const neighbours = (links: readonly RecordLink[], ids: ReadonlySet<string>) =>
  links.flatMap(({ kind, from, to }) => [
    ...(ids.has(from.id) ? [{ kind, before: from.id, next: to }] : []),
    ...(ids.has(to.id) ? [{ kind, before: to.id, next: from }] : []),
  ]);

/** Records by the links between them and the subject, nearest first; safe where links go in circles. */
export async function reach(
  subject: LinkedRecord,
  { depth, records: most }: Bounds,
  linksFrom: (ids: readonly string[]) => Promise<readonly RecordLink[]>,
): Promise<Reached> {
  const reached = new Map<string, TimelineRecord>([[subject.id, { ...subject, distance: 0, reachedBy: null }]]);
  let frontier = [subject.id];
  for (let distance = 1; distance <= depth && frontier.length > 0; distance++) {
    const ids = new Set(frontier);
    frontier = [];
    for (const { kind, before, next } of neighbours(await linksFrom([...ids]), ids)) {
      if (reached.has(next.id)) continue;
      if (reached.size >= most) return { records: [...reached.values()], truncated: true };
      reached.set(next.id, { ...next, distance, reachedBy: { kind, from: before } });
      if (next.record !== null && !ENDS.includes(next.record)) frontier.push(next.id);
    }
  }
  return { records: [...reached.values()], truncated: false };
}
