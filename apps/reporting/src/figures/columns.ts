import type { Figure } from './figure';

/** A column of a report: its name and its aggregate over rows `(cohort, fact…)`, as SQL. */
export interface Column {
  readonly name: string;
  readonly sql: string;
}

const PERCENTILES = [50, 90, 95] as const;
const minutes = (seconds: string): string => `round((${seconds})::numeric / 60, 4)`;
const ratio = (numerator: string, denominator: string): string =>
  `round((${numerator})::numeric / nullif(${denominator}, 0), 6)`;

/** Whether a row is in the figure's cohort, as SQL. */
const inCohort = ({ by, where }: Figure): string => `cohort = '${by}'${where ? ` and ${where}` : ''}`;

/** The columns of one figure. All SQL comes from the definitions, none from a request. */
export function columnsOf(figure: Figure): readonly Column[] {
  const { id } = figure;
  const cohort = inCohort(figure);
  switch (figure.kind) {
    case 'count':
      return [{ name: id, sql: `count(*) filter (where ${cohort})` }];
    case 'duration':
      return durationColumns(id, cohort, figure.seconds);
    case 'rate': {
      const numerator = `coalesce(sum(${figure.numerator}) filter (where ${cohort}), 0)`;
      const denominator = `coalesce(sum(${figure.denominator ?? '1'}) filter (where ${cohort}), 0)`;
      return [
        { name: id, sql: ratio(numerator, denominator) },
        { name: `${id}Numerator`, sql: numerator },
        { name: `${id}Denominator`, sql: denominator },
      ];
    }
    case 'distribution': {
      const sum = `coalesce(sum(${figure.value}) filter (where ${cohort}), 0)`;
      const count = `count(*) filter (where ${cohort})`;
      const classes = Array.from({ length: figure.classes + 1 }, (_, n) => ({
        name: n < figure.classes ? `${id}${n}` : `${id}${n}OrMore`,
        sql: `count(*) filter (where ${cohort} and ${figure.value} ${n < figure.classes ? '=' : '>='} ${n})`,
      }));
      return [
        { name: `${id}Mean`, sql: ratio(sum, count) },
        { name: `${id}Sum`, sql: sum },
        { name: `${id}Count`, sql: count },
        ...classes,
      ];
    }
    default:
      return figure satisfies never;
  }
}

function durationColumns(id: string, cohort: string, seconds: string): readonly Column[] {
  const counted = `filter (where ${cohort} and ${seconds} >= 0)`;
  const fractions = PERCENTILES.map((percentile) => percentile / 100).join(', ');
  // One ordered pass for all three: equal aggregates of a statement are computed once.
  const percentiles = `(percentile_cont(array[${fractions}]) within group (order by (${seconds})::float8) ${counted})`;
  return [
    { name: `${id}MeanMinutes`, sql: minutes(`avg(${seconds}) ${counted}`) },
    ...PERCENTILES.map((percentile, index) => ({
      name: `${id}P${percentile}Minutes`,
      sql: minutes(`${percentiles}[${index + 1}]`),
    })),
    { name: `${id}SumMinutes`, sql: minutes(`coalesce(sum(${seconds}) ${counted}, 0)`) },
    { name: `${id}Count`, sql: `count(*) ${counted}` },
    { name: `${id}Contradictory`, sql: `count(*) filter (where ${cohort} and ${seconds} < 0)` },
  ];
}
