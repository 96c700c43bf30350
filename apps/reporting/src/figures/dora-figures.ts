import type { DoraFigure } from '@opsledger/contracts';
import { columnsOf } from './columns';
import type { Figure } from './figure';
import { contradictory, denominator, numerator } from './measures';

type FigureId = Exclude<DoraFigure, 'unrecovered'>;

/** Dates of a deployment by which figures count it. */
export const DORA_DATES = ['succeeded_at', 'settled_at', 'recovered_at', 'canceled_at'] as const;

const SUCCESSFUL = 'Deployments that finished as succeeded in the period.';
const ROLLED_BACK_LATER =
  'One that was rolled back later did succeed and stays in; it is among the failed ones, too. Reports may come late and ' +
  'change past periods; ask with asOf for the figure as it was known.';
const NEVER_BLENDED =
  'Never blended: shown where a row is of one service in one environment, by grouping or by filter; elsewhere null, ' +
  'also in the total.';
const FAILURE =
  'A failure is a deployment that failed or was rolled back. It begins at its finish, or at the rollback if it never ' +
  'finished. It ends with the first later success of that service and environment that was not rolled back, or with ' +
  'its own rollback after its finish, whichever comes first.';

const seconds = (from: string, to: string) => `extract(epoch from (${to} - ${from}))`;

const definitions: { readonly [Id in FigureId]: Figure<(typeof DORA_DATES)[number]> & { readonly id: Id } } = {
  leadTime: {
    id: 'leadTime',
    kind: 'duration',
    version: 1,
    title: 'Lead time for changes',
    formula: 'Σ (finish − commit) ÷ successful deployments whose commit time is known; calendar minutes.',
    cohort: SUCCESSFUL,
    edgeCases:
      'Without a commit time: counted apart. The same commit counts in each deployment of it. A negative duration ' +
      `contradicts itself: left out of mean and percentiles and counted as contradictory. ${ROLLED_BACK_LATER} ` +
      NEVER_BLENDED,
    by: 'succeeded_at',
    where: 'committed_at is not null',
    seconds: seconds('committed_at', 'succeeded_at'),
  },
  withoutCommitTime: {
    id: 'withoutCommitTime',
    kind: 'count',
    version: 1,
    title: 'Without a commit time',
    formula: 'Number of successful deployments whose commit time is not known.',
    cohort: SUCCESSFUL,
    edgeCases: 'In no lead time, but in all other figures.',
    by: 'succeeded_at',
    where: 'committed_at is null',
  },
  // Counted here, divided by the days of each row's period when rows are shown.
  deploymentFrequency: {
    id: 'deploymentFrequency',
    kind: 'count',
    version: 1,
    title: 'Deployment frequency',
    unit: 'deployments per day',
    formula: 'Successful deployments ÷ days of the period.',
    cohort: SUCCESSFUL,
    edgeCases:
      'All days count: weekends, days without a deployment, days to come, and parts of days as fractions; a day on ' +
      `which clocks change is one day. ${ROLLED_BACK_LATER} ${NEVER_BLENDED}`,
    by: 'succeeded_at',
  },
  recoveryTime: {
    id: 'recoveryTime',
    kind: 'duration',
    version: 1,
    title: 'Failed deployment recovery time',
    formula: 'Σ (recovery − beginning of the failure) ÷ failures recovered; calendar minutes.',
    cohort: 'Failures that ended in the period; those not recovered yet are counted apart.',
    edgeCases:
      `${FAILURE} A success at the very instant at which the failure begins does not end it. One success may end ` +
      'several failures. When a success turns out to be rolled back, what it had ended goes on to the next. ' +
      NEVER_BLENDED,
    by: 'recovered_at',
    seconds: seconds('failed_at', 'recovered_at'),
  },
  changeFailRate: {
    id: 'changeFailRate',
    kind: 'rate',
    version: 1,
    title: 'Change-fail rate',
    formula: '(failed + rolled back) ÷ finished.',
    cohort: 'Deployments that succeeded, failed or were rolled back, by their finish, or by the rollback without one.',
    edgeCases:
      'Each counts once, also when it failed and was rolled back; a rollback counts in the period of the finish. ' +
      `Canceled ones are left out and counted apart, unless they were rolled back. Running ones are left out. ${NEVER_BLENDED}`,
    by: 'settled_at',
    numerator: '(failed_at is not null)::int',
  },
  reworkRate: {
    id: 'reworkRate',
    kind: 'rate',
    version: 1,
    title: 'Rework rate',
    formula: 'Successful deployments that were unplanned fixes ÷ successful deployments.',
    cohort: SUCCESSFUL,
    edgeCases: `Where a pipeline does not tell, it was no unplanned fix. ${ROLLED_BACK_LATER} ${NEVER_BLENDED}`,
    by: 'succeeded_at',
    numerator: 'coalesce(unplanned_fix, false)::int',
  },
  canceled: {
    id: 'canceled',
    kind: 'count',
    version: 1,
    title: 'Canceled',
    formula: 'Number of deployments canceled.',
    cohort: 'Deployments canceled in the period.',
    edgeCases: 'In no other figure. Canceled and rolled back afterwards: a failure, not counted here.',
    by: 'canceled_at',
  },
};

/** In the order in which reports show them. */
export const doraFigures: readonly Figure[] = Object.values(definitions);

export const unrecoveredFigure = {
  id: 'unrecovered',
  kind: 'open',
  version: 1,
  title: 'Not recovered yet',
  formula: 'Number of failures that had begun by the instant and had not ended by then.',
  cohort: 'All failures, at the end of the period, or of the row’s part of it.',
  edgeCases: `${FAILURE} What was rolled back later had not recovered anything before, either.`,
} as const;

/** Names of a figure's columns, and which of them are times or rates: those are never blended. */
export function doraColumns(figure: Figure): {
  readonly all: readonly string[];
  readonly unblended: readonly string[];
} {
  const { id } = figure;
  if (id === definitions.deploymentFrequency.id) return { all: [id, numerator(id), denominator(id)], unblended: [id] };
  const all = columnsOf(figure).map(({ name }) => name);
  const counts = [`${id}Count`, contradictory(id), numerator(id), denominator(id)];
  return { all, unblended: figure.kind === 'count' ? [] : all.filter((name) => !counts.includes(name)) };
}
