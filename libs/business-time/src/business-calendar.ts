import type { CalendarDefinition } from './calendar-definition';
import { calendarFaults } from './calendar-faults';
import { DAY_MS, LocalDays } from './local-days';
import { OpenTimes } from './open-times';
import { firstReading, readingAt } from './wall-clock';

/** A stretch of time that counts or does not, and why. */
export interface Segment {
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly open: boolean;
  /** `open`, `outside hours`, `holiday: Christmas Day`, `exception: Inventory` */
  readonly why: string;
}

/** Business time. Instants are epoch milliseconds; a time is open when the zone's wall clock reads one of the windows. */
export interface BusinessCalendar {
  /** Open milliseconds from one instant until another; 0 when that is not later. */
  elapsed(from: number, to: number): number;
  /**
   * The earliest instant by which so many open milliseconds have passed; the instant itself for 0, open or not.
   *
   * @returns null when that takes more than ten years
   * @throws RangeError for negative milliseconds
   */
  add(from: number, openMs: number): number | null;
  /**
   * The end of so many business days: the same wall-clock time that many business days later, or the last open instant
   * before it. A business day is a local day with open time; whatever begins on another day begins with the next one.
   *
   * @returns null when that takes more than ten years
   */
  addBusinessDays(from: number, days: number): number | null;
  isOpen(at: number): boolean;
  /** The first open instant from one on; null: none within ten years. */
  nextOpening(at: number): number | null;
  /** Adjacent, from the first instant until the second. */
  segments(from: number, to: number): Iterable<Segment>;
}

/** How far a calendar is looked along before it is said never to open. */
export const LOOK_AHEAD_YEARS = 10;
/** Years kept at a time; a year of an ordinary calendar is some ten kilobytes. */
const MOST_YEARS = 64;

/**
 * A calendar ready to reckon with. Years are worked out when they are first asked for.
 *
 * @throws RangeError with the first of `calendarFaults`
 */
export function compileCalendar(definition: CalendarDefinition): BusinessCalendar {
  const [fault] = calendarFaults(definition);
  if (fault) throw new RangeError(`${fault.path}: ${fault.message}. ${fault.remedy}`);
  return new CompiledCalendar(definition);
}

const yearOf = (at: number): number => new Date(at).getUTCFullYear();

class CompiledCalendar implements BusinessCalendar {
  private readonly days: LocalDays;
  private readonly zone: string;
  private readonly years = new Map<number, OpenTimes>();
  /** Open milliseconds of whole years, of all that were ever asked for: what lies long ago is not gone through again. */
  private readonly totals = new Map<number, number>();
  private readonly opening = new Map<number, boolean>();

  constructor(definition: CalendarDefinition) {
    this.days = new LocalDays(definition);
    this.zone = definition.zone;
  }

  elapsed(from: number, to: number): number {
    if (!(to > from)) return 0;
    const last = yearOf(to);
    let open = -this.year(yearOf(from)).until(from);
    for (let year = yearOf(from); year < last; year++) open += this.total(year);
    return open + this.year(last).until(to);
  }

  add(from: number, openMs: number): number | null {
    if (!(openMs >= 0)) throw new RangeError(`${openMs} is no amount of open time.`);
    if (openMs === 0) return from;
    const first = yearOf(from);
    let left = openMs + this.year(first).until(from);
    for (let year = first; year <= first + LOOK_AHEAD_YEARS; year++) {
      const times = this.year(year);
      if (left <= times.total) return times.after(left);
      left -= times.total;
    }
    return null;
  }

  addBusinessDays(from: number, days: number): number | null {
    if (!Number.isInteger(days) || days < 1) throw new RangeError(`${days} is no number of business days.`);
    const reading = readingAt(this.zone, from);
    const today = Math.floor(reading / DAY_MS);
    const next = (after: number): number | undefined => {
      for (let day = after + 1; day <= today + LOOK_AHEAD_YEARS * 366; day++) if (this.isBusinessDay(day)) return day;
      return undefined;
    };
    // A day that does not count is only waited for: the days begin with the next one that does.
    const first = next(today - 1);
    const timeOfDay = first === today ? reading - today * DAY_MS : 0;
    let day = first;
    for (let left = days; left > 0 && day !== undefined; left--) day = next(day);
    if (day === undefined) return null;
    return this.add(from, this.elapsed(from, firstReading(this.zone, day * DAY_MS + timeOfDay)));
  }

  /** A day with windows may be without open time: clocks skip over them, or a zone that moves over the date line over the day. */
  private isBusinessDay(day: number): boolean {
    if (this.days.spansOn(day).length === 0) return false;
    let opens = this.opening.get(day);
    if (opens === undefined) {
      opens = this.elapsed(this.beginningOf(day), this.beginningOf(day + 1)) > 0;
      if (this.opening.size >= MOST_YEARS * 366) this.opening.clear();
      this.opening.set(day, opens);
    }
    return opens;
  }

  private beginningOf(day: number): number {
    return firstReading(this.zone, day * DAY_MS);
  }

  isOpen(at: number): boolean {
    return this.year(yearOf(at)).nextOpen(at) === at;
  }

  nextOpening(at: number): number | null {
    const first = yearOf(at);
    for (let year = first; year <= first + LOOK_AHEAD_YEARS; year++) {
      const times = this.year(year);
      const open = times.nextOpen(Math.max(at, times.from));
      if (open !== undefined) return open;
    }
    return null;
  }

  *segments(from: number, to: number): Generator<Segment> {
    let at = from;
    for (let year = yearOf(from); at < to; year++) {
      const times = this.year(year);
      const end = Math.min(to, times.to);
      for (const [opens, closes] of times.within(at, end)) {
        yield* this.closed(times, at, opens);
        yield { from: opens, to: closes, open: true, why: 'open' };
        at = closes;
      }
      yield* this.closed(times, at, end);
      at = end;
    }
  }

  /** Closed time, cut where the reason changes. */
  private *closed(times: OpenTimes, from: number, to: number): Generator<Segment> {
    if (from >= to) return;
    let [begin, why] = [from, ''];
    for (const steady of times.steadyWithin(from, to)) {
      for (let at = steady.from; at < steady.to;) {
        const day = Math.floor((at + steady.offset) / DAY_MS);
        const reason = this.days.whyClosed(day);
        if (why !== '' && reason !== why) {
          yield { from: begin, to: at, open: false, why };
          begin = at;
        }
        why = reason;
        at = Math.min((day + 1) * DAY_MS - steady.offset, steady.to);
      }
    }
    yield { from: begin, to, open: false, why };
  }

  private total(year: number): number {
    let total = this.totals.get(year);
    if (total === undefined) this.totals.set(year, (total = this.year(year).total));
    return total;
  }

  private year(year: number): OpenTimes {
    let times = this.years.get(year);
    if (!times) {
      times = new OpenTimes(this.days, this.zone, Date.UTC(year, 0), Date.UTC(year + 1, 0));
      if (this.years.size >= MOST_YEARS) this.years.delete(this.years.keys().next().value!);
      this.years.set(year, times);
    }
    return times;
  }
}
