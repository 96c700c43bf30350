import type { BusinessCalendar, Segment } from './business-calendar';
import { LOOK_AHEAD_YEARS, compileCalendar } from './business-calendar';
import type { CalendarDefinition } from './calendar-definition';

/** A calendar as it was from an instant on. */
export interface CalendarVersion {
  readonly version: number;
  /** Epoch milliseconds. */
  readonly validFrom: number;
  readonly definition: CalendarDefinition;
}

interface Reign {
  readonly from: number;
  readonly to: number;
  readonly calendar: BusinessCalendar;
}

const YEAR_MS = 366 * 86_400_000;

/**
 * A calendar through all its versions: at each instant the one valid then counts; before the first, the first.
 *
 * @throws RangeError without versions, or with the fault of one
 */
export function versionedCalendar(versions: readonly CalendarVersion[]): BusinessCalendar {
  if (versions.length === 0) throw new RangeError('A calendar has at least one version.');
  const ordered = [...versions].sort((one, other) => one.validFrom - other.validFrom || one.version - other.version);
  const reigns = ordered.map(({ definition }, index): Reign => ({
    from: index === 0 ? -Infinity : ordered[index]!.validFrom,
    to: ordered[index + 1]?.validFrom ?? Infinity,
    calendar: compileCalendar(definition),
  }));
  return reigns.length === 1 ? reigns[0]!.calendar : new VersionedCalendar(reigns);
}

class VersionedCalendar implements BusinessCalendar {
  constructor(private readonly reigns: readonly Reign[]) {}

  elapsed(from: number, to: number): number {
    return this.between(from, to).reduce((sum, reign) => sum + reign.calendar.elapsed(reign.from, reign.to), 0);
  }

  add(from: number, openMs: number): number | null {
    if (openMs === 0) return from;
    let left = openMs;
    for (const { from: begin, to: end, calendar } of this.between(from, Infinity)) {
      const reached = calendar.add(begin, left);
      if (reached !== null && reached <= end) return reached;
      if (end === Infinity) return null;
      left -= calendar.elapsed(begin, end);
    }
    return null;
  }

  /** Counted by the version valid at the beginning; what is open until then, by each version in its time. */
  addBusinessDays(from: number, days: number): number | null {
    const [{ calendar }] = this.between(from, Infinity) as [Reign];
    const end = calendar.addBusinessDays(from, days);
    return end === null ? null : this.add(from, this.elapsed(from, end));
  }

  isOpen(at: number): boolean {
    return this.reigns.some(({ from, to, calendar }) => from <= at && at < to && calendar.isOpen(at));
  }

  nextOpening(at: number): number | null {
    for (const { from, to, calendar } of this.between(at, at + LOOK_AHEAD_YEARS * YEAR_MS)) {
      const opening = calendar.nextOpening(from);
      if (opening !== null && opening < to) return opening;
    }
    return null;
  }

  *segments(from: number, to: number): Generator<Segment> {
    for (const reign of this.between(from, to)) yield* reign.calendar.segments(reign.from, reign.to);
  }

  /** Each version's share of a stretch of time. */
  private between(from: number, to: number): readonly Reign[] {
    return this.reigns
      .map((reign) => ({ ...reign, from: Math.max(reign.from, from), to: Math.min(reign.to, to) }))
      .filter((reign) => reign.from < reign.to);
  }
}
