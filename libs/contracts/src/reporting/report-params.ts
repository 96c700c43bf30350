import { Type, type TObject, type TProperties } from '@sinclair/typebox';
import { Instant, Line, Maybe, OneOf, PageOf } from '../kit';
import { FigureDefinition } from './figures';

const { Optional } = Type;

/** Who reads figures, besides administrators; a report may add the role whose work it is about. */
export const roles = ['analyst', 'agent', 'problem-manager', 'change-manager', 'service-owner'] as const;

/** Lengths of period that rows are grouped by, in the zone asked for; weeks are those of ISO 8601. */
export const PERIOD_LENGTHS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type PeriodLength = (typeof PERIOD_LENGTHS)[number];

/** One word, or several separated by commas. */
export const SomeOf = (words: readonly string[], description: string) =>
  Type.String({ pattern: `^(${words.join('|')})(,(${words.join('|')}))*$`, description });

/** A date or an instant as a parameter: a date means its first instant in `zone`, an instant says its own offset. */
export const Moment = (description: string) =>
  Type.Union([Type.String({ format: 'date' }), Type.String({ format: 'date-time' })], { description });

/** Zone in which dates, days and longer periods begin; reports answer 400 for one they do not know. */
export const zone = Optional(
  Line(64, { default: 'UTC', description: 'IANA time zone of dates and periods.', examples: ['Europe/Berlin'] }),
);
/** Half open, `[from, to)`; by default the last 30 full days. Reports answer 400 for one that is empty. */
export const period = {
  from: Optional(Moment('Included. A date means its beginning in `zone`. Default: 30 days before `to`.')),
  to: Optional(Moment('Not included. Default: the beginning of today in `zone`.')),
  zone,
};
/**
 * Figures as they were reported then, instead of restated. Reports answer 400 for an instant to come, 422 when the log
 * until then is too long, 503 when too many ask so at once.
 */
export const asOf = Optional(
  Instant({
    description: 'As it was known at this instant: facts recorded later do not count. Default: as known now.',
  }),
);

/** Keeps records by an id or a word; those without any are asked for, too. */
export const filterBy = (what: string, maxLength = 200) =>
  Optional(Type.String({ maxLength, description: `${what}; empty means none.` }));
/** The same, of a fixed set of words. */
export const filterByOne = <Word extends string>(words: readonly Word[], what: string) =>
  Optional(OneOf([...words, ''], { description: `${what}; empty means none.` }));

/** Of the list behind a figure. */
export const counting = Optional(
  Type.Boolean({
    default: false,
    description: 'Only what adds something: of a ratio, what is in its numerator.',
  }),
);

/** The period a report is of, in UTC, `[from, to)`; `zone` is where its dates and groups begin. */
export const Period = Type.Object({
  from: Instant(),
  to: Instant(),
  zone: Type.String(),
  defaulted: Type.Array(OneOf(['from', 'to', 'zone']), { description: 'Which of these were not given.' }),
});

/** What rows are grouped by: a length of period, dimensions of the report, or both. */
export const groupedBy = (dimensions: readonly string[]) =>
  Optional(
    SomeOf(
      [...PERIOD_LENGTHS, ...dimensions],
      `One or several, comma separated: one of ${quoted(PERIOD_LENGTHS)}, and any of ${quoted(dimensions)}.`,
    ),
  );

const quoted = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(', ');

/** Flat: dimension columns, then those of the figures as the definitions name them. */
export const ReportRowOf = <Dimensions extends TProperties>(dimensions: Dimensions) =>
  Type.Object(
    {
      row: OneOf(['group', 'total']),
      filter: Type.String({ description: 'Appended to the `records` of a definition: what is behind this row.' }),
      ...dimensions,
      period: Optional(
        Maybe(Type.String({ description: '`2026-03-01`, `2026-W09`, `2026-03`, `2026-Q1` or `2026`.' })),
      ),
      periodFrom: Optional(Maybe(Instant())),
      periodTo: Optional(Maybe(Instant())),
    },
    { additionalProperties: Maybe(Type.Number()) },
  );

/** A report for a period. */
export const ReportOf = <Row extends TObject>(row: Row) =>
  Type.Object({
    period: Period,
    asOf: Maybe(Instant()),
    by: Type.Array(Type.String()),
    definitions: Type.Array(FigureDefinition),
    rows: Type.Array(row),
  });

/** What is behind a figure, page by page. */
export const RecordsOf = <Record extends TObject>(record: Record) =>
  Type.Object({ ...PageOf(record).properties, period: Period, definition: FigureDefinition });

/** What a record adds to a figure, and when. */
export const addedToFigure = {
  at: Instant({ description: 'By which it belongs to the period.' }),
  /** What it adds: minutes of a duration, its part of the numerator of a ratio, 1 in a count. */
  value: Type.Number(),
  /** False: the duration is negative, so that it is in neither mean nor percentiles. */
  counted: Type.Boolean(),
};
