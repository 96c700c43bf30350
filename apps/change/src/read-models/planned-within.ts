import { sql, type RawBuilder } from 'kysely';

/** Rows of `change.changes` whose planned time meets another, which must not be empty; by the index of both instants. */
export const plannedWithin = (from: string, to: string): RawBuilder<boolean> => sql`
  planned_start < planned_end
  and tstzrange(planned_start, planned_end) && tstzrange(${from}::timestamptz, ${to}::timestamptz)`;
