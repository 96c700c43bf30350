import {
  CompleteReleaseDeployment,
  FailReleaseTest,
  LinkRelease,
  PlanRelease,
  ReportDeployment,
  ReviewRelease,
  RollBackRelease,
  StartReleaseBuild,
  StartReleaseDeployment,
  StartReleaseTest,
  type Reference,
} from '@opsledger/contracts';
import { memberOf, type Cast } from './cast';
import type { PlannedDeployment, PlannedRelease } from './deliveries';
import type { Random } from './random';
import { Storyline } from './story';
import { DAY, MINUTE, iso, whenPeopleWork } from './times';

/** The record that a story made; absent where that has not begun. */
type RecordOf = (key: string) => Reference | undefined;

const PIPELINES = 'pipelines';

/** What a pipeline tells of one run: that it began, how it ended, and that it was taken back. */
export function deploymentStory(
  deployment: PlannedDeployment,
  release: string | undefined,
  cast: Cast,
  record: RecordOf,
) {
  const { key, change, environment, commit, label, committed, start, end, outcome, rolledBack, isFix } = deployment;
  const { name } = change.service;
  const said = { source: PIPELINES, externalId: key, service: cast.item(name), environment } as const;
  const its = record(change.key);
  const line = new Storyline(start).tell(ReportDeployment, {
    ...said,
    commit,
    label,
    committedAt: iso(committed),
    startedAt: iso(start),
    unplannedFix: isFix,
    ...(its && { changes: [its] }),
    ...(release !== undefined && { release }),
  });
  line.waitUntil(end).tell(ReportDeployment, { ...said, outcome, finishedAt: iso(end) });
  if (rolledBack !== undefined)
    line.waitUntil(rolledBack).tell(ReportDeployment, { ...said, outcome: 'rolled_back', finishedAt: iso(rolledBack) });
  return line;
}

/** A release from its plan to the review, or until it is taken back; its changes become part of it one by one. */
export function releaseStory(
  { service, label, changes }: PlannedRelease,
  cast: Cast,
  record: RecordOf,
  random: Random,
) {
  const [first, last] = [changes[0]!, changes.at(-1)!];
  const planned = whenPeopleWork(first.start - 20 * DAY, 30);
  const owner = memberOf(cast, service.team, planned, random);
  type Tell = (line: Storyline) => void;
  const happenings: [number, Tell][] = [
    [first.start - 13 * DAY, (line) => line.tell(StartReleaseBuild, {})],
    [first.start - 7 * DAY, (line) => line.tell(StartReleaseTest, {})],
    [first.start - 10 * MINUTE, (line) => line.tell(StartReleaseDeployment, {})],
  ];
  if (random.chance(0.25)) {
    const findings = 'Two of forty checks fail: the session is lost after an hour.';
    happenings.push(
      [first.start - 6 * DAY, (line) => line.tell(FailReleaseTest, { findings })],
      [first.start - 4 * DAY, (line) => line.tell(StartReleaseTest, {})],
    );
  }
  for (const change of changes) {
    const target = record(change.key);
    if (target)
      happenings.push([change.start - 2.5 * DAY, (line) => line.tell(LinkRelease, { kind: 'change', target })]);
  }
  const hasFailed = last.result === 'unsuccessful' || last.result === 'backed_out';
  const end = last.end + 10 * MINUTE;
  if (hasFailed)
    happenings.push([end, (line) => line.tell(RollBackRelease, { reason: 'Errors rose after the switch.' })]);
  else {
    const notes = 'All parts are in place; the figures are as before.';
    happenings.push(
      [end, (line) => line.tell(CompleteReleaseDeployment, {})],
      [whenPeopleWork(end + 3 * DAY, 40), (line) => line.tell(ReviewRelease, { notes })],
    );
  }
  const line = new Storyline(planned).tell(PlanRelease, {
    title: `${service.name} ${label}`,
    service: cast.item(service.name),
    environment: 'production',
    label,
    ...(owner && { owner: cast.reference(owner) }),
    plannedStart: iso(first.start),
    plannedEnd: iso(last.end),
    deploymentPlan: 'One item after the other, with ten minutes of watching the figures in between.',
    backOutPlan: 'Deploy the version before; it is kept for a week.',
  });
  for (const [at, tell] of happenings.sort(([one], [other]) => one - other)) tell(line.waitUntil(at));
  return line;
}
