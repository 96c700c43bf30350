import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { aftermathOf } from './aftermath';
import { articleStory } from './article-story';
import type { Cast } from './cast';
import { changeStory } from './change-story';
import { companyOf } from './company';
import { estateOf } from './estate';
import { operationsOf } from './operations';
import { problemStory } from './problem-story';
import { randomOf } from './random';
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
  const { changes, problems, articles } = operationsOf(of);
  return [
    ...changes.map((one) => changeStory(one, { cast, approver, template: 'TPL1' }, randomOf(one.key))),
    ...problems.map((one) => problemStory(one, record(one.fix.key), cast, randomOf(one.key))),
    ...articles.map((one) => articleStory(one, cast)),
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
