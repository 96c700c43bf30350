import { Problem } from '@opsledger/service-kit';

/** Forms an answer may have besides JSON, by the word `format` names them with. */
const MEDIA_TYPES = { csv: 'text/csv', ics: 'text/calendar' } as const;
export type OtherFormat = keyof typeof MEDIA_TYPES;

/** Whether the other form is wanted: `format` says so, or `Accept` likes it better than JSON. @throws Problem 400 */
export function wants(other: OtherFormat, format: unknown, accept: string | undefined): boolean {
  if (format === other) return true;
  if (format === 'json') return false;
  if (format !== undefined)
    throw new Problem(400, 'invalid-parameters', 'Unknown format', `format must be json or ${other}.`, {
      violations: [{ path: '/format', message: `must be json or ${other}` }],
    });
  const type = MEDIA_TYPES[other];
  if (accept === undefined || !accept.includes(type)) return false;
  const json = Math.max(
    weightOf('application/json', accept),
    weightOf('application/*', accept),
    weightOf('*/*', accept),
  );
  return weightOf(type, accept) > json;
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
