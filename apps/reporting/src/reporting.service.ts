import type { QueryHandler, ServiceDefinition } from '@opsledger/service-kit';
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
import { answerReport } from './reports/answer';
import { changes } from './reports/changes/changes';
import { listReportedChanges } from './reports/changes/reported-changes';
import { configuration } from './reports/cmdb/configuration';
import { listReportedConfiguration } from './reports/cmdb/reported-configuration';
import { reportDora } from './reports/dora/dora-report';
import { listReportedDeployments } from './reports/dora/reported-deployments';
import { reportIncidentBacklog } from './reports/incidents/backlog-report';
import { incidents } from './reports/incidents/incidents';
import { listReportedIncidents } from './reports/incidents/reported-incidents';
import { knowledge } from './reports/knowledge/knowledge';
import { listReportedKnowledge } from './reports/knowledge/reported-knowledge';
import { problems } from './reports/problems/problems';
import { listReportedProblems } from './reports/problems/reported-problems';
import type { Report } from './reports/report';
import { listReportedServiceLevels } from './reports/service-levels/reported-service-levels';
import { serviceLevels } from './reports/service-levels/service-levels';

/** The answer is the report as it is. */
const told =
  (report: Report): QueryHandler =>
  (params, context) =>
    answerReport(report, params, context);

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
    ReportIncidents: told(incidents),
    ReportIncidentBacklog: reportIncidentBacklog,
    ListReportedIncidents: listReportedIncidents,
    ReportServiceLevels: told(serviceLevels),
    ListReportedServiceLevels: listReportedServiceLevels,
    ReportChanges: told(changes),
    ListReportedChanges: listReportedChanges,
    ReportProblems: told(problems),
    ListReportedProblems: listReportedProblems,
    ReportKnowledge: told(knowledge),
    ListReportedKnowledge: listReportedKnowledge,
    ReportCmdb: told(configuration),
    ListReportedConfiguration: listReportedConfiguration,
    ReportDora: reportDora,
    ListReportedDeployments: listReportedDeployments,
  },
  problems: {},
};
