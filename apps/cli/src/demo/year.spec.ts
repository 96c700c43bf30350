import { isPermittedMove, type IncidentState } from '@opsledger/contracts';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import type { Cast } from './cast';
import { companyOf, membersAt } from './company';
import { randomOf } from './random';
import type { Story } from './story';
import { stepKey, storiesOf, yearBefore, type DemoPlan } from './year';

const UNTIL = Date.UTC(2026, 5, 17, 14, 30);
const plan = (seed: string, incidents = 500): DemoPlan => ({ seed, incidents, until: UNTIL });

const castOf = ({ seed, until }: DemoPlan): Cast => ({
  company: companyOf(randomOf(`${seed}/company`), yearBefore(until), until),
  teamId: (team) => team,
  reference: ({ key, name }) => ({ id: key, name }),
  item: (key) => ({ id: key, name: key }),
});
const storiesFor = (of: DemoPlan): Story[] => [...storiesOf(of, castOf(of))];

const MOVES: Record<string, IncidentState> = {
  LogIncident: 'new',
  StartIncident: 'in_progress',
  PutIncidentOnHold: 'on_hold',
  ResumeIncident: 'in_progress',
  ResolveIncident: 'resolved',
  ReopenIncident: 'in_progress',
  CloseIncident: 'closed',
  CancelIncident: 'canceled',
};
const OPEN: readonly (IncidentState | undefined)[] = ['new', 'in_progress', 'on_hold'];

function isPermitted(state: IncidentState | undefined, command: string): boolean {
  const next = MOVES[command];
  if (state === undefined) return next === 'new';
  if (next) return isPermittedMove(state, next);
  return command === 'AssignIncident' ? OPEN.includes(state) : state !== 'closed' && state !== 'canceled';
}

const seeds = fc.stringMatching(/^[a-z0-9]{1,8}$/);
const ajv = addFormats(new Ajv({ strict: false }));

test('the same seed tells the same stories, another seed others', () => {
  expect(storiesFor(plan('1'))).toEqual(storiesFor(plan('1')));
  expect(storiesFor(plan('1'))).not.toEqual(storiesFor(plan('2')));
});

test('as many incidents as asked for, in order of their beginning, each with a key of its own', () => {
  const stories = storiesFor(plan('1'));
  expect(stories).toHaveLength(500);
  expect(new Set(stories.map(({ key }) => key)).size).toBe(500);
  const beginnings = stories.map(({ steps }) => steps[0]!.at);
  expect(beginnings).toEqual([...beginnings].sort());
  const keys = stories.flatMap((story) => story.steps.map((_, index) => stepKey(plan('1'), story, index)));
  expect(new Set(keys).size).toBe(keys.length);
});

test('every command is one the life cycle permits at that moment', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      for (const { steps } of storiesFor(plan(seed, 120))) {
        let state: IncidentState | undefined;
        for (const { contract } of steps) {
          if (!isPermitted(state, contract.name)) throw new Error(`${contract.name} while ${state}`);
          state = MOVES[contract.name] ?? state;
        }
      }
    }),
    { numRuns: 8 },
  );
});

test('every payload fits its contract', () => {
  const validators = new Map<string, ReturnType<typeof ajv.compile>>();
  for (const { steps } of storiesFor(plan('payloads', 700))) {
    for (const { contract, data } of steps) {
      const valid = validators.get(contract.name) ?? ajv.compile(contract.payload);
      validators.set(contract.name, valid);
      if (!valid(data)) throw new Error(`${contract.name}: ${ajv.errorsText(valid.errors)}`);
    }
  }
  expect(validators.size).toBeGreaterThan(20);
});

test('time moves forward in a story and never beyond the end of the year', () => {
  for (const { steps } of storiesFor(plan('time'))) {
    const times = steps.map(({ at }) => at);
    expect(times).toEqual([...new Set(times)].sort());
    expect(times[0]! >= new Date(yearBefore(UNTIL)).toISOString()).toBe(true);
    expect(times.at(-1)! <= new Date(UNTIL).toISOString()).toBe(true);
  }
});

test('no command asks for what is so already: it would leave no trace to recognise it by', () => {
  for (const { steps } of storiesFor(plan('effects', 900))) {
    const telling = ['LogIncident', 'AssessIncident', 'AssignIncident', 'AcknowledgeIncident'];
    const last = new Map<string, string>();
    for (const { contract, data } of steps.filter(({ contract }) => telling.includes(contract.name))) {
      const { impact, urgency, teamId, personId } = data as Record<string, unknown>;
      const kind = impact === undefined ? contract.name : 'assessed';
      const said = JSON.stringify([impact, urgency, teamId, personId]);
      if (last.get(kind) === said) throw new Error(`${contract.name} twice: ${said}`);
      last.set(kind, said);
    }
  }
});

test('whoever gets an incident is in the team at that moment', () => {
  const of = plan('members', 800);
  const { company } = castOf(of);
  for (const { contract, at, data } of storiesFor(of).flatMap(({ steps }) => steps)) {
    if (contract.name !== 'AssignIncident') continue;
    const { teamId, personId } = data as { teamId: never; personId?: string };
    if (personId) expect(membersAt(company, teamId, Date.parse(at)).map(({ key }) => key)).toContain(personId);
  }
});

test('it is a year as operations know it: most are closed, some are on hold, reopened, majors', () => {
  const stories = storiesFor(plan('figures', 1_500));
  const share = (name: string) =>
    stories.filter(({ steps }) => steps.some(({ contract }) => contract.name === name)).length / stories.length;
  expect(share('CloseIncident')).toBeGreaterThan(0.85);
  expect(share('CloseIncident')).toBeLessThan(0.98);
  expect(share('PutIncidentOnHold')).toBeGreaterThan(0.1);
  expect(share('ReopenIncident')).toBeGreaterThan(0.02);
  expect(share('ReopenIncident')).toBeLessThan(0.08);
  expect(share('CancelIncident')).toBeGreaterThan(0.015);
  expect(
    stories.filter(({ steps }) => steps.some(({ contract }) => contract.name === 'AcceptMajorIncident')).length,
  ).toBe(6);
});
