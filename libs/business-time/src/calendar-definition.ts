/** Local times of one day; `24:00` is the end of the day. */
export interface Window {
  /** `HH:MM` */
  readonly from: string;
  /** `HH:MM`, later than `from` */
  readonly to: string;
}

/** The days of the week as calendars name them, from Monday on. */
export const WEEKDAY_NAMES = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** A day of the week as calendars name it. */
export type WeekdayName = (typeof WEEKDAY_NAMES)[number];

/** A day without work. */
export interface Holiday {
  /** Local date, `YYYY-MM-DD` */
  readonly date: string;
  readonly name: string;
}

/** A day with windows of its own, or none; it wins over a holiday, so that a holiday can be worked. */
export interface CalendarException extends Holiday {
  readonly windows: readonly Window[];
}

/** When a service is committed to, as people write it down. */
export interface CalendarDefinition {
  /** IANA zone, e.g. `Europe/Berlin`; every time in here is local to it. */
  readonly zone: string;
  /** A day that is not named is closed. */
  readonly weekly: { readonly [Day in WeekdayName]?: readonly Window[] };
  readonly holidays: readonly Holiday[];
  readonly exceptions: readonly CalendarException[];
}

const ALL_DAY: readonly Window[] = [{ from: '00:00', to: '24:00' }];

/** 24 hours a day, every day. */
export const ALWAYS: CalendarDefinition = {
  zone: 'UTC',
  weekly: Object.fromEntries(WEEKDAY_NAMES.map((day) => [day, ALL_DAY])),
  holidays: [],
  exceptions: [],
};
