import type { Figure } from './figure';
import { contradictory, denominator, numerator } from './measures';

/** A column of a report: its name and its aggregate over measures, as SQL. */
export interface Column {
  readonly name: string;
  readonly sql: string;
}

const PERCENTILES = [50, 90, 95] as const;

/** The columns of one figure. */
export function columnsOf(figure: Figure): readonly Column[] {
  const { id } = figure;
  switch (figure.kind) {
    case 'count':
      return [{ name: id, sql: `count(${named(id)})` }];
    case 'duration':
      return [...minutesColumns(id, named(id)), { name: contradictory(id), sql: `count(${named(contradictory(id))})` }];
    case 'rate':
      return rateColumns(id, total(numerator(id)), total(denominator(id)));
    case 'distribution':
      return [
        { name: `${id}Mean`, sql: ratio(total(id), `count(${named(id)})`) },
        { name: `${id}Sum`, sql: total(id) },
        { name: `${id}Count`, sql: `count(${named(id)})` },
        ...classes(id, figure.classes),
      ];
    default:
      return figure satisfies never;
  }
}

/** Mean, percentiles, sum and count of a measure in seconds, shown in minutes. */
export function minutesColumns(id: string, seconds: string): readonly Column[] {
  const fractions = PERCENTILES.map((percentile) => percentile / 100).join(', ');
  // One ordered pass for all: equal aggregates of a statement are computed once.
  const percentiles = `(percentile_cont(array[${fractions}]) within group (order by ${seconds}))`;
  return [
    { name: `${id}MeanMinutes`, sql: minutes(`avg(${seconds})`) },
    ...PERCENTILES.map((percentile, index) => ({
      name: `${id}P${percentile}Minutes`,
      sql: minutes(`${percentiles}[${index + 1}]`),
    })),
    { name: `${id}SumMinutes`, sql: minutes(`coalesce(sum(${seconds}), 0)`) },
    { name: `${id}Count`, sql: `count(${seconds})` },
  ];
}

const classes = (id: string, last: number): readonly Column[] =>
  Array.from({ length: last + 1 }, (_, n) => ({
    name: n < last ? `${id}${n}` : `${id}${n}OrMore`,
    sql: `count(*) filter (where ${named(id)} ${n < last ? '=' : '>='} ${n})`,
  }));

const named = (measure: string): string => `"${measure}"`;
/** Σ numerator ÷ Σ denominator, and both. */
export const rateColumns = (id: string, over: string, under: string): readonly Column[] => [
  { name: id, sql: ratio(over, under) },
  { name: numerator(id), sql: over },
  { name: denominator(id), sql: under },
];

const total = (measure: string): string => `coalesce(sum(${named(measure)}), 0)`;
const minutes = (seconds: string): string => `round((${seconds})::numeric / 60, 4)`;
const ratio = (over: string, under: string): string => `round((${over})::numeric / nullif(${under}, 0), 6)`;
