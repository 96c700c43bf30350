import type { ProblemFigure } from '@opsledger/contracts';
import type { Figure } from './figure';

/** Dates of a problem by which figures count it. */
export const PROBLEM_DATES = [
  'opened_at',
  'root_cause_at',
  'workaround_at',
  'resolved_at',
  'recurred_at',
  'closed_at',
] as const;
type Date = (typeof PROBLEM_DATES)[number];
type Id = Exclude<ProblemFigure, 'open' | 'knownErrors'>;

const CONTRADICTION =
  'A negative duration contradicts itself: left out of mean and percentiles and counted as contradictory.';
const NOT_CANCELED = "ending is distinct from 'canceled'";

const count = (
  id: Id,
  title: string,
  by: Date,
  words: Pick<Figure, 'formula' | 'cohort' | 'edgeCases'>,
): Figure<Date> => ({
  id,
  kind: 'count',
  version: 1,
  title,
  ...words,
  by,
});

const time = (id: Id, title: string, to: Exclude<Date, 'opened_at'>, edgeCases: string): Figure<Date> => ({
  id,
  kind: 'duration',
  version: 1,
  title,
  formula: `Σ (${to.replace('_at', '').replace('_', ' ')} − logged) ÷ problems; calendar minutes.`,
  cohort: 'Problems for which that came in the period; canceled ones are left out.',
  edgeCases: `${edgeCases} ${CONTRADICTION}`,
  by: to,
  where: NOT_CANCELED,
  seconds: `extract(epoch from (${to} - opened_at))`,
});

/** Days before and after a fix in which incidents are compared. */
export const COMPARED_DAYS = 30;

const incidents = (id: Id, title: string, when: 'before' | 'after', column: string): Figure<Date> => ({
  id,
  kind: 'rate',
  version: 1,
  title,
  unit: `incidents per item in ${COMPARED_DAYS} days`,
  formula: `Σ incidents on its items opened in the ${COMPARED_DAYS} days ${when} the resolution ÷ Σ items.`,
  cohort: `Problems about configuration items, resolved in the period and more than ${COMPARED_DAYS} days ago.`,
  edgeCases:
    'The same problems before and after: the difference of the two is what the fixes spared. An incident on two of the ' +
    'items counts for each; duplicates and canceled incidents are left out, whatever their cause the others count. By the ' +
    'resolution that held so far; canceled problems are left out.',
  by: 'resolved_at',
  where: `${NOT_CANCELED} and ${column} is not null`,
  numerator: column,
  denominator: 'cardinality(ci_ids)',
});

const definitions: { readonly [One in Id]: Figure<Date> } = {
  opened: count('opened', 'Logged', 'opened_at', {
    formula: 'Number of problems logged.',
    cohort: 'Problems logged in the period.',
    edgeCases: 'Those known only because an imported record names them are left out of every figure.',
  }),
  timeToRootCause: time('timeToRootCause', 'Time to root cause', 'root_cause_at', 'The first time it was known.'),
  timeToWorkaround: time('timeToWorkaround', 'Time to workaround', 'workaround_at', 'The first workaround.'),
  timeToResolve: time('timeToResolve', 'Time to resolve', 'resolved_at', 'The resolution that held so far.'),
  leadTime: time('leadTime', 'Problem lead time', 'closed_at', 'Also where the risk was accepted instead of a fix.'),
  recurred: count('recurred', 'Came back', 'recurred_at', {
    formula: 'Number of problems that came back after their resolution.',
    cohort: 'Problems that came back last in the period.',
    edgeCases: 'One that came back several times counts once, by the last time.',
  }),
  riskAccepted: {
    id: 'riskAccepted',
    kind: 'rate',
    version: 1,
    title: 'Risk accepted',
    formula: 'Closed without a fix ÷ closed.',
    cohort: 'Problems closed in the period; canceled ones are left out.',
    edgeCases: 'Closed without a fix: living with the risk was decided.',
    by: 'closed_at',
    where: NOT_CANCELED,
    numerator: "(ending = 'risk_accepted')::int",
  },
  incidentsBeforeFix: incidents('incidentsBeforeFix', 'Incidents before the fix', 'before', 'incidents_before'),
  incidentsAfterFix: incidents('incidentsAfterFix', 'Incidents after the fix', 'after', 'incidents_after'),
};

/** In the order in which reports show them. */
export const problemFigures: readonly Figure[] = Object.values(definitions);

const AT_AN_INSTANT = 'All problems, at the end of the period, or of the row’s part of it.';

export const openProblemsFigure = {
  id: 'open',
  kind: 'open',
  version: 1,
  title: 'Open',
  formula: 'Number of problems logged by the instant and not closed at it.',
  cohort: AT_AN_INSTANT,
  edgeCases: 'Resolved ones are open until they are closed: they may come back.',
} as const;

export const knownErrorsFigure = {
  id: 'knownErrors',
  kind: 'openRate',
  version: 1,
  title: 'Known-error ratio',
  formula: 'Open problems with a workaround ÷ open problems.',
  cohort: AT_AN_INSTANT,
  edgeCases: 'With a workaround: one was recorded by the instant.',
} as const;
