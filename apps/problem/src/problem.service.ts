import { recordQueries, type ServiceDefinition } from '@opsledger/service-kit';
import { lookups } from './lookups/lookups';
import { problem } from './problem/problem';
import { problems } from './problems';
import { detectTrends } from './processes/detect-trends';
import { linkIncidents } from './processes/link-incidents';
import { noteIncidents } from './processes/note-incidents';
import { offerWorkarounds } from './processes/offer-workarounds';
import { getProblemSettings } from './queries/get-problem-settings';
import { listProblems } from './queries/list-problems';
import { listProblemTrends } from './queries/list-trends';
import { problemRecords, trendRecords } from './queries/records';
import { incidentLinks } from './read-models/incident-links';
import { problemList } from './read-models/problem-list';
import { trendList } from './read-models/trend-list';
import { problemSettings } from './settings/settings';
import { trendDetection } from './trend/detection';
import { problemTrend } from './trend/trend';

const oneProblem = recordQueries('problem', problemRecords);
const oneTrend = recordQueries('trend', trendRecords);

/** Causes behind incidents: known errors, root causes, and what fixes them. */
export const problemService: ServiceDefinition = {
  name: 'problem',
  aggregates: [problem, problemTrend, trendDetection, problemSettings],
  lookups,
  projections: [problemList, trendList, incidentLinks],
  processes: [noteIncidents, offerWorkarounds, linkIncidents, detectTrends],
  queries: {
    ListProblems: listProblems,
    GetProblem: oneProblem.get,
    GetProblemHistory: oneProblem.history,
    ListProblemTrends: listProblemTrends,
    GetProblemTrend: oneTrend.get,
    GetProblemTrendHistory: oneTrend.history,
    GetProblemSettings: getProblemSettings,
  },
  problems,
};
