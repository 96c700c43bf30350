import { sql, type RawBuilder } from 'kysely';
import { rateColumns, type Column } from './columns';
import type { Described } from './describe';
import { denominator, numerator } from './measures';

type At = (at: RawBuilder<unknown>) => RawBuilder<unknown>;

interface AtAnInstant extends Described {
  readonly isOpen: At;
  /** Column by which the facts behind it are listed. */
  readonly since: string;
}

/** How many are open. */
interface OpenCount extends AtAnInstant {
  readonly kind: 'open';
  /** What each adds in the list of the facts behind it; 1 unless told. */
  readonly value?: At;
}

/** Part of those that are open ÷ all that are open. */
interface OpenRate extends AtAnInstant {
  readonly kind: 'openRate';
  readonly isPart: At;
}

/** A figure that belongs to an instant, not to a period: what was so at the end of each period. */
export type OpenFigure = OpenCount | OpenRate;

/** What is counted at an instant. */
interface OpenMeasure {
  readonly name: string;
  readonly holds: At;
}

export function openMeasuresOf(figure: OpenFigure): readonly OpenMeasure[] {
  const { id, isOpen } = figure;
  if (figure.kind === 'open') return [{ name: id, holds: isOpen }];
  return [
    { name: numerator(id), holds: (at) => sql`(${isOpen(at)}) and (${figure.isPart(at)})` },
    { name: denominator(id), holds: isOpen },
  ];
}

/** @param sum how a measure is summed, as SQL */
export const openColumnsOf = ({ id, kind }: OpenFigure, sum: (measure: string) => string): readonly Column[] =>
  kind === 'open' ? [{ name: id, sql: sum(id) }] : rateColumns(id, sum(numerator(id)), sum(denominator(id)));

/** What a fact adds in the list of those behind the figure. */
export function openValueOf(figure: OpenFigure, at: RawBuilder<unknown>): RawBuilder<unknown> {
  if (figure.kind === 'open') return figure.value?.(at) ?? sql`1`;
  return sql`(${figure.isPart(at)})::int`;
}
