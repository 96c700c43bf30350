import { WEEKDAY_NAMES, type CalendarDefinition, type Window } from './calendar-definition';

/** A local day on its own clock, 24:00; how long it really takes differs where clocks change. */
export const DAY_MS = 86_400_000;

/** Milliseconds of the local day, half open. */
export type Span = readonly [from: number, to: number];

/** Local days are counted from 1970-01-01, which was a Thursday. */
const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
/** From 1, a Monday, to 7. By the calendar alone, whatever the zone; also of days before 1970. */
export const isoWeekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

/** @param time `HH:MM`, up to `24:00` */
export function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number) as [number, number];
  return hours * 60 + minutes;
}

const spanOf = ({ from, to }: Window): Span => [minutesOf(from) * 60_000, minutesOf(to) * 60_000];
const spansOf = (windows: readonly Window[] = []): readonly Span[] =>
  windows.map(spanOf).sort(([one], [other]) => one - other);

/** What a calendar says about each local day. */
export class LocalDays {
  private readonly weekly: readonly (readonly Span[])[];
  private readonly special = new Map<string, { readonly spans: readonly Span[]; readonly why: string }>();

  constructor({ weekly, holidays, exceptions }: CalendarDefinition) {
    this.weekly = WEEKDAY_NAMES.map((name) => spansOf(weekly[name]));
    for (const { date, name } of holidays) this.special.set(date, { spans: [], why: `holiday: ${name}` });
    for (const { date, name, windows } of exceptions)
      this.special.set(date, { spans: spansOf(windows), why: `exception: ${name}` });
  }

  /** Open times of a day, in order. */
  spansOn(day: number): readonly Span[] {
    return (
      (this.special.size > 0 ? this.special.get(dateOf(day))?.spans : undefined) ?? this.weekly[isoWeekdayOf(day) - 1]!
    );
  }

  /** Why a day is closed when it is. */
  whyClosed(day: number): string {
    return (this.special.size > 0 ? this.special.get(dateOf(day))?.why : undefined) ?? 'outside hours';
  }
}
