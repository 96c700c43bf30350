import { minutesColumns, type Column } from './columns';

/** Not bound to a period but to an instant: the end of a row's period, or the instant asked for. */
export const backlogFigure = {
  id: 'backlog',
  kind: 'open',
  version: 1,
  title: 'Backlog',
  formula: 'Number of incidents opened by the instant and not resolved, closed or canceled at it.',
  cohort: 'All incidents, at the end of the period, or of the row’s part of it; in the backlog report, at `at`.',
  edgeCases:
    'Between a resolution and its reopening an incident is not in the backlog. Canceled incidents and duplicates were ' +
    'work until they ended and stay in until then. Team, priority, service and category are those of today. Age runs ' +
    'from opening, not from reopening.',
} as const;

const DAY = 86_400;

/** Classes of age in days, `[from, to)`. */
const AGES: readonly (readonly [name: string, from: number, to: number | null])[] = [
  ['backlogUnder1Day', 0, 1],
  ['backlog1To3Days', 1, 3],
  ['backlog3To7Days', 3, 7],
  ['backlog7To30Days', 7, 30],
  ['backlog30To90Days', 30, 90],
  ['backlog90DaysOrMore', 90, null],
];

/** Columns over rows with `age`, in seconds. */
export const backlogColumns: readonly Column[] = [
  { name: 'backlog', sql: 'count(*)' },
  ...AGES.map(([name, from, to]) => ({
    name,
    sql: `count(*) filter (where age >= ${from * DAY}${to === null ? '' : ` and age < ${to * DAY}`})`,
  })),
  ...minutesColumns('backlogAge', 'age'),
];
