import type { ServiceDefinition } from '@opsledger/service-kit';
import { incidentFacts } from './facts/incident-facts';
import { reportIncidentBacklog } from './reports/backlog-report';
import { reportIncidents } from './reports/incident-report';
import { listReportedIncidents } from './reports/reported-incidents';

/** Figures that say what they mean, and the incidents behind them. */
export const reportingService: ServiceDefinition = {
  name: 'reporting',
  aggregates: [],
  projections: [incidentFacts],
  processes: [],
  queries: {
    ReportIncidents: reportIncidents,
    ReportIncidentBacklog: reportIncidentBacklog,
    ListReportedIncidents: listReportedIncidents,
  },
  problems: {},
};
