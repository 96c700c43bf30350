import { DEFAULT_TREND_RULE, type TrendState } from '@opsledger/contracts';
import fc from 'fast-check';
import { newTrends, trendId, type Cluster, type EarlierTrend } from './new-trends';

const NOW = '2026-03-02T09:00:00.000Z';
const incident = (n: number) => ({
  id: `i-${n}`,
  name: `INC${n}`,
  openedAt: new Date(Date.parse(NOW) + n).toISOString(),
});
const cluster = (...numbers: number[]): Cluster => ({
  kind: 'ci',
  subject: { id: 'ci-1', name: 'printer' },
  incidents: numbers.map(incident),
});
const earlier = (state: TrendState, ...numbers: number[]): EarlierTrend => ({
  state,
  ordinal: 1,
  evidence: cluster(...numbers),
});
const found = (one: Cluster, ...before: EarlierTrend[]) =>
  newTrends({ rule: DEFAULT_TREND_RULE, ruleVersion: 1, clusters: [one], earlier: before }, NOW);

test('as many as the rule says make a trend, with its evidence; fewer do not', () => {
  expect(found(cluster(1, 2))).toEqual([]);
  expect(found(cluster(1, 2, 3))).toMatchObject([
    { id: trendId('ci', 'ci-1', 1), evidence: { from: '2026-01-31T09:00:00.000Z', threshold: 3, ruleVersion: 1 } },
  ]);
});

test('not while it is proposed, nor dismissed without news', () => {
  expect(found(cluster(1, 2, 3, 4), earlier('proposed', 1, 2, 3))).toEqual([]);
  expect(found(cluster(1, 2, 3), earlier('dismissed', 1, 2, 3))).toEqual([]);
  expect(found(cluster(1, 2, 3, 4), earlier('dismissed', 1, 2, 3))).toMatchObject([{ ordinal: 2 }]);
});

test('incidents of an accepted trend belong to its problem', () => {
  expect(found(cluster(1, 2, 3, 4, 5), earlier('accepted', 1, 2, 3))).toEqual([]);
  expect(found(cluster(1, 2, 3, 4, 5, 6), earlier('accepted', 1, 2, 3))).toMatchObject([{ ordinal: 2 }]);
});

test('what was dismissed as a whole is not proposed again, whatever of it is still in the period', () => {
  const numbers = fc.uniqueArray(fc.nat(400), { minLength: 3, maxLength: 300 });
  fc.assert(
    fc.property(numbers, fc.nat(300), (all, gone) => {
      const sorted = [...all].sort((a, b) => a - b);
      const [trend] = found(cluster(...sorted));
      const before: EarlierTrend = { state: 'dismissed', ordinal: 1, evidence: trend!.evidence };
      expect(found(cluster(...sorted.slice(gone)), before)).toEqual([]);
    }),
  );
});
