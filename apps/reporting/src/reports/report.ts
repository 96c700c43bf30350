import type { Projection } from '@opsledger/event-sourcing';
import type { RawBuilder } from 'kysely';
import type { Published } from '../figures/describe';
import type { Figure } from '../figures/figure';
import type { OpenFigure } from '../figures/open-figure';
import type { FactsSource } from './facts-source';
import type { Filters } from './grouping';

/** SQL of a dimension that rows can be grouped by. */
interface DimensionSql {
  /** Column rows are grouped by. */
  readonly key: string;
  /** Columns it needs. */
  readonly columns: readonly string[];
  /** Columns of the report and what they show. */
  readonly shown: Readonly<Record<string, string>>;
}

/** One kind of facts and everything that is reported of it. */
export interface Report extends Published {
  readonly figures: readonly Figure[];
  /** Columns of the facts by which figures count them. */
  readonly dates: readonly string[];
  /** What is so at an instant is counted at the end of each period. */
  readonly open: readonly OpenFigure[];
  readonly dimensions: Readonly<Record<string, DimensionSql>>;
  /** The parameters that filter, and their columns. */
  readonly filters: Readonly<Record<string, string>>;
  /** Whose facts it reads. */
  readonly projections: readonly Projection[];
  /** Common table expressions over them, `facts` the last. */
  readonly facts: (sources: Sources, filters: Filters, span: Span) => RawBuilder<unknown>;
}

/** The time a report is about, and the instant up to which anything is known. */
export interface Span {
  readonly from: string;
  readonly to: string;
  readonly knownAt: string;
}

/** Where the facts of a report come from, by name of the projection; all as they were known at the same instant. */
export type Sources = (projection: Projection) => FactsSource;

/** A record that had several names is one group: the name shown is one of its own. */
export const recordDimension = (name: string): DimensionSql => ({
  key: `${name}_id`,
  columns: [`${name}_id`, name],
  shown: { [`${name}Id`]: `${name}_id`, [name]: `max(${name})` },
});

export const wordDimension = (name: string): DimensionSql => ({ key: name, columns: [name], shown: { [name]: name } });
