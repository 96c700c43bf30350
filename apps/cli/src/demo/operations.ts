import type { ChangeResult } from '@opsledger/contracts';
import { SERVICES, isSoftware, type DemoService, type Trouble } from './catalogue';
import { deliveriesOf, type Deliveries } from './deliveries';
import type { PlannedDrift } from './item-story';
import { randomOf, type Random } from './random';
import { DAY, HOUR, MINUTE, whenPeopleWork } from './times';
import { yearBefore, type DemoPlan } from './year';

/** A change of the year, before it is told. */
export interface PlannedChange {
  readonly key: string;
  readonly service: DemoService;
  /** Key of the item it touches. */
  readonly ci: string;
  readonly type: 'normal' | 'standard' | 'emergency';
  readonly purpose: string;
  readonly start: number;
  readonly end: number;
  readonly result: ChangeResult;
}

/** A problem of the year, and the change that will fix it. */
export interface PlannedProblem {
  readonly key: string;
  readonly service: DemoService;
  readonly trouble: Trouble;
  readonly ci: string;
  readonly at: number;
  readonly fix: PlannedChange;
}

/** An article that tells how to end a trouble. */
export interface PlannedArticle {
  readonly key: string;
  readonly service: DemoService;
  readonly trouble: Trouble;
  readonly at: number;
}

/** What happens in a year besides incidents, and what incidents come of. */
export interface Operations extends Deliveries {
  readonly changes: readonly PlannedChange[];
  readonly problems: readonly PlannedProblem[];
  readonly articles: readonly PlannedArticle[];
  readonly drifts: readonly PlannedDrift[];
}

const INCIDENTS_PER_CHANGE = 8;
const FEWEST_CHANGES = 8;
const INCIDENTS_PER_PROBLEM = 50;
const FEWEST_PROBLEMS = 3;
const INCIDENTS_PER_DRIFT = 60;
const FEWEST_DRIFTS = 4;
const SOFTWARE = SERVICES.filter(isSoftware);
const PURPOSES = [
  'Security updates',
  'New release',
  'Configuration cleanup',
  'Capacity extension',
  'Certificate renewal',
];

const RESULTS = [
  ['successful', 84],
  ['successful_with_issues', 10],
  ['unsuccessful', 6],
] as const;

/** Also a small year has some of each. */
function typeOf(nth: number): PlannedChange['type'] {
  if (nth % 7 === 0) return 'emergency';
  return nth % 3 === 2 ? 'standard' : 'normal';
}

export function operationsOf(plan: DemoPlan): Operations {
  const random = randomOf(`${plan.seed}/operations`);
  const from = yearBefore(plan.until);
  const many = (per: number, fewest: number): number[] =>
    Array.from({ length: Math.max(fewest, Math.round(plan.incidents / per)) }, (_, index) => index + 1);
  const moment = (chance: Random, first: number, last: number) =>
    whenPeopleWork(from + first * DAY + chance.next() * (last - first) * DAY, chance.between(0, 90));
  const problems = many(INCIDENTS_PER_PROBLEM, FEWEST_PROBLEMS).map((nth): PlannedProblem => {
    const chance = random.fork(`problem-${nth}`);
    const service = chance.pick(SERVICES);
    const trouble = chance.pick(service.troubles);
    const ci = chance.pick(service.cis);
    const at = moment(chance, 20, 340);
    const purpose = `Remove the cause of: ${trouble.title}`;
    const start = whenPeopleWork(at + chance.between(12, 40) * DAY, 30);
    const fix = {
      key: `fix-${nth}`,
      service,
      ci,
      type: 'normal',
      purpose,
      start,
      end: start + 2 * HOUR,
      result: 'successful',
    } as const;
    return { key: `problem-${nth}`, service, trouble, ci, at, fix };
  });
  const changes = many(INCIDENTS_PER_CHANGE, FEWEST_CHANGES).map((nth): PlannedChange => {
    const chance = random.fork(`change-${nth}`);
    const isBackedOut = nth % 8 === 5;
    // Also a small year has a deployment that failed.
    const service = chance.pick(isBackedOut ? SOFTWARE : SERVICES);
    const start = moment(chance, 15, 362);
    return {
      key: `change-${nth}`,
      service,
      ci: chance.pick(service.cis),
      type: typeOf(nth),
      purpose: chance.pick(PURPOSES),
      start,
      end: start + Math.max(20, chance.around(80)) * MINUTE,
      result: isBackedOut ? 'backed_out' : chance.weighted(RESULTS),
    };
  });
  const articles = SERVICES.map((service, index): PlannedArticle => {
    const chance = random.fork(`article-${index + 1}`);
    return { key: `article-${index + 1}`, service, trouble: chance.pick(service.troubles), at: moment(chance, 3, 60) };
  });
  const drifts = many(INCIDENTS_PER_DRIFT, FEWEST_DRIFTS).map((nth): PlannedDrift => {
    const chance = random.fork(`drift-${nth}`);
    return { key: `drift-${nth}`, ci: chance.pick(chance.pick(SERVICES).cis), at: moment(chance, 10, 362) };
  });
  const all = [...changes, ...problems.map(({ fix }) => fix)];
  return { changes: all, problems, articles, drifts, ...deliveriesOf(plan.seed, all) };
}
