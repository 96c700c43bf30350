import type { Kysely } from 'kysely';
import type { IncidentDetailsRow } from './incident-details/incident-details';
import type { IncidentListRow } from './incident-list/incident-list';
import type { IncidentSearchRow } from './incident-search/incident-search';

/** The tables of the incident service, for typed reads. */
export interface IncidentTables {
  'incident.incidents': IncidentListRow;
  'incident.incident_details': IncidentDetailsRow;
  'incident.incident_search': IncidentSearchRow;
}

export type IncidentDatabase = Kysely<IncidentTables>;
