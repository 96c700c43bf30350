/** A clock for specs; `advance` takes milliseconds, `set` an instant. */
export interface FakeClock {
  /** A new `Date` each time; may be passed on its own. */
  readonly now: () => Date;
  advance(milliseconds: number): void;
  set(instant: string | Date): void;
}

/** A clock that stands still until it is told otherwise. Monday morning unless told where to start. */
export function fakeClock(start: string | Date = '2026-03-02T09:00:00.000Z'): FakeClock {
  let time = new Date(start).getTime();
  return {
    now: () => new Date(time),
    advance: (milliseconds) => void (time += milliseconds),
    set: (instant) => void (time = new Date(instant).getTime()),
  };
}
