import type { DemoService } from './catalogue';
import { isSoftware } from './catalogue';
import type { PlannedChange } from './operations';
import { randomOf } from './random';
import { DAY, HOUR, MINUTE, iso, whenPeopleWork } from './times';

/** One run of a pipeline, before it is told. */
export interface PlannedDeployment {
  readonly key: string;
  readonly change: PlannedChange;
  readonly environment: 'staging' | 'production';
  readonly commit: string;
  readonly label: string;
  readonly committed: number;
  readonly start: number;
  readonly end: number;
  readonly outcome: 'succeeded' | 'failed';
  readonly rolledBack?: number;
  /** Repairs what users suffered from. */
  readonly isFix: boolean;
}

/** Changes of one service that go out together. */
export interface PlannedRelease {
  readonly key: string;
  readonly service: DemoService;
  readonly label: string;
  /** In the order in which they are carried out. */
  readonly changes: readonly PlannedChange[];
}

export interface Deliveries {
  readonly releases: readonly PlannedRelease[];
  readonly deployments: readonly PlannedDeployment[];
}

const MOST_CHANGES = 3;
const TOGETHER_WITHIN = 14 * DAY;

const labelOf = (at: number): string => iso(at).slice(0, 10).replaceAll('-', '.');

/** What pipelines and releases have to do with the year's changes: those of software services go out through them. */
export function deliveriesOf(seed: string, changes: readonly PlannedChange[]): Deliveries {
  const delivered = changes.filter(({ service }) => isSoftware(service));
  return { releases: releasesOf(delivered), deployments: delivered.flatMap((change) => deploymentsOf(seed, change)) };
}

/** Whoever is in a hurry waits for no release. */
function releasesOf(changes: readonly PlannedChange[]): PlannedRelease[] {
  const groups: PlannedChange[][] = [];
  const planned = changes.filter(({ type }) => type !== 'emergency').sort((one, other) => one.start - other.start);
  for (const change of planned) {
    const open = groups.findLast(([first]) => first!.service === change.service);
    const fits = open && open.length < MOST_CHANGES && change.start - open[0]!.start < TOGETHER_WITHIN;
    if (fits) open.push(change);
    else groups.push([change]);
  }
  return groups.map((group) => ({
    key: `release-of-${group[0]!.key}`,
    service: group[0]!.service,
    label: labelOf(group[0]!.start),
    changes: group,
  }));
}

/** To staging the day before, to production within the change; what failed there is repaired within hours. */
function deploymentsOf(seed: string, change: PlannedChange): PlannedDeployment[] {
  const random = randomOf(`${seed}/deployments/${change.key}`);
  const commit = () => Array.from({ length: 10 }, () => random.between(0, 16).toString(16)).join('');
  const run = (name: string, start: number, minutes: number) => ({
    key: `deployment-${change.key}-${name}`,
    change,
    label: labelOf(change.start),
    start,
    end: start + Math.round(minutes * MINUTE),
    outcome: 'succeeded' as PlannedDeployment['outcome'],
    isFix: false,
  });
  const written = { commit: commit(), committed: change.start - Math.round(random.around(3 * 24, 0.7) * HOUR) - DAY };
  const staging = { ...written, environment: 'staging' } as const;
  const before = Math.max(written.committed + HOUR, change.start - random.between(20, 28) * HOUR);
  const tried = { ...run('staging', before, random.between(4, 15)), ...staging };
  const again = { ...run('staging-again', before + 3 * HOUR, random.between(4, 15)), ...staging };
  const failsFirst = change.type !== 'emergency' && random.chance(0.12);

  const began = change.start + 5 * MINUTE;
  const longest = (change.end - change.start) / MINUTE - 8;
  const released: PlannedDeployment = {
    ...run('production', began, Math.min(longest, Math.max(2, random.around(9)))),
    ...written,
    environment: 'production',
    outcome: change.result === 'unsuccessful' ? 'failed' : 'succeeded',
    ...(change.result === 'backed_out' && { rolledBack: change.end }),
  };
  const repaired = whenPeopleWork(change.end + Math.round(random.around(5) * HOUR), 30);
  const fix: PlannedDeployment = {
    ...run('fix', repaired, random.between(4, 12)),
    commit: commit(),
    committed: repaired - random.between(20, 90) * MINUTE,
    environment: 'production',
    isFix: true,
  };
  const hasFailed = change.result === 'unsuccessful' || change.result === 'backed_out';
  return [
    ...(change.type === 'emergency' ? [] : [failsFirst ? { ...tried, outcome: 'failed' as const } : tried]),
    ...(failsFirst ? [again] : []),
    released,
    ...(hasFailed ? [fix] : []),
  ];
}
