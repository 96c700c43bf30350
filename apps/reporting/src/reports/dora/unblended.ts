import type { ReportRow } from '@opsledger/contracts';
import { DateTime } from 'luxon';
import { doraColumns, doraFigures } from '../../figures/dora-figures';
import { denominator, numerator } from '../../figures/measures';
import type { Filters, Grouping } from '../grouping';
import type { Period } from '../period';

const FREQUENCY = 'deploymentFrequency';
const TIMES_AND_RATES = new Set(doraFigures.flatMap((figure) => doraColumns(figure).unblended));

type Span = Pick<Period, 'from' | 'to' | 'zone'>;

/**
 * A row as it is shown: deployments per day of its period, and neither times nor rates where it is of several services
 * or environments.
 */
export function unblended(row: ReportRow, grouping: Grouping, filters: Filters, period: Span): ReportRow {
  const ofOne = (dimension: string, filter: string): boolean =>
    Object.hasOwn(filters, filter) || (row.row === 'group' && grouping.dimensions.includes(dimension));
  const isOfOne = ofOne('service', 'serviceId') && ofOne('environment', 'environment');
  return Object.fromEntries(
    Object.entries(row)
      .flatMap(([name, value]) => (name === FREQUENCY ? perDay(Number(value), row, period) : [[name, value] as const]))
      .map(([name, value]) => [name, isOfOne || !TIMES_AND_RATES.has(name) ? value : null]),
  );
}

function perDay(deployments: number, { periodFrom, periodTo }: ReportRow, { from, to, zone }: Span) {
  const days = daysBetween(String(periodFrom ?? from), String(periodTo ?? to), zone);
  return [
    [FREQUENCY, rounded(deployments / days)],
    [numerator(FREQUENCY), deployments],
    [denominator(FREQUENCY), rounded(days)],
  ] as const;
}

/** Calendar days of the zone, so that the day on which clocks change is one day. */
const daysBetween = (from: string, to: string, zone: string): number =>
  DateTime.fromISO(to, { zone }).diff(DateTime.fromISO(from, { zone }), 'days').days;

const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;
