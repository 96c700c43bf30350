import fc from 'fast-check';
import { compileCalendar, type BusinessCalendar, type Segment } from './business-calendar';
import { ALWAYS, WEEKDAY_NAMES, type CalendarDefinition } from './calendar-definition';
import {
  ODD_MIDNIGHTS,
  ZONES,
  calendars,
  isOpenByTheClock,
  minuteThatReads,
  officeHours,
  readAt,
  utc,
} from './calendars.fixture';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Around changes to and from summer time, past ones too, a skipped day, and a turn of the year. */
const MOMENTS = [
  '2026-03-29T00:00:00Z',
  '2026-10-25T00:00:00Z',
  '2026-03-08T05:00:00Z',
  '2026-11-01T05:00:00Z',
  '2026-04-04T14:00:00Z',
  '2026-10-03T15:00:00Z',
  '2018-11-04T02:00:00Z',
  '2018-02-18T01:00:00Z',
  '2011-12-30T09:00:00Z',
  '2026-12-31T20:00:00Z',
];
const datesAround = (moment: string): string[] =>
  [-1, 0, 1].map((days) => new Date(utc(moment) + days * DAY).toISOString().slice(0, 10));

const cases = fc.constantFrom(...MOMENTS).chain((moment) =>
  fc.record({
    definition: calendars(fc.constantFrom(...ZONES), datesAround(moment)),
    instants: fc
      .array(fc.integer({ min: -3 * 1_440, max: 3 * 1_440 }), { minLength: 3, maxLength: 3 })
      .map((minutes) => minutes.sort((one, other) => one - other).map((minute) => utc(moment) + minute * MINUTE)),
  }),
);

function minuteByMinute(definition: Parameters<typeof isOpenByTheClock>[0], from: number, to: number): number {
  let open = 0;
  for (let at = from; at < to; at += MINUTE) if (isOpenByTheClock(definition, at)) open += MINUTE;
  return open;
}

const holds = (property: (calendar: BusinessCalendar, instants: number[]) => void) =>
  fc.assert(fc.property(cases, ({ definition, instants }) => property(compileCalendar(definition), instants)));

describe('elapsed', () => {
  it('agrees with a wall clock read minute by minute', () => {
    fc.assert(
      fc.property(cases, ({ definition, instants: [from, to] }) => {
        expect(compileCalendar(definition).elapsed(from!, to!)).toBe(minuteByMinute(definition, from!, to!));
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  it('is the sum of its parts, wherever it is split', () => {
    holds((calendar, [from, middle, to]) => {
      expect(calendar.elapsed(from!, middle!) + calendar.elapsed(middle!, to!)).toBe(calendar.elapsed(from!, to!));
    });
  });

  it.each([
    ['Europe/Berlin', '2026-03-28T23:00:00Z', 23],
    ['Europe/Berlin', '2026-10-24T22:00:00Z', 25],
    ['America/New_York', '2026-03-08T05:00:00Z', 23],
    ['America/New_York', '2026-11-01T04:00:00Z', 25],
    ['Australia/Lord_Howe', '2026-10-03T13:30:00Z', 23.5],
    ['Australia/Lord_Howe', '2026-04-04T13:00:00Z', 24.5],
    ['America/Sao_Paulo', '2018-11-04T03:00:00Z', 23],
    ['America/Sao_Paulo', '2018-02-17T02:00:00Z', 25],
  ])('of the whole local day in %s from %s is %d hours', (zone, midnight, hours) => {
    const allDay = Object.fromEntries(WEEKDAY_NAMES.map((day) => [day, [{ from: '00:00', to: '24:00' }]]));
    const day = new Date(utc(midnight) + 12 * HOUR).toISOString().slice(0, 10);
    const closedOtherwise = { date: day, name: 'Open', windows: [{ from: '00:00', to: '24:00' }] };
    const only = compileCalendar({
      zone,
      weekly: { monday: allDay.monday! },
      holidays: [],
      exceptions: [closedOtherwise],
    });
    const around = [utc(midnight) - 2 * HOUR, utc(midnight) + (hours + 2) * HOUR] as const;
    const mondays = new Date(`${day}T12:00:00Z`).getUTCDay() === 0 ? 2 : 0;
    expect(only.elapsed(...around) / HOUR).toBe(hours + mondays);
  });

  it('round the clock loses no minute', () => {
    for (const zone of ZONES) {
      const calendar = compileCalendar({ ...ALWAYS, zone });
      const [from, to] = [utc('2011-01-01T00:00:00Z'), utc('2026-11-23T12:34:00Z')];
      expect(calendar.elapsed(from, to)).toBe(to - from);
    }
  });

  it('knows nothing of a day that a zone skipped', () => {
    const apia = compileCalendar(officeHours('Pacific/Apia'));
    // Thursday 29th, then Saturday 31st: Friday the 30th never was.
    expect(apia.elapsed(utc('2011-12-29T10:00:00Z'), utc('2012-01-01T10:00:00Z')) / HOUR).toBe(8);
  });

  it('is none backwards', () => {
    expect(compileCalendar(ALWAYS).elapsed(utc('2026-01-02T00:00:00Z'), utc('2026-01-01T00:00:00Z'))).toBe(0);
  });
});

describe('add', () => {
  it('is the inverse of elapsed: what was asked for has passed, and a moment earlier it had not', () => {
    holds((calendar, [from, to]) => {
      const open = calendar.elapsed(from!, to!);
      const due = calendar.add(from!, open)!;
      expect(calendar.elapsed(from!, due)).toBe(open);
      expect(due).toBeLessThanOrEqual(to!);
      if (open > 0) expect(calendar.elapsed(from!, due - 1)).toBe(open - 1);
    });
  });

  it('of nothing is now, open or not', () => {
    const saturday = utc('2026-03-07T12:00:00Z');
    expect(compileCalendar(officeHours('UTC')).add(saturday, 0)).toBe(saturday);
  });

  it('goes over night and weekend', () => {
    const calendar = compileCalendar(officeHours('Europe/Berlin'));
    expect(calendar.add(utc('2026-03-06T15:30:00Z'), 2 * HOUR)).toBe(utc('2026-03-09T09:30:00Z'));
  });

  it('gives up after ten years', () => {
    expect(compileCalendar(officeHours('UTC')).add(0, 40 * 365 * DAY)).toBeNull();
  });
});

describe('business days', () => {
  const calendar = compileCalendar(
    officeHours('Europe/Berlin', { holidays: [{ date: '2026-04-06', name: 'Easter Monday' }] }),
  );

  it.each([
    ['Friday morning, one', '2026-03-13T09:00:00Z', 1, '2026-03-16T09:00:00Z'],
    ['over the change to summer time', '2026-03-27T09:00:00Z', 1, '2026-03-30T08:00:00Z'],
    ['over a holiday', '2026-04-03T08:00:00Z', 1, '2026-04-07T08:00:00Z'],
    ['after hours: until the end of the day', '2026-03-13T20:00:00Z', 1, '2026-03-16T16:00:00Z'],
    ['from a Saturday: the whole of Monday', '2026-03-14T10:00:00Z', 1, '2026-03-16T16:00:00Z'],
    ['two', '2026-03-13T09:00:00Z', 2, '2026-03-17T09:00:00Z'],
  ])('%s', (_, from, days, expected) => {
    expect(new Date(calendar.addBusinessDays(utc(from), days)!).toISOString()).toBe(
      new Date(utc(expected)).toISOString(),
    );
  });

  it('do not count a day that never was', () => {
    const apia = compileCalendar(officeHours('Pacific/Apia'));
    // Thursday 29 December 2011, noon; the next business day is Monday 2 January.
    expect(apia.addBusinessDays(utc('2011-12-29T22:00:00Z'), 1)).toBe(utc('2012-01-01T22:00:00Z'));
  });
});

describe('business days where clocks change around midnight', () => {
  const oddCases = fc.constantFrom(...ODD_MIDNIGHTS).chain(([zone, moment]) =>
    fc.record({
      definition: calendars(fc.constant(zone), datesAround(moment)),
      from: fc.integer({ min: -3 * 1_440, max: 1_440 }).map((minutes) => utc(moment) + minutes * MINUTE),
      days: fc.integer({ min: 1, max: 4 }),
    }),
  );

  /** By looking at a clock every minute: the day, and from its beginning on. */
  const countsByTheClock = (definition: CalendarDefinition, day: number): boolean => {
    for (let at = (day - 1) * DAY; at < (day + 2) * DAY; at += 15 * MINUTE)
      if (Math.floor(readAt(definition.zone, at) / DAY) === day && isOpenByTheClock(definition, at)) return true;
    return false;
  };

  const endByTheClock = (definition: CalendarDefinition, from: number, days: number): number => {
    const reading = readAt(definition.zone, from);
    let day = Math.floor(reading / DAY);
    const next = () => {
      do day++;
      while (!countsByTheClock(definition, day));
    };
    let timeOfDay = reading - day * DAY;
    if (!countsByTheClock(definition, day)) {
      timeOfDay = 0;
      next();
    }
    for (let left = days; left > 0; left--) next();
    let end = minuteThatReads(definition.zone, day * DAY + timeOfDay);
    while (end > from && !isOpenByTheClock(definition, end - MINUTE)) end -= MINUTE;
    return end;
  };

  it('end when a clock that is read minute by minute reads the same, or the beginning of the day', () => {
    fc.assert(
      fc.property(oddCases, ({ definition, from, days }) => {
        const end = compileCalendar(definition).addBusinessDays(from, days)!;
        expect(new Date(end)).toEqual(new Date(endByTheClock(definition, from, days)));
      }),
      { numRuns: 150 },
    );
  }, 120_000);
});

describe('segments', () => {
  const list = (calendar: BusinessCalendar, from: number, to: number): Segment[] => [...calendar.segments(from, to)];

  it('follow one another from end to end, and the open ones are what elapsed', () => {
    holds((calendar, [from, to]) => {
      const segments = list(calendar, from!, to!);
      expect(segments.reduce((at, segment) => (segment.from === at ? segment.to : NaN), from!)).toBe(
        segments.length > 0 ? to : from,
      );
      const open = segments.filter((segment) => segment.open).reduce((sum, { from: a, to: b }) => sum + b - a, 0);
      expect(open).toBe(calendar.elapsed(from!, to!));
      for (const segment of segments) expect(segment.to).toBeGreaterThan(segment.from);
    });
  });

  it('say why nothing counts', () => {
    const calendar = compileCalendar(
      officeHours('UTC', {
        holidays: [{ date: '2026-12-25', name: 'Christmas Day' }],
        exceptions: [{ date: '2026-12-24', name: 'Christmas Eve', windows: [{ from: '09:00', to: '12:00' }] }],
      }),
    );
    const why = list(calendar, utc('2026-12-24T08:00:00Z'), utc('2026-12-28T10:00:00Z'));
    expect(why.map(({ from, why }) => `${new Date(from).toISOString().slice(0, 16)} ${why}`)).toEqual([
      '2026-12-24T08:00 exception: Christmas Eve',
      '2026-12-24T09:00 open',
      '2026-12-24T12:00 exception: Christmas Eve',
      '2026-12-25T00:00 holiday: Christmas Day',
      '2026-12-26T00:00 outside hours',
      '2026-12-28T09:00 open',
    ]);
  });
});

it('opens when it says it does', () => {
  holds((calendar, [from]) => {
    const opening = calendar.nextOpening(from!)!;
    expect(calendar.isOpen(opening)).toBe(true);
    expect(calendar.elapsed(from!, opening)).toBe(0);
    expect(calendar.isOpen(from!)).toBe(opening === from);
  });
});

it('reckons the same over more years than it keeps at a time, and when it is asked again', () => {
  const [from, to] = [1900, 2026];
  const calendar = compileCalendar(officeHours('Europe/Rome'));
  const years = Array.from({ length: to - from }, (_, index) => from + index);
  const byYear = years.map((year) =>
    compileCalendar(officeHours('Europe/Rome')).elapsed(Date.UTC(year, 0), Date.UTC(year + 1, 0)),
  );
  const whole = byYear.reduce((sum, open) => sum + open, 0);
  expect(calendar.elapsed(Date.UTC(from, 0), Date.UTC(to, 0))).toBe(whole);
  expect(calendar.elapsed(Date.UTC(from, 0), Date.UTC(to, 0))).toBe(whole);
});
