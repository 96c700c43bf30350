import type { ServiceLevelFigure } from '@opsledger/contracts';
import type { Figure } from './figure';

type FigureId = Exclude<ServiceLevelFigure, 'running'>;

/** Dates of a promise by which figures count it. */
export const SERVICE_LEVEL_DATES = ['verdict_at', 'settled_at', 'canceled_at', 'unpromised_at'] as const;

const JUDGED = 'Promises whose verdict lies in the period; running and canceled ones have none and are counted apart.';
const FIRST_VERDICT =
  'The first verdict stands, also when the record is reopened, or a policy or calendar is revised later. Records that ' +
  'are imported later bring verdicts into past periods; ask with asOf for the figure as it was known.';

const definitions: {
  readonly [Id in FigureId]: Figure<(typeof SERVICE_LEVEL_DATES)[number]> & { readonly id: Id };
} = {
  met: {
    id: 'met',
    kind: 'count',
    version: 1,
    title: 'Promises kept',
    formula: 'Number of promises met.',
    cohort: JUDGED,
    edgeCases: `Met at the very instant it was due is met. ${FIRST_VERDICT}`,
    by: 'verdict_at',
    where: `verdict = 'met'`,
  },
  breached: {
    id: 'breached',
    kind: 'count',
    version: 1,
    title: 'Promises broken',
    formula: 'Number of promises breached.',
    cohort: JUDGED,
    edgeCases: `Counted when it was due, not when it was kept after all. ${FIRST_VERDICT}`,
    by: 'verdict_at',
    where: `verdict = 'breached'`,
  },
  compliance: {
    id: 'compliance',
    kind: 'rate',
    version: 1,
    title: 'Compliance',
    formula: 'Σ promises met ÷ Σ promises met or breached.',
    cohort: JUDGED,
    edgeCases: FIRST_VERDICT,
    by: 'verdict_at',
    numerator: `case when verdict = 'met' then 1 else 0 end`,
  },
  recordCompliance: {
    id: 'recordCompliance',
    kind: 'rate',
    version: 1,
    title: 'Compliance by record',
    formula: 'Σ records all of whose promises were met ÷ Σ records all of whose promises have a verdict.',
    cohort: 'Records whose last verdict lies in the period, when none of their promises is running any more.',
    edgeCases:
      'Canceled promises are left out of the judgement of a record. Filtered by kind, target or policy, only those ' +
      'promises count. In groups a record is where its last verdict is.',
    by: 'settled_at',
    numerator: 'record_met',
  },
  canceled: {
    id: 'canceled',
    kind: 'count',
    version: 1,
    title: 'Promises canceled',
    formula: 'Number of promises that ceased to apply before there was a verdict.',
    cohort: 'Promises canceled in the period.',
    edgeCases: 'A record that is canceled after its verdict keeps the verdict and is not counted here.',
    by: 'canceled_at',
  },
  unpromised: {
    id: 'unpromised',
    kind: 'count',
    version: 1,
    title: 'Nothing promised',
    formula: 'Number of incidents for which no promise was ever running.',
    cohort: 'Incidents opened in the period; duplicates left out.',
    edgeCases:
      'No policy applied, or none of its clocks started. In no group of kind, target or policy, and none when filtered ' +
      'by these.',
    by: 'unpromised_at',
  },
};

/** In the order in which reports show them. */
export const serviceLevelFigures: readonly Figure[] = Object.values(definitions);

export const runningFigure = {
  id: 'running',
  kind: 'open',
  version: 1,
  title: 'Running',
  formula: 'Number of promises without a verdict at the instant, and not canceled by then.',
  cohort: 'All promises, at the end of the period, or of the row’s part of it.',
  edgeCases:
    'Paused ones are in. Team, priority, service and category are those at the later verdict, if there is one.',
} as const;
