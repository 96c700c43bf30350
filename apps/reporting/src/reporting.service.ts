import type { ServiceDefinition } from '@opsledger/service-kit';
import { articleFacts } from './facts/article-facts';
import { articleUseFacts } from './facts/article-use-facts';
import { changeFacts } from './facts/change-facts';
import { ciChangeFacts } from './facts/ci-change-facts';
import { ciClassFacts } from './facts/ci-class-facts';
import { ciFacts } from './facts/ci-facts';
import { ciRelationFacts } from './facts/ci-relation-facts';
import { clockFacts } from './facts/clock-facts';
import { comparisonFacts } from './facts/comparison-facts';
import { deploymentFacts } from './facts/deployment-facts';
import { incidentFacts } from './facts/incident-facts';
import { problemFacts } from './facts/problem-facts';
import { listReportedChanges, reportChanges } from './reports/changes/change-report';
import { listReportedConfiguration, reportCmdb } from './reports/cmdb/cmdb-report';
import { reportDora } from './reports/dora/dora-report';
import { listReportedDeployments } from './reports/dora/reported-deployments';
import { reportIncidentBacklog } from './reports/incidents/backlog-report';
import { reportIncidents } from './reports/incidents/incident-report';
import { listReportedIncidents } from './reports/incidents/reported-incidents';
import { listReportedKnowledge, reportKnowledge } from './reports/knowledge/knowledge-report';
import { listReportedProblems, reportProblems } from './reports/problems/problem-report';
import { listReportedServiceLevels } from './reports/service-levels/reported-service-levels';
import { reportServiceLevels } from './reports/service-levels/service-level-report';

/** Figures that say what they mean, and the records behind them. */
export const reportingService: ServiceDefinition = {
  name: 'reporting',
  aggregates: [],
  projections: [
    incidentFacts,
    clockFacts,
    changeFacts,
    problemFacts,
    deploymentFacts,
    ciFacts,
    ciChangeFacts,
    ciRelationFacts,
    ciClassFacts,
    comparisonFacts,
    articleFacts,
    articleUseFacts,
  ],
  processes: [],
  queries: {
    ReportIncidents: reportIncidents,
    ReportIncidentBacklog: reportIncidentBacklog,
    ListReportedIncidents: listReportedIncidents,
    ReportServiceLevels: reportServiceLevels,
    ListReportedServiceLevels: listReportedServiceLevels,
    ReportChanges: reportChanges,
    ListReportedChanges: listReportedChanges,
    ReportProblems: reportProblems,
    ListReportedProblems: listReportedProblems,
    ReportKnowledge: reportKnowledge,
    ListReportedKnowledge: listReportedKnowledge,
    ReportCmdb: reportCmdb,
    ListReportedConfiguration: listReportedConfiguration,
    ReportDora: reportDora,
    ListReportedDeployments: listReportedDeployments,
  },
  problems: {},
};
