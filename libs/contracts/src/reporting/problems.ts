import { Type, type Static } from '@sinclair/typebox';
import { PRIORITIES } from '../incident/lifecycle';
import { Instant, Line, Maybe, OneOf, PageOf, Payload, listParams, queriesOf } from '../kit';
import { FigureDefinition } from './figures';
import { PERIOD_LENGTHS, Period, SomeOf, asOf, period, roles } from './report-params';

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
  'open',
  'knownErrors',
] as const;
export type ProblemFigure = (typeof PROBLEM_FIGURES)[number];

const DIMENSIONS = ['team', 'service', 'priority', 'category'] as const;
const filters = {
  teamId: Optional(Line(200)),
  serviceId: Optional(Line(200)),
  priority: Optional(OneOf(PRIORITIES)),
  category: Optional(Line(200)),
};

/** Flat: dimension columns, then those of the figures as the definitions name them. */
const ProblemReportRow = Type.Object(
  {
    row: OneOf(['group', 'total']),
    filter: Type.String({ description: 'Appended to the `records` of a definition: the problems behind this row.' }),
    teamId: Optional(Maybe(Text)),
    team: Optional(Maybe(Text)),
    serviceId: Optional(Maybe(Text)),
    service: Optional(Maybe(Text)),
    priority: Optional(Maybe(Text)),
    category: Optional(Maybe(Text)),
    period: Optional(Maybe(Text)),
    periodFrom: Optional(Maybe(Instant())),
    periodTo: Optional(Maybe(Instant())),
  },
  { additionalProperties: Maybe(Type.Number()) },
);

export const ReportProblems = query('ReportProblems', {
  route: 'GET /v1/reports/problems',
  roles,
  csv: true,
  summary: 'Problem figures for a period',
  description:
    'Times to root cause, workaround, resolution and closing (mean, median, 90th and 95th percentile, in minutes), what ' +
    'came back, what is open and how much of it is a known error. Every figure is defined in `definitions`, with its ' +
    'version and the problems behind it.',
  params: Payload({
    ...period,
    by: Optional(
      SomeOf(
        [...PERIOD_LENGTHS, ...DIMENSIONS],
        `One or several, comma separated: one of \`day\`, \`week\`, \`month\`, \`quarter\`, \`year\`, and any of ${DIMENSIONS.map((one) => `\`${one}\``).join(', ')}.`,
      ),
    ),
    asOf,
    ...filters,
  }),
  result: Type.Object({
    period: Period,
    asOf: Maybe(Instant()),
    by: Type.Array(Text),
    definitions: Type.Array(FigureDefinition),
    rows: Type.Array(ProblemReportRow),
  }),
});

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
  at: Instant({ description: 'By which it belongs to the period.' }),
  /** What it adds: minutes of a duration, its part of the numerator of a ratio, 1 in a count. */
  value: Type.Number(),
  /** False: the duration is negative, so that it is in neither mean nor percentiles. */
  counted: Type.Boolean(),
});
export type ReportedProblem = Static<typeof ReportedProblem>;

export const ListReportedProblems = query('ListReportedProblems', {
  route: 'GET /v1/reports/problems/records',
  roles,
  summary: 'The problems behind a figure',
  params: Payload({ ...listParams, figure: OneOf(PROBLEM_FIGURES), ...period, asOf, ...filters }),
  result: Type.Object({ ...PageOf(ReportedProblem).properties, period: Period, definition: FigureDefinition }),
});

export const problemReportQueries = [ReportProblems, ListReportedProblems] as const;
