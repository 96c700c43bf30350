import { sql, type RawBuilder } from 'kysely';

/** Times during which something was so, from instants at which it began and ended by turns. */
export const timesOf = (turns: RawBuilder<unknown>): RawBuilder<unknown> => sql`coalesce((
  select range_agg(tstzrange((${turns})[turn], (${turns})[turn + 1]))
  from generate_subscripts(${turns}, 1) as turn where turn % 2 = 1), '{}'::tstzmultirange)`;

/** The same, of instants in JSON. */
export const timesOfJson = (turns: RawBuilder<unknown>): RawBuilder<unknown> => sql`coalesce((
  select range_agg(tstzrange((${turns} ->> turn)::timestamptz, (${turns} ->> turn + 1)::timestamptz))
  from generate_series(0, jsonb_array_length(${turns}) - 1, 2) as turn), '{}'::tstzmultirange)`;

export const NEVER = sql`'{}'::tstzmultirange`;
