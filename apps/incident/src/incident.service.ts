import type { ServiceDefinition } from '@opsledger/service-kit';
import { incident } from './incident/incident';
import { lookups } from './lookups/lookups';
import { problems } from './problems';
import { closeAfterResolution } from './processes/close-after-resolution';
import { resolveChildren } from './processes/resolve-children';
import { resumeHeldIncident } from './processes/resume-held-incident';
import { watchMajorUpdates } from './processes/watch-major-updates';
import { findIncidentClusters, findOpenedIncidents } from './queries/find-incidents';
import { getIncident } from './queries/get-incident';
import { getIncidentHistory } from './queries/get-incident-history';
import { getIncidentSettings } from './queries/get-incident-settings';
import { listIncidents } from './queries/list-incidents';
import { incidentList } from './read-models/incident-list';
import { incidentSearch } from './read-models/incident-search';
import { incidentServiceLevels } from './read-models/service-levels';
import { incidentSettings } from './settings/settings';

/** Interruptions and losses of quality, from the first report to the final closing. */
export const incidentService: ServiceDefinition = {
  name: 'incident',
  aggregates: [incident, incidentSettings],
  lookups,
  projections: [incidentList, incidentSearch, incidentServiceLevels],
  processes: [closeAfterResolution, resumeHeldIncident, watchMajorUpdates, resolveChildren],
  queries: {
    ListIncidents: listIncidents,
    GetIncident: getIncident,
    GetIncidentHistory: getIncidentHistory,
    GetIncidentSettings: getIncidentSettings,
    FindIncidentClusters: findIncidentClusters,
    FindOpenedIncidents: findOpenedIncidents,
  },
  problems,
};
