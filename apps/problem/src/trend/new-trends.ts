import type { FoundTrend, Reference, TrendEvidence, TrendKind, TrendRule, TrendState } from '@opsledger/contracts';
import { v5 as uuidOf } from 'uuid';

/** Namespace of the ids of trends; fixed for ever, or the same trend would be proposed anew. */
const TRENDS = '0a4e5c0e-7d0b-5a53-8a5c-6f0f4a1d7b21';

/** Incidents told in one trend; of very many the latest. */
const MOST_INCIDENTS = 200;
/** Trends proposed at once; what is left is found the next time. */
const MOST_TRENDS = 20;

/** Incidents of a period that have something in common and point at no problem yet, by when they were opened. */
export interface Cluster {
  readonly kind: TrendKind;
  readonly subject: Reference;
  readonly incidents: TrendEvidence['incidents'];
}

/** A trend proposed before. */
export interface EarlierTrend {
  readonly state: TrendState;
  readonly ordinal: number;
  readonly evidence: Pick<TrendEvidence, 'kind' | 'subject' | 'incidents'>;
}

export interface TrendSearch {
  readonly rule: TrendRule;
  readonly ruleVersion: number;
  readonly clusters: readonly Cluster[];
  readonly earlier: readonly EarlierTrend[];
}

/** The nth trend of one configuration item or category always has the same id: it is proposed once. */
export const trendId = (kind: TrendKind, subjectId: string, ordinal: number): string =>
  uuidOf(JSON.stringify([kind, subjectId, ordinal]), TRENDS);

export const periodStart = (days: number, to: string): string =>
  new Date(Date.parse(to) - days * 86_400_000).toISOString();

/** Clusters large enough that nobody is asked about or was asked about before, the largest first. */
export function newTrends({ rule, ruleVersion, clusters, earlier }: TrendSearch, now: string): readonly FoundTrend[] {
  return clusters
    .flatMap((cluster) => {
      const threshold = rule[cluster.kind];
      const before = earlier.filter(
        ({ evidence: { kind, subject } }) => kind === cluster.kind && subject.id === cluster.subject.id,
      );
      if (!threshold || before.some(({ state }) => state === 'proposed')) return [];
      const incidents = notAccepted(cluster, before);
      if (incidents.length < threshold.incidents || !hasNews(incidents, before)) return [];
      const { kind, subject } = cluster;
      const ordinal = 1 + Math.max(0, ...before.map((it) => it.ordinal));
      const evidence: TrendEvidence = {
        kind,
        subject,
        incidents: incidents.slice(-MOST_INCIDENTS),
        from: periodStart(threshold.days, now),
        to: now,
        threshold: threshold.incidents,
        ruleVersion,
      };
      return [{ id: trendId(kind, subject.id, ordinal), ordinal, evidence }];
    })
    .sort((one, other) => other.evidence.incidents.length - one.evidence.incidents.length)
    .slice(0, MOST_TRENDS);
}

/** Incidents of an accepted trend belong to its problem, also before they are linked with it. */
function notAccepted({ incidents }: Cluster, before: readonly EarlierTrend[]): TrendEvidence['incidents'] {
  const accepted = idsOf(before.filter(({ state }) => state === 'accepted'));
  return incidents.filter(({ id }) => !accepted.has(id));
}

/** What was dismissed is asked about again only with an incident that was not part of it. */
function hasNews(incidents: TrendEvidence['incidents'], before: readonly EarlierTrend[]): boolean {
  const dismissed = before.filter(({ state }) => state === 'dismissed');
  if (dismissed.length === 0) return true;
  const known = idsOf(dismissed);
  // Older ones than those told may have been part of it, too.
  const since = dismissed.map(({ evidence }) => evidence.incidents[0]?.openedAt ?? '').sort()[0] ?? '';
  return incidents.some(({ id, openedAt }) => !known.has(id) && openedAt >= since);
}

const idsOf = (trends: readonly EarlierTrend[]): ReadonlySet<string> =>
  new Set(trends.flatMap(({ evidence }) => evidence.incidents.map(({ id }) => id)));
