import type { DeploymentFinish } from '@opsledger/contracts';
import { percentile } from '@opsledger/testing';
import fc from 'fast-check';

/** One deployment as it was; hours since the beginning of the story. */
export interface Delivery {
  readonly service: string;
  readonly environment: string;
  readonly committed: number | null;
  readonly unplannedFix: boolean | null;
  readonly finish: { readonly outcome: DeploymentFinish; readonly at: number } | null;
  readonly rolledBack: number | null;
  readonly changes: readonly string[];
}

/** One report of a pipeline: of which deployment, and what it tells. */
export interface Report {
  readonly of: number;
  readonly tells: 'details' | 'finish' | 'rollback';
  /** Tells the details beside an outcome once more. */
  readonly inFull: boolean;
}

export interface Deliveries {
  readonly deliveries: readonly Delivery[];
  /** In any order; some of them twice. */
  readonly reports: readonly Report[];
}

/** Few instants and mostly one service, so that things happen at once and one after the other. */
const EVERY = 48;
const hour = fc.integer({ min: 0, max: 25 }).map((times) => times * EVERY);

const delivery: fc.Arbitrary<Delivery> = fc
  .record({
    service: fc.constantFrom('shop', 'shop', 'shop', 'mail'),
    environment: fc.constantFrom('production', 'production', 'test'),
    committed: fc.option(fc.integer({ min: -200, max: 12 }), { nil: null }),
    unplannedFix: fc.option(fc.boolean(), { nil: null }),
    finish: fc.option(
      fc.record({ outcome: fc.constantFrom('succeeded', 'succeeded', 'failed', 'canceled'), at: hour }),
      { nil: null },
    ),
    taken: fc.option(
      fc.integer({ min: 0, max: 10 }).map((times) => times * EVERY),
      { nil: null, freq: 2 },
    ),
    alone: hour,
    changes: fc.subarray(['c-1', 'c-2', 'c-3']),
  })
  .map(({ taken, alone, committed, finish, ...rest }) => {
    const reached = finish?.at ?? alone;
    return {
      ...rest,
      finish: finish as Delivery['finish'],
      committed: committed === null ? null : reached + committed,
      rolledBack: taken === null ? null : reached + taken,
    };
  });

const reportsOf = ({ finish, rolledBack }: Delivery, of: number, inFull: boolean): readonly Report[] => [
  { of, tells: 'details', inFull: true },
  ...(finish ? [{ of, tells: 'finish', inFull } as const] : []),
  ...(rolledBack === null ? [] : [{ of, tells: 'rollback', inFull: !inFull } as const]),
];

export const deliveries: fc.Arbitrary<Deliveries> = fc
  .tuple(fc.array(delivery, { maxLength: 16, size: 'max' }), fc.boolean(), fc.nat(3))
  .chain(([told, inFull, repeats]) => {
    const once = told.flatMap((one, of) => reportsOf(one, of, inFull));
    const all = [...once, ...once.slice(0, Math.ceil((once.length * repeats) / 3))];
    const whole = { minLength: all.length, maxLength: all.length };
    return fc.shuffledSubarray(all, whole).map((reports) => ({ deliveries: told, reports }));
  });

const ratio = (over: number, under: number) => (under === 0 ? null : over / under);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function duration(id: string, hours: readonly number[]): Record<string, number | null> {
  const minutes = hours.filter((value) => value >= 0).map((value) => value * 60);
  return {
    [`${id}MeanMinutes`]: ratio(sum(minutes), minutes.length),
    [`${id}P50Minutes`]: percentile(minutes, 0.5),
    [`${id}P90Minutes`]: percentile(minutes, 0.9),
    [`${id}P95Minutes`]: percentile(minutes, 0.95),
    [`${id}SumMinutes`]: sum(minutes),
    [`${id}Count`]: minutes.length,
    [`${id}Contradictory`]: hours.length - minutes.length,
  };
}

/** The beginning and end of a failure, told in the plainest way; null: none. */
function failureOf(one: Delivery, all: readonly Delivery[]): { began: number; ended: number } | null {
  if (one.finish?.outcome !== 'failed' && one.rolledBack === null) return null;
  const began = one.finish ? one.finish.at : one.rolledBack!;
  const ends = all
    .filter((other) => other.finish?.outcome === 'succeeded' && other.rolledBack === null && other.finish.at > began)
    .map((other) => other.finish!.at);
  if (one.finish && one.rolledBack !== null) ends.push(one.rolledBack);
  return { began, ended: Math.min(...ends) };
}

/** What the report should say of the deployments of one service and environment for `[from, to)`, in hours. */
export function figuresOf(all: readonly Delivery[], from: number, to: number): Record<string, number | null> {
  const during = (at: number) => at >= from && at < to;
  const successes = all.filter(({ finish }) => finish?.outcome === 'succeeded' && during(finish.at));
  const failures = all.map((one) => failureOf(one, all)).filter((failure) => failure !== null);
  const failed = failures.filter(({ began }) => during(began)).length;
  const sound = successes.filter(({ rolledBack }) => rolledBack === null).length;
  const rework = successes.filter(({ unplannedFix }) => unplannedFix === true).length;
  const days = (to - from) / 24;
  const timed = successes.filter(({ committed }) => committed !== null);
  return {
    ...duration(
      'leadTime',
      timed.map(({ committed, finish }) => finish!.at - committed!),
    ),
    withoutCommitTime: successes.length - timed.length,
    deploymentFrequency: successes.length / days,
    deploymentFrequencyNumerator: successes.length,
    deploymentFrequencyDenominator: days,
    ...duration(
      'recoveryTime',
      failures.filter(({ ended }) => during(ended)).map(({ began, ended }) => ended - began),
    ),
    changeFailRate: ratio(failed, failed + sound),
    changeFailRateNumerator: failed,
    changeFailRateDenominator: failed + sound,
    reworkRate: ratio(rework, successes.length),
    reworkRateNumerator: rework,
    reworkRateDenominator: successes.length,
    canceled: all.filter(
      ({ finish, rolledBack }) => finish?.outcome === 'canceled' && rolledBack === null && during(finish.at),
    ).length,
    unrecovered: failures.filter(({ began, ended }) => began <= to && ended > to).length,
  };
}
