import { sql, type RawBuilder } from 'kysely';
import { incidentFacts } from '../../facts/incident-facts';
import { factsFrom } from '../facts-source';
import type { Sources, Span } from '../report';

/** A common table expression, `resolved`: incidents finally resolved in a time, duplicates and canceled ones left out. */
export const resolvedFrom = (sources: Sources, { from, to }: Span): RawBuilder<unknown> => sql`
  resolved as (
    select * from (${factsFrom(sources(incidentFacts), 'reporting.incident_facts')}) as incident
    where resolved_at >= ${from}::timestamptz and resolved_at < ${to}::timestamptz
      and not duplicate and canceled_at is null)`;
