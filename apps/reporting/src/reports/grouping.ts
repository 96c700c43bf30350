import { PERIOD_LENGTHS, type PeriodLength } from '@opsledger/contracts';
import { Problem } from '@opsledger/service-kit';
import type { Report } from './report';

/** What rows are grouped by: at most one length of period, and any dimensions, in the order asked. */
export interface Grouping {
  readonly words: readonly string[];
  readonly length: PeriodLength | null;
  readonly dimensions: readonly string[];
}

/** @throws Problem 400 when a word comes twice, or there are two lengths of period */
export function groupingOf({ dimensions }: Pick<Report, 'dimensions'>, by: string | undefined): Grouping {
  const words = by ? by.split(',') : [];
  const lengths = PERIOD_LENGTHS.filter((length) => words.includes(length));
  if (lengths.length > 1)
    throw badGrouping(`Rows cannot be grouped by ${lengths.join(' and ')} at once. Ask for one of them.`);
  if (new Set(words).size < words.length) throw badGrouping(`${by} names something twice. Name it once.`);
  return { words, length: lengths[0] ?? null, dimensions: words.filter((word) => Object.hasOwn(dimensions, word)) };
}

const badGrouping = (detail: string) => new Problem(400, 'unknown-grouping', 'Cannot group like that', detail);

/** By name of the parameter; an empty text asks for what has none. */
export type Filters = Readonly<Record<string, string>>;

export const filtersOf = ({ filters }: Pick<Report, 'filters'>, params: object): Filters =>
  Object.fromEntries(
    Object.entries(params).filter(([name, value]) => Object.hasOwn(filters, name) && value !== undefined),
  ) as Filters;
