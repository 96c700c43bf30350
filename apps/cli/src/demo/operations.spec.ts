import { RELEASE_TRANSITIONS, type ReleaseState } from '@opsledger/contracts';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { aftermathOf } from './aftermath';
import { articleStory } from './article-story';
import type { Cast } from './cast';
import { SERVICES, isSoftware } from './catalogue';
import { changeStory } from './change-story';
import { companyOf } from './company';
import { deploymentStory, releaseStory } from './delivery-story';
import { estateOf } from './estate';
import { discoveryStory, itemStory } from './item-story';
import { operationsOf } from './operations';
import { problemStory } from './problem-story';
import { randomOf } from './random';
import { readingStory } from './reading-story';
import { DAY, HOUR } from './times';
import { storiesOf, yearBefore, type DemoPlan } from './year';

const UNTIL = Date.UTC(2026, 5, 17, 14, 30);
const plan = (seed: string, incidents = 500): DemoPlan => ({ seed, incidents, until: UNTIL });
const cast: Cast = {
  company: companyOf(randomOf('1/company'), yearBefore(UNTIL), UNTIL),
  teamId: (team) => team,
  reference: ({ key, name }) => ({ id: key, name }),
  item: (key) => ({ id: key, name: key }),
};
const approver = { id: 'reviewer', name: 'R' };
const record = (key: string) => ({ id: key, name: key });

function linesOf(of: DemoPlan) {
  const { changes, problems, articles, releases, deployments, drifts } = operationsOf(of);
  const items = SERVICES.flatMap(({ cis }) => cis);
  return [
    ...changes.map((one) => changeStory(one, { cast, approver, template: 'TPL1' }, randomOf(one.key))),
    ...problems.map((one) => problemStory(one, record(one.fix.key), cast, randomOf(one.key))),
    ...articles.map((one) => articleStory(one, cast)),
    ...articles.map((one) => readingStory(one, UNTIL, randomOf(one.key))),
    ...releases.map((one) => releaseStory(one, cast, record, randomOf(one.key))),
    ...deployments.map((one) => deploymentStory(one, 'REL1', cast, record)),
    ...items.map((ci) => itemStory(ci, changes, drifts, record)),
    discoveryStory(UNTIL - 20 * DAY),
  ].map((line) => line.until(UNTIL));
}

test('the same seed tells the same, another seed something else', () => {
  expect(linesOf(plan('1'))).toEqual(linesOf(plan('1')));
  expect(linesOf(plan('1'))).not.toEqual(linesOf(plan('2')));
});

test('every payload fits its contract, and time moves forward and never beyond the end of the year', () => {
  const ajv = addFormats(new Ajv({ strict: false }));
  for (const steps of linesOf(plan('payloads'))) {
    const times = steps.map(({ at }) => at);
    expect(times).toEqual([...new Set(times)].sort());
    for (const { contract, data } of steps)
      if (!ajv.validate(contract.payload, data)) throw new Error(`${contract.name}: ${ajv.errorsText(ajv.errors)}`);
  }
});

test('a small year has changes of each type, and some that did not go well', () => {
  const { changes } = operationsOf(plan('1', 12));
  expect(new Set(changes.map(({ type }) => type))).toEqual(new Set(['normal', 'standard', 'emergency']));
  expect(changes.some(({ result }) => result === 'backed_out')).toBe(true);
});

test('incidents of a change name its item soon after it, those of a problem come before its fix', () => {
  const of = plan('1');
  const operations = operationsOf(of);
  const stories = [...storiesOf(of, cast, aftermathOf(operations, record))];
  expect(stories).toHaveLength(500);
  const linked = stories.flatMap(({ steps }) => {
    const link = steps.find(({ contract }) => contract.name === 'LinkIncident')?.data as
      { kind: string; target: { id: string } } | undefined;
    return link ? [{ ...link, at: Date.parse(steps[0]!.at), said: steps[0]!.data as Record<string, any> }] : [];
  });
  expect(new Set(linked.map(({ kind }) => kind))).toEqual(new Set(['caused_by_change', 'problem']));
  for (const { kind, target, at, said } of linked) {
    const change = operations.changes.find(({ key }) => key === target.id);
    const problem = operations.problems.find(({ key }) => key === target.id);
    const { service, ci } = (change ?? problem)!;
    expect(said).toMatchObject({ service: { id: service.name }, cis: [{ id: ci }] });
    if (kind === 'caused_by_change') expect(at - change!.end).toBeLessThan(3 * 86_400_000);
    else expect(at).toBeLessThan(problem!.fix.start);
    expect(at).toBeGreaterThan(change?.end ?? problem!.at);
  }
});

test('a small company has a few hundred items; whatever one is related to comes before it', () => {
  for (const incidents of [12, 300, 20_000]) {
    const estate = estateOf(incidents, randomOf('1'));
    const keys = estate.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    for (const [place, { relations }] of estate.entries())
      for (const { target } of relations) expect(keys.slice(0, place)).toContain(target);
    if (incidents === 300) expect(estate.length).toBeGreaterThan(200);
    expect(estate.length).toBeLessThan(4_000);
  }
});

test('changes of software go out through pipelines: within the change, and what failed is repaired in hours', () => {
  const { changes, deployments } = operationsOf(plan('1'));
  const delivered = changes.filter(({ service }) => isSoftware(service));
  expect(new Set(deployments.map(({ change }) => change))).toEqual(new Set(delivered));
  for (const change of delivered) {
    const own = deployments.filter((one) => one.change === change && one.environment === 'production');
    const [released, fix] = own;
    expect(released!.start).toBeGreaterThan(change.start);
    expect(released!.end).toBeLessThan(change.end);
    expect(released!.committed).toBeLessThan(released!.start);
    expect(released!.outcome).toBe(change.result === 'unsuccessful' ? 'failed' : 'succeeded');
    expect(released!.rolledBack).toBe(change.result === 'backed_out' ? change.end : undefined);
    expect(fix?.isFix ?? false).toBe(change.result === 'unsuccessful' || change.result === 'backed_out');
    if (fix) expect(fix.committed).toBeGreaterThan(released!.end);
  }
  const failed = deployments.filter(({ outcome, rolledBack }) => outcome === 'failed' || rolledBack !== undefined);
  expect(failed.length / deployments.length).toBeGreaterThan(0.03);
  expect(failed.length / deployments.length).toBeLessThan(0.3);
});

test('a release brings some changes of one service within two weeks; each change is of one release at most', () => {
  const { releases, changes } = operationsOf(plan('1'));
  for (const { service, changes: brought } of releases) {
    expect(brought.length).toBeGreaterThan(0);
    expect(brought.length).toBeLessThan(4);
    expect(brought.every((one) => one.service === service && one.type !== 'emergency')).toBe(true);
    expect(brought.at(-1)!.start - brought[0]!.start).toBeLessThan(14 * DAY);
  }
  const brought = releases.flatMap((one) => one.changes);
  expect(new Set(brought).size).toBe(brought.length);
  expect(brought.length).toBe(changes.filter((one) => isSoftware(one.service) && one.type !== 'emergency').length);
  expect(releases.some((one) => one.changes.length > 1)).toBe(true);
});

test('every move of a release is permitted, and its changes become part of it after they were drafted', () => {
  const after: Record<string, ReleaseState> = {
    PlanRelease: 'planning',
    StartReleaseBuild: 'build',
    StartReleaseTest: 'test',
    FailReleaseTest: 'build',
    StartReleaseDeployment: 'deploying',
    CompleteReleaseDeployment: 'deployed',
    RollBackRelease: 'rolled_back',
    ReviewRelease: 'reviewed',
  };
  const of = plan('moves', 900);
  const { releases } = operationsOf(of);
  for (const release of releases) {
    let state: ReleaseState = 'planning';
    for (const { contract, at, data } of releaseStory(release, cast, record, randomOf(release.key)).until(UNTIL)) {
      const next: ReleaseState = after[contract.name] ?? state;
      // What is so already would leave no trace to recognise it by.
      if (contract.name in after && contract.name !== 'PlanRelease') expect(RELEASE_TRANSITIONS[state]).toContain(next);
      state = next;
      if (contract.name !== 'LinkRelease') continue;
      const { target } = data as { target: { id: string } };
      const change = release.changes.find(({ key }) => key === target.id)!;
      const story = changeStory(change, { cast, approver, template: 'TPL1' }, randomOf(change.key));
      expect(at > story.until(UNTIL)[0]!.at).toBe(true);
    }
  }
});

test('what a change does to an item names it while it is carried out; now and then nobody was asked', () => {
  const of = plan('1');
  const { changes, drifts } = operationsOf(of);
  const steps = SERVICES.flatMap(({ cis }) => cis).flatMap((ci) => itemStory(ci, changes, drifts, record).until(UNTIL));
  const named = steps.flatMap(({ at, data }) => {
    const { change } = data as { change?: { id: string } };
    return change ? [{ at: Date.parse(at), change: changes.find(({ key }) => key === change.id)! }] : [];
  });
  expect(named.length).toBeGreaterThan(20);
  for (const { at, change } of named) expect(Math.abs(at - change.end)).toBeLessThan(HOUR);
  expect(steps.length - named.length).toBe(drifts.filter(({ at }) => at <= UNTIL).length);
  expect(drifts.length).toBeGreaterThanOrEqual(4);
});
