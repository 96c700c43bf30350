import type { AvailabilityCommitment, SlaCalendar, SlaPolicy } from '@opsledger/contracts';
import type { Kysely } from 'kysely';
import type { ClockRow } from './clocks';
import type { DefinitionRow } from './definitions';

/** The tables of service levels, for typed reads. */
export interface SlaTables {
  'sla.calendars': DefinitionRow<SlaCalendar>;
  'sla.policies': DefinitionRow<SlaPolicy>;
  'sla.clocks': ClockRow;
  'sla.availability_commitments': DefinitionRow<AvailabilityCommitment>;
}

export type SlaDatabase = Kysely<SlaTables>;
