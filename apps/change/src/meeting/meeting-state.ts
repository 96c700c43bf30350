import type { CabDecision, CabKeys, Reference } from '@opsledger/contracts';

interface AgendaItem {
  readonly change: Reference;
  readonly decision: CabDecision | null;
}
export interface KnownMeeting {
  readonly status: CabKeys['state'];
  readonly number: string;
  readonly keys: CabKeys;
  readonly attendees: readonly Reference[];
  readonly agenda: readonly AgendaItem[];
}
export type Meeting = { readonly status: 'unknown' } | KnownMeeting;

export const isKnown = (state: Meeting): state is KnownMeeting => state.status !== 'unknown';
