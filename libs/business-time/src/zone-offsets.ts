import { IANAZone } from 'luxon';

/** A stretch of time through which a zone keeps one distance from UTC. */
export interface SteadyTime {
  readonly from: number;
  readonly to: number;
  /** Local minus UTC, in milliseconds. */
  readonly offset: number;
}

/** No zone changes its offset twice within this. */
const STEP = 12 * 3_600_000;

/** Cuts a stretch of time wherever the zone's offset changes, e.g. to summer time; offsets come from Luxon. */
export function steadyTimes(zone: string, from: number, to: number): readonly SteadyTime[] {
  const luxon = IANAZone.create(zone);
  const offsetAt = (at: number): number => luxon.offset(at) * 60_000;
  const steady: SteadyTime[] = [];
  let [begin, offset] = [from, offsetAt(from)];
  for (let at = from; at < to; at += STEP) {
    const next = Math.min(at + STEP, to);
    const after = offsetAt(next);
    if (after === offset) continue;
    const change = firstWith(offsetAt, offset, at, next);
    steady.push({ from: begin, to: change, offset });
    [begin, offset] = [change, after];
  }
  steady.push({ from: begin, to, offset });
  return steady;
}

/** The first millisecond in `(from, to]` whose offset is another one. */
function firstWith(offsetAt: (at: number) => number, offset: number, from: number, to: number): number {
  let [same, other] = [from, to];
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2);
    if (offsetAt(middle) === offset) same = middle;
    else other = middle;
  }
  return other;
}
