import { INCIDENT_DIMENSIONS, PERIOD_LENGTHS, type IncidentDimension, type PeriodLength } from '@opsledger/contracts';
import { Problem } from '@opsledger/service-kit';

/** What rows are grouped by: at most one length of period, and any dimensions, in the order asked. */
export interface Grouping {
  readonly words: readonly string[];
  readonly length: PeriodLength | null;
  readonly dimensions: readonly IncidentDimension[];
}

/** @throws Problem 400 when a word comes twice, or there are two lengths of period */
export function groupingOf(by: string | undefined): Grouping {
  const words = by ? by.split(',') : [];
  const lengths = PERIOD_LENGTHS.filter((length) => words.includes(length));
  if (lengths.length > 1)
    throw badGrouping(`Rows cannot be grouped by ${lengths.join(' and ')} at once. Ask for one of them.`);
  if (new Set(words).size < words.length) throw badGrouping(`${by} names something twice. Name it once.`);
  const dimensions = words.filter((word): word is IncidentDimension =>
    (INCIDENT_DIMENSIONS as readonly string[]).includes(word),
  );
  return { words, length: lengths[0] ?? null, dimensions };
}

const badGrouping = (detail: string) => new Problem(400, 'unknown-grouping', 'Cannot group like that', detail);

interface DimensionSql {
  /** Column rows are grouped by. */
  readonly key: string;
  /** Columns it needs. */
  readonly columns: readonly string[];
  /** Columns of the report and what they show. */
  readonly shown: Readonly<Record<string, string>>;
}

/** A record that had several names is one group: the name shown is one of its own. */
const record = (name: string): DimensionSql => ({
  key: `${name}_id`,
  columns: [`${name}_id`, name],
  shown: { [`${name}Id`]: `${name}_id`, [name]: `max(${name})` },
});
const word = (name: string): DimensionSql => ({ key: name, columns: [name], shown: { [name]: name } });

export const DIMENSIONS: { readonly [Dimension in IncidentDimension]: DimensionSql } = {
  team: record('team'),
  service: record('service'),
  priority: word('priority'),
  category: word('category'),
  channel: word('channel'),
};

/** The parameter that filters a dimension, and its column. */
export const FILTERS = {
  teamId: 'team_id',
  priority: 'priority',
  serviceId: 'service_id',
  category: 'category',
  channel: 'channel',
} as const;
export type FilterName = keyof typeof FILTERS;
export type Filters = { readonly [Name in FilterName]?: string };

export const filtersOf = (params: Filters): Filters =>
  Object.fromEntries(
    Object.keys(FILTERS).flatMap((name) => (name in params ? [[name, params[name as FilterName]]] : [])),
  );
