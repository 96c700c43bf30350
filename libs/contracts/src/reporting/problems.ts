import { Type, type Static } from '@sinclair/typebox';
import { PRIORITIES } from '../incident/lifecycle';
import { Maybe, OneOf, Payload, listParams, queriesOf } from '../kit';
import {
  RecordsOf,
  ReportOf,
  ReportRowOf,
  addedToFigure,
  asOf,
  counting,
  filterBy,
  groupedBy,
  period,
  roles,
} from './report-params';

const query = queriesOf('reporting');
const { Optional } = Type;
const Text = Type.String();

/** Figures of the problem report, in the order in which it shows them; those of an instant come last. */
export const PROBLEM_FIGURES = [
  'opened',
  'timeToRootCause',
  'timeToWorkaround',
  'timeToResolve',
  'leadTime',
  'recurred',
  'riskAccepted',
  'incidentsBeforeFix',
  'incidentsAfterFix',
  'open',
  'knownErrors',
] as const;
export type ProblemFigure = (typeof PROBLEM_FIGURES)[number];

const DIMENSIONS = ['team', 'service', 'priority', 'category'] as const;
const filters = {
  teamId: filterBy('Id of the team'),
  serviceId: filterBy('Id of the service'),
  priority: Optional(OneOf(PRIORITIES)),
  category: filterBy('Category'),
};

const ProblemReportRow = ReportRowOf({
  teamId: Optional(Maybe(Text)),
  team: Optional(Maybe(Text)),
  serviceId: Optional(Maybe(Text)),
  service: Optional(Maybe(Text)),
  priority: Optional(Maybe(Text)),
  category: Optional(Maybe(Text)),
});

/**
 * Times run from logging, in calendar minutes, to what came in the period; canceled problems are in none. Problems
 * that only an import names are left out of every figure.
 */
export const ReportProblems = query('ReportProblems', {
  route: 'GET /v1/reports/problems',
  roles,
  csv: true,
  summary: 'Problem figures for a period',
  description:
    'Times to root cause, workaround, resolution and closing (mean, median, 90th and 95th percentile, in minutes), what ' +
    'came back, incidents per item in the 30 days before and after the fix, what is open and how much of it is a known ' +
    'error. Every figure is defined in `definitions`, with its version and the problems behind it.',
  params: Payload({
    ...period,
    by: groupedBy(DIMENSIONS),
    asOf,
    ...filters,
  }),
  result: ReportOf(ProblemReportRow),
});

/** A problem behind a figure as it is now, or was known at `asOf`; an `ending` of null: not closed. */
export const ReportedProblem = Type.Object({
  id: Text,
  number: Text,
  title: Maybe(Text),
  priority: Text,
  state: Text,
  ending: Maybe(Text),
  team: Maybe(Text),
  service: Maybe(Text),
  recurrences: Type.Integer({ description: 'How often it came back.' }),
  cis: Type.Integer({ description: 'How many configuration items it is about.' }),
  ...addedToFigure,
});
export type ReportedProblem = Static<typeof ReportedProblem>;

/**
 * Oldest first, by the instant that counts for the figure; for `open` and `knownErrors`, what is so at the end of the
 * period.
 */
export const ListReportedProblems = query('ListReportedProblems', {
  route: 'GET /v1/reports/problems/records',
  roles,
  summary: 'The problems behind a figure',
  params: Payload({ ...listParams, figure: OneOf(PROBLEM_FIGURES), counting, ...period, asOf, ...filters }),
  result: RecordsOf(ReportedProblem),
});

/** The problem report, and the problems behind each of its figures. */
export const problemReportQueries = [ReportProblems, ListReportedProblems] as const;
