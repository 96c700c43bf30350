import { RELEASE_STATES, type ReleaseState } from '@opsledger/contracts';
import { AGENT, given } from '@opsledger/testing';
import { release } from '../release';
import { CHANGE, HISTORIES, NUMBER, OWNER, SHOP, command, keys, linked, linkedTo, planned } from '../release.histories';

const OTHER = { id: 'c-2', name: 'CHG0000008' };
const AGENT_REFERENCE = { id: AGENT.id, name: AGENT.name };
const plan = (data: object) => command('PlanRelease', { title: 'Autumn', ...data }, { number: NUMBER });
const revise = (data: object) => command('ReviseReleasePlan', data);
const link = (change: object | null, target: object = { id: CHANGE.name }) =>
  command(
    'LinkRelease',
    { kind: 'change', target },
    { change: change && { state: 'draft', type: 'normal', ...change } },
  );

describe('planning', () => {
  test('records the plan; whoever plans it owns it', () => {
    given(release)
      .when(plan({ plannedStart: '2026-03-04T10:00:00+01:00' }))
      .then({
        type: 'ReleasePlanned',
        data: {
          keys: { number: NUMBER, state: 'planning', service: null, owner: AGENT_REFERENCE, environment: null },
          title: 'Autumn',
          description: null,
          label: null,
          plannedStart: '2026-03-04T09:00:00.000Z',
          plannedEnd: null,
          deploymentPlan: null,
          backOutPlan: null,
        },
      });
  });

  test('refuses an end that is not later than the start', () => {
    const dates = { plannedStart: '2026-03-04T10:00:00Z', plannedEnd: '2026-03-04T11:00:00+01:00' };
    given(release).when(plan(dates)).thenRefused('release-dates-reversed');
  });
});

describe('planning anew', () => {
  test('tells what was and what is', () => {
    const state = [planned()].reduce(release.evolve, release.initial);
    const [revised] = [
      release.decisions['ReviseReleasePlan']!(revise({ label: '2026.4', service: null }), state),
    ].flat();
    expect(revised).toMatchObject({
      type: 'ReleasePlanRevised',
      data: {
        label: { before: '2026.3', after: '2026.4' },
        service: { before: SHOP, after: null },
        keys: { service: null },
      },
    });
  });

  test('of what is so already is nothing', () =>
    given(release, planned())
      .when(revise({ label: '2026.3', owner: OWNER }))
      .thenNothing());

  const fixed: ReleaseState[] = ['deploying', 'deployed', 'reviewed', 'rolled_back', 'canceled'];
  test.each(fixed)('is refused when %s', (state) => {
    given(release, ...HISTORIES[state]())
      .when(revise({ label: 'x' }))
      .thenRefused('release-plan-fixed');
  });
});

describe('linking a change', () => {
  test('takes it as it is called, whatever the command calls it', () => {
    given(release, planned())
      .when(link(CHANGE, { id: CHANGE.id, name: 'Something else' }))
      .then({ type: 'ReleaseLinked', data: { keys: keys('planning'), kind: 'change', target: CHANGE } });
  });

  test('that is canceled is refused while deploying as what will not be done: it may have been permitted before', () => {
    const { detail } = given(release, ...HISTORIES.deploying())
      .when(link({ ...OTHER, state: 'canceled' }))
      .thenRefused('release-changes-not-ready');
    expect(detail).toBe(
      'REL0000042 is deploying: CHG0000008 is canceled and cannot go out with it. Link another change.',
    );
  });

  test.each(['deploying', 'deployed'] as const)('that nobody has permitted is refused when %s', (state) => {
    const history = HISTORIES[state]();
    given(release, ...history)
      .when(link({ ...OTHER, state: 'assess' }))
      .thenRefused('release-changes-not-ready');
    given(release, ...history)
      .when(link({ ...OTHER, state: 'scheduled' }))
      .then({ type: 'ReleaseLinked', data: { keys: expect.anything(), kind: 'change', target: OTHER } });
    given(release, ...history)
      .when(link({ ...OTHER, type: 'emergency' }))
      .then({ type: 'ReleaseLinked', data: { keys: expect.anything(), kind: 'change', target: OTHER } });
  });

  test('that is not there is refused, twice is nothing', () => {
    given(release, planned()).when(link(null)).thenRefused('release-change-unknown');
    given(release, planned(), linked).when(link(CHANGE)).thenNothing();
  });

  test.each(RELEASE_STATES.filter((state) => ['reviewed', 'rolled_back', 'canceled'].includes(state)))(
    'is refused when %s',
    (state) => {
      given(release, ...HISTORIES[state]())
        .when(link(CHANGE))
        .thenRefused('release-ended');
      const history = [...HISTORIES.planning(), linked, ...HISTORIES[state]().slice(1)];
      const unlink = command('UnlinkRelease', { kind: 'change', targetId: CHANGE.id });
      given(release, ...history)
        .when(unlink)
        .thenRefused('release-ended');
    },
  );

  test('can be undone by id or number', () => {
    for (const targetId of [CHANGE.id, CHANGE.name])
      given(release, planned(), linked)
        .when(command('UnlinkRelease', { kind: 'change', targetId }))
        .then({ type: 'ReleaseUnlinked', data: { keys: keys('planning'), kind: 'change', target: CHANGE } });
    given(release, planned())
      .when(command('UnlinkRelease', { kind: 'change', targetId: 'c-1' }))
      .thenNothing();
  });
});

test('deployment does not begin without knowing how and how to get back', () => {
  const history = [planned({ backOutPlan: null, deploymentPlan: null }), ...HISTORIES.test().slice(1)];
  const refusal = given(release, ...history)
    .when(command('StartReleaseDeployment'))
    .thenRefused('release-plan-incomplete');
  expect(refusal.facts.missing).toEqual(['deploymentPlan', 'backOutPlan']);
});

describe('deployment of what is not approved', () => {
  const deploy = (...changes: readonly object[]) =>
    given(release, planned(), linked, linkedTo(OTHER), ...HISTORIES.test().slice(1)).when(
      command('StartReleaseDeployment', {}, { changes }),
    );
  const one = { id: CHANGE.id, type: 'normal', state: 'scheduled' };

  test.each(['draft', 'assess', 'authorize', 'canceled'])('is refused while a change is %s', (state) => {
    const refusal = deploy(one, { ...one, id: OTHER.id, state }).thenRefused('release-changes-not-ready');
    expect(refusal.facts).toMatchObject({ state: 'test', changes: [{ ...OTHER, state }] });
    expect(refusal.detail).toContain(`${OTHER.name} (${state})`);
    expect(refusal.detail).not.toContain(CHANGE.name);
  });

  test('is refused while a change is not to be found, as where its import was undone', () => {
    const refusal = deploy(one).thenRefused('release-changes-not-ready');
    expect(refusal.facts.changes).toEqual([{ ...OTHER, state: null }]);
  });

  test.each([
    ['draft', 'Have each approved and scheduled, or take it out with unlink.'],
    ['canceled', 'What is canceled or not to be found cannot be approved any more: take it out with unlink.'],
  ])('tells what to do about a change that is %s, and nothing that cannot be done', (state, remedy) => {
    const { detail } = deploy(one, { ...one, id: OTHER.id, state }).thenRefused('release-changes-not-ready');
    expect(detail).toBe(
      `REL0000042 is test and cannot be deployed yet: nobody has permitted CHG0000008 (${state}). ${remedy}`,
    );
  });

  test.each(['scheduled', 'implement', 'review', 'closed'])('begins with a change that is %s', (state) => {
    deploy(one, { ...one, id: OTHER.id, state }).then({
      type: 'ReleaseDeploymentStarted',
      data: { keys: keys('deploying') },
    });
  });

  test('begins with an emergency, which is approved afterwards, unless it is canceled', () => {
    const emergency = { id: OTHER.id, type: 'emergency', state: 'draft' };
    deploy(one, emergency).then({ type: 'ReleaseDeploymentStarted', data: { keys: keys('deploying') } });
    deploy(one, { ...emergency, state: 'canceled' }).thenRefused('release-changes-not-ready');
  });
});

test('what does not exist is not found', () => {
  given(release)
    .when(command('CancelRelease', { reason: 'x' }))
    .thenRefused('not-found');
});
