import { riskLevelOf, type ChangeType, type RiskAssessment, type RiskContribution } from '@opsledger/contracts';

export interface AffectedService {
  readonly id: string;
  readonly name: string;
  readonly criticality: string | null;
}

/** What the rules look at. */
export interface RiskInputs {
  readonly type: ChangeType;
  /** Live services that need what is touched; `unknown` says why nobody could tell. */
  readonly affected: { readonly services: readonly AffectedService[]; readonly unknown: string | null };
  /** Closed changes of the same template, or else of the same team. */
  readonly past: { readonly of: string | null; readonly closed: number; readonly successful: number };
  readonly hasTestPlan: boolean;
  readonly hasBackOutPlan: boolean;
  readonly window: 'inside' | 'outside' | 'none' | 'unplanned';
}

type Rule = readonly [
  name: string,
  most: number,
  judge: (inputs: RiskInputs) => readonly [points: number, why: string],
];

const PER_SERVICE = 5;
const CRITICALITY: Readonly<Record<string, number>> = { low: 2, medium: 8, high: 14, critical: 20 };
const FEW = 5;

/** All together make 100. Each says why it adds what it adds. */
const RULES: readonly Rule[] = [
  [
    'affected_services',
    25,
    ({ affected: { services, unknown } }) => {
      if (unknown !== null) return [0, `No affected services are known: ${unknown}`];
      const named = services.slice(0, 5).map(({ name }) => name);
      return services.length === 0
        ? [0, 'No live service needs what is touched.']
        : [services.length * PER_SERVICE, `${services.length} live service(s) are affected: ${named.join(', ')}.`];
    },
  ],
  [
    'criticality',
    20,
    ({ affected: { services } }) => {
      const points = (criticality: string | null): number => CRITICALITY[criticality ?? ''] ?? 0;
      const worst = [...services].sort((one, other) => points(other.criticality) - points(one.criticality))[0];
      if (!worst || worst.criticality === null) return [0, 'No criticality of an affected service is known.'];
      return [points(worst.criticality), `${worst.name} is of ${worst.criticality} criticality.`];
    },
  ],
  ['type', 15, ({ type }) => [{ standard: 0, normal: 8, emergency: 15 }[type], `It is a change of type ${type}.`]],
  [
    'past_success',
    15,
    ({ past: { of, closed, successful } }) => {
      if (of === null) return [8, 'There is neither template nor team to learn from.'];
      if (closed < FEW) return [8, `Only ${closed} change(s) of ${of} are closed: too few to learn from.`];
      return [
        Math.round(15 * (1 - successful / closed)),
        `${successful} of ${closed} changes of ${of} were successful.`,
      ];
    },
  ],
  ['test_plan', 7, ({ hasTestPlan }) => (hasTestPlan ? [0, 'There is a test plan.'] : [7, 'There is no test plan.'])],
  [
    'back_out_plan',
    8,
    ({ hasBackOutPlan }) => (hasBackOutPlan ? [0, 'There is a back-out plan.'] : [8, 'There is no back-out plan.']),
  ],
  [
    'maintenance_window',
    10,
    ({ window }) =>
      ({
        inside: [0, 'The planned time lies inside a maintenance window.'] as const,
        outside: [10, 'The planned time lies outside all maintenance windows for it.'] as const,
        none: [5, 'There is no maintenance window for it.'] as const,
        unplanned: [5, 'No time is planned.'] as const,
      })[window],
  ],
];

/** The risk score, explained rule by rule. */
export function assessRisk(inputs: RiskInputs): RiskAssessment {
  const contributions: RiskContribution[] = RULES.map(([rule, most, judge]) => {
    const [points, why] = judge(inputs);
    return { rule, points: Math.min(points, most), most, why: why.slice(0, 1000) };
  });
  const score = contributions.reduce((sum, { points }) => sum + points, 0);
  return { score, level: riskLevelOf(score), contributions };
}
