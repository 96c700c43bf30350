import type { SlaTarget } from '@opsledger/contracts';
import { OPEN, WAITS_FOR_CALLER, policy, resolution, response } from '../fixtures/sla.fixture';
import { policyFaults } from './policy-faults';

const faults = (...targets: SlaTarget[]) => policyFaults(policy(targets).definition);

it('finds nothing wrong with what we begin with', () => {
  expect(faults(resolution('PT8H'), response('2BD'))).toEqual([]);
});

const state = (...values: string[]) => ({ field: 'state' as const, in: values });

it.each<[string, SlaTarget, string, RegExp]>([
  [
    'start inside stop',
    resolution('PT8H', { startWhen: { all: [state('resolved'), { not: WAITS_FOR_CALLER }] } }),
    '/targets/0/stopWhen',
    /stops it at once/,
  ],
  ['start with pause', resolution('PT8H', { startWhen: OPEN }), '/targets/0/pauseWhen', /start and pause/],
  [
    'pause inside stop',
    resolution('PT8H', { pauseWhen: { all: [state('resolved'), WAITS_FOR_CALLER] } }),
    '/targets/0/pauseWhen',
    /pauses the clock stops it/,
  ],
  ['start inside cancel', resolution('PT8H', { cancelWhen: OPEN }), '/targets/0/cancelWhen', /cancels it at once/],
  [
    'a start that never comes',
    resolution('PT8H', { startWhen: { all: [state('new'), state('resolved')] } }),
    '/targets/0/startWhen',
    /never starts/,
  ],
  [
    'a state that is none',
    resolution('PT8H', { stopWhen: { any: [state('resolved'), { not: state('new', 'open') }] } }),
    '/targets/0/stopWhen/any/1/not/in',
    /no incident has the state open/i,
  ],
  [
    'a priority that is none',
    resolution('PT8H', { cancelWhen: { field: 'priority', in: [null, 'P9'] } }),
    '/targets/0/cancelWhen/in',
    /priority P9/,
  ],
  ['a target of nothing', resolution('PT0H'), '/targets/0/duration', /no time/],
  ['a negative target', resolution('-PT1H'), '/targets/0/duration', /no duration/],
  ['a target in months', resolution('P1M'), '/targets/0/duration', /months/],
])('refuses %s, and says what to do', (_, target, path, message) => {
  expect(faults(target)).toEqual([
    { path, message: expect.stringMatching(message), remedy: expect.stringMatching(/\w{4}/) },
  ]);
});

it('refuses a target twice, and a policy that applies to nothing', () => {
  expect(faults(resolution('PT8H'), resolution('PT4H')).map(({ path }) => path)).toEqual(['/targets/1/name']);
  const nothing = { all: [state('new'), { not: state('new', 'resolved') }] };
  expect(policyFaults(policy([resolution('PT8H')], { appliesWhen: nothing }).definition)).toEqual([
    expect.objectContaining({ path: '/appliesWhen' }),
  ]);
});
