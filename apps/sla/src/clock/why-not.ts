import type { RecordFields } from '@opsledger/contracts';
import type { Phase } from './clock';

/** Why time does not count, in the words of the record. */
export function whyNot(phase: Phase, { state, holdReason }: RecordFields): string {
  if (phase === 'paused')
    return holdReason ? `paused: on hold for ${holdReason}` : `paused: ${state ?? 'by condition'}`;
  return `${phase}: ${state ?? 'by condition'}`;
}
