import { Problem } from '@opsledger/service-kit';

/** JSON unless `format=csv` says otherwise, or `Accept` likes `text/csv` better. @throws Problem 400 */
export function wantsCsv(format: unknown, accept: string | undefined): boolean {
  if (format === 'csv') return true;
  if (format === 'json') return false;
  if (format !== undefined)
    throw new Problem(400, 'invalid-parameters', 'Unknown format', 'format must be json or csv.', {
      violations: [{ path: '/format', message: 'must be json or csv' }],
    });
  if (accept === undefined || !accept.includes('text/csv')) return false;
  const json = Math.max(
    weightOf('application/json', accept),
    weightOf('application/*', accept),
    weightOf('*/*', accept),
  );
  return weightOf('text/csv', accept) > json;
}

/** `q` of a media type in `Accept`; 0 when it is not there. A type named earlier wins over its equal. */
function weightOf(type: string, accept: string): number {
  const ranges = accept.toLowerCase().split(',');
  const at = ranges.findIndex((range) => range.split(';')[0]!.trim() === type);
  if (at < 0) return 0;
  const quality = /;\s*q=([\d.]+)/.exec(ranges[at]!)?.[1];
  const weight = quality === undefined ? 1 : Number(quality);
  return weight > 0 ? weight - at / 1e6 : 0;
}
