import type { TrendEvidence, TrendKeys } from '@opsledger/contracts';

interface Told {
  readonly number: string;
  readonly evidence: TrendEvidence;
}

export type KnownTrend =
  | (Told & { readonly status: 'proposed' })
  | (Told & { readonly status: 'accepted' })
  | (Told & { readonly status: 'dismissed' });
export type Trend = { readonly status: 'unknown' } | KnownTrend;

export const isKnown = (state: Trend): state is KnownTrend => state.status !== 'unknown';

export const keysOf = ({ number, status, evidence }: KnownTrend, changed?: Partial<TrendKeys>): TrendKeys => ({
  number,
  state: status,
  kind: evidence.kind,
  ...changed,
});
