import { DAY_MS, type LocalDays } from './local-days';
import { steadyTimes, type SteadyTime } from './zone-offsets';

/** Open times of one stretch of time, in order and apart, with their running total: found by halving, not by walking. */
export class OpenTimes {
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  /** Open milliseconds before the nth opening. */
  private readonly before: number[] = [];
  /** Open milliseconds of all. */
  total = 0;
  /** Asked of the zone once: that is dear. */
  private readonly steady: readonly SteadyTime[];

  constructor(
    days: LocalDays,
    zone: string,
    readonly from: number,
    readonly to: number,
  ) {
    this.steady = steadyTimes(zone, from, to);
    for (const steady of this.steady) {
      const first = Math.floor((steady.from + steady.offset) / DAY_MS);
      const last = Math.floor((steady.to - 1 + steady.offset) / DAY_MS);
      for (let day = first; day <= last; day++)
        for (const [opens, closes] of days.spansOn(day)) {
          const midnight = day * DAY_MS - steady.offset;
          this.add(Math.max(midnight + opens, steady.from), Math.min(midnight + closes, steady.to));
        }
    }
  }

  /** Open milliseconds from the beginning until an instant. */
  until(at: number): number {
    const index = this.lastOpening(at);
    return index < 0 ? 0 : this.before[index]! + Math.min(at, this.ends[index]!) - this.starts[index]!;
  }

  /** The earliest instant with so many open milliseconds since the beginning; more than none and at most `total`. */
  after(open: number): number {
    let [low, high] = [0, this.before.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.before[middle]! < open) low = middle;
      else high = middle - 1;
    }
    return this.starts[low]! + open - this.before[low]!;
  }

  /** The first instant from `at` on that is open. */
  nextOpen(at: number): number | undefined {
    const index = this.lastOpening(at);
    return index >= 0 && at < this.ends[index]! ? at : this.starts[index + 1];
  }

  /** Open times that touch a stretch of time, cut to it. */
  *within(from: number, to: number): Generator<readonly [from: number, to: number]> {
    for (let index = Math.max(0, this.lastOpening(from)); index < this.starts.length; index++) {
      const [start, end] = [Math.max(this.starts[index]!, from), Math.min(this.ends[index]!, to)];
      if (this.starts[index]! >= to) return;
      if (start < end) yield [start, end];
    }
  }

  /** The zone's offsets through a stretch of time that lies within. */
  *steadyWithin(from: number, to: number): Generator<SteadyTime> {
    for (const { from: begin, to: end, offset } of this.steady)
      if (begin < to && end > from) yield { from: Math.max(begin, from), to: Math.min(end, to), offset };
  }

  private add(start: number, end: number): void {
    if (start >= end) return;
    const last = this.ends.length - 1;
    if (this.ends[last] === start) this.ends[last] = end;
    else {
      this.starts.push(start);
      this.ends.push(end);
      this.before.push(this.total);
    }
    this.total += end - start;
  }

  /** Index of the last opening at or before an instant; -1: none. */
  private lastOpening(at: number): number {
    let [low, high] = [-1, this.starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.starts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
