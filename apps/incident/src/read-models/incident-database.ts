import type { Kysely } from 'kysely';
import type { IncidentListRow } from './incident-list';
import type { IncidentSearchRow } from './incident-search';
import type { ServiceLevelsRow } from './service-levels';

/** The tables of the incident service, for typed reads. */
export interface IncidentTables {
  'incident.incidents': IncidentListRow;
  'incident.incident_search': IncidentSearchRow;
  'incident.service_levels': ServiceLevelsRow;
}

export type IncidentDatabase = Kysely<IncidentTables>;
