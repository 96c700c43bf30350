import type { PeriodLength } from '@opsledger/contracts';
import { sql, type RawBuilder } from 'kysely';
import type { Period } from './period';

/** How a period is named, for PostgreSQL's `to_char`. */
const LABELS: Readonly<Record<PeriodLength, string>> = {
  day: 'YYYY-MM-DD',
  week: 'IYYY-"W"IW',
  month: 'YYYY-MM',
  quarter: 'YYYY-"Q"Q',
  year: 'YYYY',
};

/** Days, weeks, … begin at local midnight: they are reckoned in local time and turned into instants last. */
export interface PeriodsSql {
  /** Local beginning of the period an instant lies in. */
  readonly startOf: (instant: RawBuilder<unknown>) => RawBuilder<unknown>;
  /** A table expression: every period that overlaps the report's, as `(starts_local, ends_at)`, cut off at its end. */
  readonly all: RawBuilder<unknown>;
  /** Select list: name, beginning and end of the group's period, cut off at the report's ends. */
  readonly shown: RawBuilder<unknown>;
}

export function periodsSql(length: PeriodLength, { from, to, zone }: Period): PeriodsSql {
  const unit = sql.lit(length);
  const step = sql.raw(length === 'quarter' ? `interval '3 months'` : `interval '1 ${length}'`);
  const startOf = (instant: RawBuilder<unknown>) => sql`date_trunc(${unit}, ${instant} at time zone ${zone})`;
  const instantOf = (local: RawBuilder<unknown>) => firstInstantOf(local, zone);
  const end = sql`least(${instantOf(sql`starts_local + ${step}`)}, ${to}::timestamptz)`;
  return {
    startOf,
    all: sql`(
      select starts_local, ${end} as ends_at
      from generate_series(${startOf(sql`${from}::timestamptz`)}, ${to}::timestamptz at time zone ${zone}, ${step})
        as starts_local
      where ${instantOf(sql`starts_local`)} < ${to}::timestamptz)`,
    shown: sql`
      to_char(starts_local, ${sql.lit(LABELS[length])}) as period,
      greatest(${instantOf(sql`starts_local`)}, ${from}::timestamptz) as "periodFrom",
      ${end} as "periodTo"`,
  };
}

/**
 * Where clocks are put back over a local time there are two instants with it, of which PostgreSQL takes the second. The
 * first has the distance from UTC of the day before.
 */
function firstInstantOf(local: RawBuilder<unknown>, zone: string): RawBuilder<unknown> {
  const last = sql`(${local}) at time zone ${zone}`;
  const dayBefore = sql`(${last} - interval '24 hours')`;
  const distance = sql`((${dayBefore} at time zone ${zone}) - (${dayBefore} at time zone 'UTC'))`;
  const asTheDayBefore = sql`((${local}) - ${distance}) at time zone 'UTC'`;
  return sql`case when (${asTheDayBefore}) at time zone ${zone} = (${local})
    then least(${asTheDayBefore}, ${last}) else ${last} end`;
}
