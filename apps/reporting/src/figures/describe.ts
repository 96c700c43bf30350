import type { FigureDefinition } from '@opsledger/contracts';
import type { Backlog } from './backlog-figure';
import type { Figure } from './figure';

const UNITS = {
  count: 'incidents',
  duration: 'minutes',
  rate: 'ratio',
  distribution: 'reassignments',
  backlog: 'incidents',
} as const;

/**
 * A definition as reports publish it.
 *
 * @param query what the records are restricted to, e.g. `{ from, to, asOf }`
 */
export function describe(
  { id, version, title, formula, cohort, edgeCases, kind }: Figure | Backlog,
  columns: readonly string[],
  query: Readonly<Record<string, string | null | undefined>>,
): FigureDefinition {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value == null ? [] : [[name, value] as [string, string]],
  );
  const records = `/v1/reports/incidents/records?${new URLSearchParams([['figure', id], ...given])}`;
  return { id, version, title, formula, cohort, edgeCases, unit: UNITS[kind], columns: [...columns], records };
}
