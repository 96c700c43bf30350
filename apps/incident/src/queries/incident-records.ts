import type { IncidentEvent } from '@opsledger/contracts';
import { recordReader } from '@opsledger/service-kit';
import { documentAfter, type IncidentDocument } from '../read-models/incident-document';
import { incidentList } from '../read-models/incident-list';

/** Incidents by id or number, from the log. */
export const incidentRecords = recordReader<IncidentDocument, IncidentEvent>({
  category: 'incident',
  list: incidentList,
  after: documentAfter,
  withdrawnBy: 'IncidentImportWithdrawn',
});
