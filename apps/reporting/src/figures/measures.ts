import type { Figure } from './figure';

/** What one incident adds to a figure when it is in the figure's cohort: a column of its own, null where it adds nothing. */
interface Measure {
  readonly name: string;
  readonly type: 'float8' | 'integer';
  /** Over the columns of `incident_facts`. */
  readonly sql: string;
}

/** A negative duration contradicts itself: it is no duration, but counted. */
export const contradictory = (id: string): string => `${id}Contradictory`;
export const numerator = (id: string): string => `${id}Numerator`;
export const denominator = (id: string): string => `${id}Denominator`;

/** The measures of one figure. All SQL comes from the definitions, none from a request. */
export function measuresOf(figure: Figure): readonly Measure[] {
  const { id, where = 'true' } = figure;
  const integer = (name: string, sql: string): Measure => ({
    name,
    type: 'integer',
    sql: `case when ${where} then ${sql} end`,
  });
  switch (figure.kind) {
    case 'count':
      return [integer(id, '1')];
    case 'duration': {
      const { seconds } = figure;
      return [
        { name: id, type: 'float8', sql: `case when ${where} and ${seconds} >= 0 then ${seconds} end::float8` },
        { name: contradictory(id), type: 'integer', sql: `case when ${where} and ${seconds} < 0 then 1 end` },
      ];
    }
    case 'rate':
      return [integer(numerator(id), figure.numerator), integer(denominator(id), figure.denominator ?? '1')];
    case 'distribution':
      return [integer(id, figure.value)];
    default:
      return figure satisfies never;
  }
}
