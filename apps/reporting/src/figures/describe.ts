import type { FigureDefinition } from '@opsledger/contracts';
import type { Figure } from './figure';

/** What is said about a figure whatever computes it. */
export type Described = Pick<Figure, 'id' | 'version' | 'title' | 'formula' | 'cohort' | 'edgeCases' | 'unit'> & {
  readonly kind: Figure['kind'] | 'open' | 'openRate';
};

/** Where a report's figures come from, so far as readers are told. */
export interface Published {
  /** Path of the report; the facts behind a figure are listed at `records` beneath it. */
  readonly path: string;
  /** What it counts, e.g. `incidents`. */
  readonly unit: string;
}

/**
 * A definition as reports publish it.
 *
 * @param query what the records are restricted to, e.g. `{ from, to, asOf }`
 */
export function describe(
  { path, unit }: Published,
  { id, version, title, formula, cohort, edgeCases, kind, unit: own }: Described,
  columns: readonly string[],
  query: Readonly<Record<string, string | null | undefined>>,
): FigureDefinition {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value == null ? [] : [[name, value] as [string, string]],
  );
  const records = `${path}/records?${new URLSearchParams([['figure', id], ...given])}`;
  const counted = own ?? unitOf(kind, unit);
  return { id, version, title, formula, cohort, edgeCases, unit: counted, columns: [...columns], records };
}

function unitOf(kind: Described['kind'], counted: string): string {
  if (kind === 'duration') return 'minutes';
  if (kind === 'rate' || kind === 'openRate') return 'ratio';
  return kind === 'distribution' ? 'reassignments' : counted;
}
