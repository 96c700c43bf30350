import type { ProblemEvent, ProblemTrendEvent, ProblemTrendView, ProblemView } from '@opsledger/contracts';
import { recordReader } from '@opsledger/service-kit';
import { documentAfter } from '../read-models/problem-document';
import { problemList } from '../read-models/problem-list';
import { trendAfter, trendList } from '../read-models/trend-list';

/** Problems by id or number, from the log. */
export const problemRecords = recordReader<ProblemView, ProblemEvent>({
  category: 'problem',
  list: problemList,
  after: documentAfter,
  withdrawnBy: 'ProblemImportWithdrawn',
});

/** Trends by id or number, from the log. */
export const trendRecords = recordReader<ProblemTrendView, ProblemTrendEvent>({
  category: 'problemtrend',
  list: trendList,
  after: trendAfter,
});
